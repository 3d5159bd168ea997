"""Graphviz: text as it must be quoted and wrapped, and the drawing as an SVG that fits any page."""

import hashlib
import re
import unicodedata
from html import escape
from math import ceil

import frappe
import graphviz

FONT = "WenQuanYi Zen Hei"
FAMILY = f"{FONT},Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif"
SECONDS = 24 * 3600
# Beside each line, taller than its letters: Graphviz sets lines too tight for Chinese.
STRUT = '<FONT POINT-SIZE="13.5"> </FONT>'
# A line does not begin with these, nor end with those.
NOT_FIRST, NOT_LAST = "，。；：、！？”’）》】", "“‘（《【"


class DrawingError(Exception):
	"""Graphviz is missing or cannot draw; the message says what to do."""


def width(text: str) -> float:
	"""A text's width in full-width characters."""
	return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def wrapped(text: str, limit: float, even: bool = True) -> list[str]:
	"""A text in (even) lines of about so many full-width characters; marks stay where Chinese typesetting wants them."""
	lines = []
	for paragraph in text.split("\n"):
		line = ""
		most = balanced(paragraph.strip(), limit) if even else limit
		for sign in paragraph.strip():
			if width(line + sign) > most and sign not in NOT_FIRST and line and line[-1] not in NOT_LAST:
				lines.append(line)
				line = ""
			line += sign
		lines.append(line)
	return lines


def balanced(text: str, limit: float) -> float:
	"""The width at which a paragraph's lines come out about equally long: no single character on a last line."""
	return width(text) / max(1, ceil(width(text) / limit)) + 0.9


def rich(lines: list[str], align: str = "", small: list[str] | None = None, head: str = "") -> str:
	"""A label of Graphviz's own HTML: lines, below them smaller ones, above them a heading."""
	close = f'<BR ALIGN="{align}"/>' if align else "<BR/>"
	body = close.join(STRUT + escape(line) + ("" if align else STRUT) for line in lines) + (close if align else "")
	top = f"<B>{escape(head)}</B>{close}" if head else ""
	gap = '<BR/><FONT POINT-SIZE="3"> </FONT>' if small else ""
	extra = gap + "".join(f'<BR/><FONT POINT-SIZE="9" COLOR="#51606f">{escape(line)}</FONT>' for line in small or [])
	# Graphviz centres the lines a little too high where sizes differ.
	above = '<FONT POINT-SIZE="4"> </FONT><BR/>' if small else ""
	return f"<{above}{top}{body}{extra}>"


def new(name: str, direction: str) -> graphviz.Digraph:
	graph = graphviz.Digraph(name)
	graph.attr("graph", rankdir=direction, nodesep="0.26", ranksep="0.3", pad="0.15", bgcolor="transparent", splines="spline")
	graph.attr("node", fontname=FONT, fontsize="11", margin="0.14,0.12", penwidth="1.1", color="#2f4f6f", fontcolor="#16202b")
	graph.attr("edge", fontname=FONT, fontsize="9.5", color="#44586c", fontcolor="#33475b", penwidth="1.0")
	# An arrowhead not declared here is read from another attribute's place (Graphviz 2.42, lines within a row).
	graph.attr("edge", arrowsize="0.7", arrowhead="normal")
	return graph


def svg(graph: graphviz.Digraph, label: str) -> str:
	"""The drawing as SVG without a size of its own, told to screen readers by its label; raises DrawingError."""
	source = graph.source
	key = f"gaoping_drawing:{hashlib.sha256((source + label).encode()).hexdigest()}"
	found = frappe.cache.get_value(key)
	if not found:
		found = tidy(piped(source), label)
		frappe.cache.set_value(key, found, expires_in_sec=SECONDS)
	return found


def piped(source: str) -> str:
	try:
		return graphviz.Source(source).pipe(format="svg", encoding="utf-8")
	except graphviz.ExecutableNotFound as error:
		raise DrawingError("没有安装 Graphviz，请系统管理员安装 graphviz 软件包。") from error
	except graphviz.CalledProcessError as error:
		raise DrawingError("流程图不能绘制，请检查图框的连线。") from error


def tidy(drawn: str, label: str) -> str:
	drawn = drawn[drawn.index("<svg") :]
	drawn = re.sub(r"<title>.*?</title>\s*|<!--.*?-->\s*", "", drawn, flags=re.S)
	head = f'<svg role="img" aria-label="{escape(label)}" width="\\1pt"'
	drawn = re.sub(r'<svg width="([\d.]+)pt" height="[\d.]+pt"', head, drawn, count=1)
	return re.sub(r'font-family="[^"]*"', f'font-family="{FAMILY}"', drawn)
