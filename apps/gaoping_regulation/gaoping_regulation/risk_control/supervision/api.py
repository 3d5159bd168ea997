"""What the supervision pages read, and the monthly report as PDF. Nothing here changes anything."""

import frappe

from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.risk_control import monthly
from gaoping_regulation.risk_control.supervision import heatmap, points
from gaoping_regulation.risk_control.supervision import scope as scopes


@frappe.whitelist(methods=["GET"])
def show_heatmap(matter: str | None = None, from_date: str | None = None, to_date: str | None = None) -> dict:
	"""{"levels", "kinds", "rows", "from_date", "to_date"} of the caller's matters; see heatmap.rows."""
	scope = scopes.of({"matter": matter, "from_date": from_date, "to_date": to_date})
	return {
		"levels": heatmap.found.LEVELS,
		"kinds": [{"key": key, "label": label} for key, label in heatmap.KINDS],
		"rows": heatmap.rows(scope),
		"from_date": scope.first,
		"to_date": scope.last,
	}


@frappe.whitelist(methods=["GET"])
def show_points(matter: str | None = None) -> dict:
	"""{"year", "rows"}: the risk points of the caller's matters with what was found this year; see points.overview."""
	scope = points.this_year(matter)
	return {"year": scope.first.year, "rows": points.overview(scope)}


@frappe.whitelist(methods=["GET"])
def download_monthly_report(year: str | int | None = None, month: str | int | None = None) -> None:
	"""监督月报 as PDF, of the month before this one if none is named.

	Raises PermissionError unless the caller is 纪检监察 or 分管领导; CaseError for a month that is none or not yet begun.
	"""
	scopes.require_watcher("监督月报")
	year, month = monthly.previous() if not year and not month else (number(year, "年份"), number(month, "月份"))
	frappe.local.response.filename = f"监督月报-{year}-{month:02d}.pdf"
	frappe.local.response.filecontent = monthly.pdf(year, month)
	frappe.local.response.type = "pdf"


def number(value, what: str) -> int:
	text = str(value or "").strip()
	if not text.isdecimal() or len(text) > 4:
		refuse(f"{what}应为数字。", CaseError)
	return int(text)
