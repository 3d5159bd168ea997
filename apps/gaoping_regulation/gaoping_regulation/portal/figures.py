"""办理数据: what the bureau received and decided in a month, for everybody (政府信息公开条例 art. 20 (5); measure 政务公开).

The figures count as those of the supervision reports do, so that what is published and what is watched agree.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.risk_control.supervision import cases, trend
from gaoping_regulation.risk_control.supervision.days import WorkingDays
from gaoping_regulation.risk_control.supervision.scope import Scope

SHOWN_MONTHS = 12
# The month that runs is counted anew each hour, one that is over once a day.
RUNNING, OVER = 3600, 86400


@dataclass
class Rest:
	"""What `trend.days_taken` needs: the working days, and the cases' pauses."""

	working_days: WorkingDays
	pauses: dict = field(default_factory=dict)


def month_names() -> list[str]:
	"""The last twelve months, the running one first."""
	found, day = [], getdate().replace(day=1)
	for _ in range(SHOWN_MONTHS):
		found.append(trend.month_of(day))
		day = (day - timedelta(days=1)).replace(day=1)
	return found


def of_month(month: str | None) -> dict:
	"""{"month", "months", "matters": [{"title", "received", "decided", "granted", "refused", "rejected", "average_days"}], "total"}.

	Args:
		month: "2026-11", one of the last twelve; the last one that is over without it

	Raises CaseError for any other text.
	"""
	names = month_names()
	month = month or names[1]
	if month not in names:
		refuse(f"请选择最近 {SHOWN_MONTHS} 个月中的一个月，例如 {names[1]}。", CaseError)
	key = f"gaoping-figures:{month}"
	found = frappe.cache.get_value(key)
	if found is None:
		found = counted(month)
		frappe.cache.set_value(key, found, expires_in_sec=RUNNING if month == names[0] else OVER)
	return {"month": month, "months": names, **found}


def counted(month: str) -> dict:
	first = getdate(f"{month}-01")
	scope = scope_of(first, trend.next_month(first) - timedelta(days=1))
	rest = Rest(WorkingDays(max(scope.last, getdate())), cases.pauses(scope))
	rows = [{"title": scope.titles[code], **of_matter(scope, doctype, rest)} for doctype, code in scope.matters.items()]
	sums = {name: sum(row[name] for row in rows) for name in ("received", "decided", "granted", "refused", "rejected")}
	return {"matters": rows, "total": sums}


def scope_of(first: date, last: date) -> Scope:
	"""All published matters in the guide's order."""
	live = {row["code"]: doctype for doctype, row in registry.live_matters().items()}
	matters = frappe.get_all("Administrative Matter", {"published": 1}, ["code", "title"], order_by="sort_order asc, code asc")
	found = [row for row in matters if row.code in live]
	return Scope({live[row.code]: row.code for row in found}, first, last, whole=True, titles={row.code: row.title for row in found})


def of_matter(scope: Scope, doctype: str, rest: Rest) -> dict:
	rows = of_days(scope, doctype)
	decided = [row for row in rows if scope.covers(row.decided_on)]
	days = [trend.days_taken(rest, row) for row in decided]
	refused = sum(row.decision == trend.REFUSED for row in decided)
	return {
		"received": sum(scope.covers(row.submitted_on) for row in rows),
		"decided": len(decided),
		"granted": len(decided) - refused,
		"refused": refused,
		"rejected": sum(scope.covers(row.closed_on) and cases.is_rejected(row) for row in rows),
		"average_days": round(sum(days) / len(days), 1) if days else None,
	}


def of_days(scope: Scope, doctype: str) -> list[dict]:
	"""The cases that came, were decided or ended on the scope's days."""
	table, columns = DocType(doctype), cases.columns(doctype)
	moments = [table[name] for name in ("submitted_on", "decided_on", "closed_on")]
	within = [(moment >= scope.first) & (moment < scope.end) for moment in moments]
	rows = frappe.qb.from_(table).select(*columns).where(table.case_no > "").where(within[0] | within[1] | within[2]).run(as_dict=True)
	for row in rows:
		row.doctype = doctype
	return rows
