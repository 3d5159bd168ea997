"""HTML to PDF. Templates see plain values and a few helpers, nothing of the system; pages fetch nothing.

The usual engine is wkhtmltopdf with Arphic and WenQuanYi fonts, whose text layer is exact. A document with a
character outside the BMP, which wkhtmltopdf drops silently, goes through Chromium.
"""

import base64
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import pdfkit
import segno
from filetype import guess_mime
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from gaoping_regulation.engine.markup import outside_references

PAGES = {"A4": (210, 297), "A4 横向": (297, 210), "A5": (148, 210), "卡片 85.6×54": (85.6, 54)}
TIMEOUT_SECONDS = 60
# Debian's wkhtmltopdf (unpatched Qt) draws a CSS millimetre at 96/125 of its size and has no --zoom.
WKHTML_ZOOM = 125 / 96
BASE = Path(__file__).parent.parent / "templates" / "print"


class RenderError(Exception):
	"""The template cannot be rendered; the message says where."""


def qr(text: str, scale: int = 4) -> Markup:
	"""A QR code of a text as an image with its data inline."""
	return Markup('<img class="qr" alt="" src="{}">').format(segno.make(text, error="m").png_data_uri(scale=scale, border=1))


def chinese_date(value: str) -> str:
	"""2026-11-22 as 2026年11月22日; an empty value stays empty."""
	if not value:
		return ""
	year, month, day = value[:10].split("-")
	return f"{year}年{int(month)}月{int(day)}日"


def data_uri(content: bytes | None) -> str:
	"""A file's content as an address that needs no network; empty for none."""
	if not content:
		return ""
	return f"data:{guess_mime(content)};base64,{base64.b64encode(content).decode()}"


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
	env = ImmutableSandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
	env.globals.clear()
	env.globals.update(qr=qr, date=chinese_date, data_uri=data_uri, range=range, loop_limit=200)
	return env


@lru_cache(maxsize=64)
def compiled(template: str):
	return environment().from_string(template)


def html(template: str, values: dict, page: str | None = None) -> str:
	"""The finished HTML page of a template (the text of a Print Format) with everything inline."""
	width, height = PAGES.get(page or "A4", PAGES["A4"])
	body = compiled(template).render(**values)
	if found := outside_references(body):
		raise RenderError(f"模板不得引用外部内容：{found[0]}")
	style = (BASE / "document.css").read_text()
	size = f"@page {{ size: {width}mm {height}mm; margin: 0; }}"
	return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{size}{style}</style></head><body class="{page_class(page)}">{body}</body></html>'


def page_class(page: str | None) -> str:
	return "card" if (page or "").startswith("卡片") else "sheet"


def pdf(template: str, values: dict, page: str | None = None) -> bytes:
	"""Render a template to PDF bytes; raises RenderError if neither engine can."""
	document = html(template, values, page)
	size = PAGES.get(page or "A4", PAGES["A4"])
	outside_bmp = any(ord(sign) > 0xFFFF for sign in document)
	return with_chromium(document) if outside_bmp else with_wkhtmltopdf(document, size)


def with_wkhtmltopdf(document: str, size: tuple[float, float]) -> bytes:
	options = {
		"page-width": f"{size[0]}mm",
		"page-height": f"{size[1]}mm",
		"margin-top": "0",
		"margin-right": "0",
		"margin-bottom": "0",
		"margin-left": "0",
		"encoding": "UTF-8",
		"dpi": "96",
		"disable-javascript": "",
		"disable-local-file-access": "",
		"quiet": "",
	}
	os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
	zoomed = document.replace("</head>", f"<style>html {{ zoom: {WKHTML_ZOOM:.4f}; }}</style></head>", 1)
	try:
		return pdfkit.from_string(zoomed, False, options=options)
	except OSError as error:
		raise RenderError(f"wkhtmltopdf：{error}") from error


def with_chromium(document: str) -> bytes:
	program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
	if not program:
		raise RenderError("文书含有生僻字，需要 Chromium 才能生成，请安装 chromium。")
	with tempfile.TemporaryDirectory() as folder:
		source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
		source.write_text(document)
		command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
		command += ["--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"]
		command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
		subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
		if not target.exists():
			raise RenderError("Chromium 未能生成文件。")
		return target.read_bytes()
