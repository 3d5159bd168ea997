"""What was found in a scope: the Risk Alerts, and the items of checklists answered 发现问题."""

import frappe
from frappe.query_builder import DocType

from gaoping_regulation.risk_control.supervision.scope import Scope

PENDING, CONFIRMED, FALSE, APPEALED, CLOSED = "待核", "属实", "误报", "申诉", "已办结"
LEVELS = ("低", "中", "高")
ANSWERS = ("符合", "发现问题", "不适用")
PROBLEM, NOT_APPLICABLE = "发现问题", "不适用"
FIELDS = (
	"name",
	"rule",
	"rule_title",
	"points",
	"matter",
	"stage",
	"officer",
	"officer_name",
	"level",
	"observed",
	"raised_on",
	"status",
	"verdict",
)


def alerts(scope: Scope) -> list[dict]:
	"""The alerts raised on the scope's days, those of a rule that only watches (`observed`) among them.

	An alert about no matter (an account, a setting) is for those who watch all matters.
	"""
	table = DocType("Risk Alert")
	of_matters = table.matter.isin(scope.codes or [""])
	if scope.whole:
		of_matters = of_matters | table.matter.isnull() | (table.matter == "")
	return (
		frappe.qb.from_(table)
		.select(*(table[field] for field in FIELDS))
		.where(of_matters & (table.raised_on >= scope.first) & (table.raised_on < scope.end))
		.orderby(table.raised_on)
		.run(as_dict=True)
	)


def points_of(alert) -> list[str]:
	"""The risk points of an alert: 、 or a comma between them."""
	return [point.strip() for point in (alert.points or "").replace("、", ",").split(",") if point.strip()]


def answers(scope: Scope) -> list[dict]:
	"""The items of checklists signed on the scope's days: matter, stage, who signed, point, level, result."""
	checklist, item = DocType("Stage Checklist"), DocType("Stage Checklist Item")
	return (
		frappe.qb.from_(checklist)
		.join(item)
		.on((item.parent == checklist.name) & (item.parenttype == "Stage Checklist"))
		.select(
			checklist.name,
			checklist.matter,
			checklist.stage,
			checklist.stage_title,
			checklist.signed_by,
			item.point,
			item.level,
			item.result,
		)
		.where(checklist.case_doctype.isin(list(scope.matters) or [""]) & item.result.isin(ANSWERS))
		.where((checklist.signed_on >= scope.first) & (checklist.signed_on < scope.end))
		.run(as_dict=True)
	)


def counted(rows: list[dict]) -> list[dict]:
	"""The alerts that count as such: without those of rules in observe mode."""
	return [row for row in rows if not row.observed]


def tally(rows: list[dict]) -> dict:
	"""How many alerts in each state and of each verdict."""
	status = [row.status for row in rows]
	verdict = [row.verdict for row in rows]
	return {
		"total": len(rows),
		"pending": status.count(PENDING),
		"appealed": status.count(APPEALED),
		"confirmed": verdict.count(CONFIRMED),
		"false": verdict.count(FALSE),
		"closed": status.count(CLOSED),
	}
