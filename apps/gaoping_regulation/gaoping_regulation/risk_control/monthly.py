"""监督月报: what 纪检监察 and 分管领导 hand in each month, as figures and as PDF.

The figures are those of the supervision reports, so that paper and screen agree. A share or an average below the
sample size is 数据不足, an empty month is 0.
"""

from collections import Counter
from datetime import date, timedelta

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import rendering
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.engine.events import full_name
from gaoping_regulation.risk_control.supervision import found, heatmap, service, statistics, trend, visits
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope

TEMPLATE = "monthly_report.html"
MOST_LATE, MOST_POINTS = 20, 10
FIRST_YEAR = 2000


def previous() -> tuple[int, int]:
	"""The month before this one."""
	today = getdate()
	return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)


def scope_of(year: int, month: int) -> Scope:
	"""The days of a month of all matters; raises CaseError for a month that is none or not yet begun."""
	if not (1 <= month <= 12 and FIRST_YEAR <= year <= getdate().year):
		refuse("请选择有效的年份和月份，例如 2026 年 11 月。", CaseError)
	first = date(year, month, 1)
	if first > getdate():
		refuse("这个月还没有开始，不能出月报。", CaseError)
	last = trend.next_month(first) - timedelta(days=1)
	return scopes.of({"from_date": first, "to_date": last})


def figures(year: int, month: int) -> dict:
	"""Everything the report shows, as plain values.

	Raises PermissionError unless the caller sees supervision figures, CaseError as `scope_of`.
	"""
	scope = scope_of(year, month)
	alerts = found.counted(found.alerts(scope))
	by_matter = trend.matters(scope)
	return {
		"year": year,
		"month": month,
		"matters": [{**row, "title": scope.titles[code]} for code, row in by_matter.items()],
		"total": total(by_matter),
		"alerts": {**found.tally(alerts), "levels": Counter(alert.level for alert in alerts)},
		"stages": [row for row in heatmap.rows(scope) if row["total"]],
		"points": points(scope, alerts),
		"rules": statistics.grouped(scope, "规则"),
		"late": late(scope),
		"service": service.of(scope),
	}


def total(by_matter: dict[str, dict]) -> dict:
	"""The sums over the matters; averages are not summed."""
	return {name: sum(row[name] for row in by_matter.values()) for name, _ in trend.FIGURES if name != "average_days"}


def points(scope: Scope, alerts: list[dict]) -> list[dict]:
	"""The risk points with the most alerts, with their text."""
	counts = Counter(point for alert in alerts for point in found.points_of(alert))
	texts = dict(frappe.get_all("Risk Point", {"code": ("in", list(counts) or [""])}, ["code", "text"], as_list=True))
	return [{"code": code, "text": texts.get(code, ""), "number": number} for code, number in counts.most_common(MOST_POINTS)]


def late(scope: Scope) -> dict:
	"""The stays that ended late in the month, the latest first, and how many there are in all."""
	stays = sorted((visit for visit in visits.Stays(scope).left() if visit.days_late), key=lambda visit: -visit.days_late)
	rows = [
		{
			"case_no": visit.case.case_no,
			"stage": visit.stage_title,
			"due_on": str(visit.due_on),
			"left_on": str(visit.left_on)[:10],
			"days": visit.days_late,
			"officer": visit.actor_name,
			"reason": visit.reason,
		}
		for visit in stays[:MOST_LATE]
	]
	return {"total": len(stays), "rows": rows}


def pdf(year: int, month: int) -> bytes:
	"""The report as PDF. Chromium prints it: tables over several pages with their head on each, page numbers."""
	settings = frappe.get_cached_doc("Regulation Settings")
	values = {
		**figures(year, month),
		"office": settings.office_name,
		"figure_names": trend.FIGURES,
		"levels": found.LEVELS,
		"kinds": heatmap.KINDS,
		"printed_on": now_datetime().strftime("%Y-%m-%d %H:%M"),
		"printed_by": full_name(frappe.session.user),
		"open_month": (year, month) == (getdate().year, getdate().month),
	}
	template = (rendering.BASE / TEMPLATE).read_text()
	return rendering.with_chromium(rendering.html(template, {"report": values}))
