"""The charts for staff: as SVG with their text, and as PDF. Nothing here changes anything."""

import frappe

from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.risk_control.drawing import FLOW
from gaoping_regulation.risk_control.drawing import sheet as sheets


@frappe.whitelist(methods=["GET"])
def show_chart(matter: str, kind: str = FLOW) -> dict:
	"""A chart as it stands now; see sheet.sheet. Raises StateLocked for who is not of the office."""
	require_staff()
	return sheets.sheet(matter, kind)


@frappe.whitelist(methods=["GET"])
def download_chart(matter: str, kind: str = FLOW, paper: str = "A3") -> None:
	"""A chart as one landscape page to hang on the wall."""
	require_staff()
	content = sheets.pdf(matter, kind, paper)
	title = frappe.get_cached_value("Administrative Matter", matter, "title")
	frappe.local.response.filename = f"{title}-{sheets.TITLES[kind]}-{paper}.pdf"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"


def require_staff() -> None:
	if not frappe.has_permission("Flow Box", "read"):
		refuse("您不能查看本局的内部图表。办事流程请看办事指南。", StateLocked)
