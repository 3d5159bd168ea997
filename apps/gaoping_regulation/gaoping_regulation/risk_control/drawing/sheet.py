"""A drawing with all that stands around it: on the Desk, on the public guide, and as the PDF that hangs on the wall."""

import frappe
from markupsafe import Markup

from gaoping_regulation.engine import registry, rendering
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.risk_control.drawing import FLOW, KINDS, RISK, dot

TEMPLATE = "wall_chart.html"
TITLES = {FLOW: "行政职权运行流程图", RISK: "行政职权廉政风险防控图"}
PAPERS = {"A4": (297, 210), "A3": (420, 297)}
LEGEND = "虚线为系统中有而原图没有画出的流程；〔〕内为办件状态。"


def sheet(code: str, kind: str) -> dict:
	"""{"title", "svg", "text", "notes", "office", "service_phone", "supervision_phone"} of a chart as it stands now.

	Args:
		code: the matter
		kind: flow (运行流程图) or risk (廉政风险防控图)

	Raises CaseError for a matter or kind that there is not, or if nothing can be drawn.
	"""
	if kind not in KINDS:
		refuse("请选择运行流程图或者廉政风险防控图。", CaseError)
	if registry.latest_version(code) is None or (kind == RISK and not frappe.db.exists("Risk Control Chart", code)):
		refuse("没有这个事项的图，请核对事项编号。", CaseError)
	matter = frappe.get_cached_doc("Administrative Matter", code)
	title = matter.get(f"{kind}_chart_title") or TITLES[kind]
	try:
		drawn = dot.svg(KINDS[kind].graph(code), f"{matter.title}{TITLES[kind]}")
	except dot.DrawingError as error:
		refuse(str(error), CaseError)
	return {
		"code": code,
		"kind": kind,
		"title": title,
		"matter": matter.title,
		"svg": drawn,
		"text": KINDS[kind].text(code),
		"notes": [LEGEND, *KINDS[FLOW].Flow(code).notes] if kind == FLOW else [],
		"office": matter.office or frappe.get_cached_doc("Regulation Settings").office_name,
		"service_phone": matter.service_phone or "",
		"supervision_phone": matter.supervision_phone or "",
	}


def pdf(code: str, kind: str, paper: str = "A3") -> bytes:
	"""The chart as one landscape page; raises CaseError for another paper than A4 or A3."""
	if paper not in PAPERS:
		refuse("纸张请选择 A3 或者 A4。", CaseError)
	found = sheet(code, kind)
	width, height = PAPERS[paper]
	values = {**found, "svg": Markup(found["svg"]), "width": width, "height": height, "scale": height / 210}
	template = (rendering.BASE / TEMPLATE).read_text()
	return rendering.with_chromium(rendering.html(template, {"chart": values}))
