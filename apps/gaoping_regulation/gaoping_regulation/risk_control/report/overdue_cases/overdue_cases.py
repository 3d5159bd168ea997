"""超时办件: what is late now, and what was late when it left a stage, with the reason given."""

from collections import Counter

from gaoping_regulation.risk_control.supervision import cases, charts, visits
from gaoping_regulation.risk_control.supervision import scope as scopes

NOW, LEFT = "在办超时", "已办超时"
COLUMNS = [
	{"fieldname": "kind", "label": "情形", "fieldtype": "Data", "width": 90},
	{"fieldname": "matter_title", "label": "事项", "fieldtype": "Data", "width": 160},
	{"fieldname": "case_no", "label": "办件编号", "fieldtype": "Data", "width": 230},
	{"fieldname": "stage_title", "label": "环节", "fieldtype": "Data", "width": 110},
	{"fieldname": "due_on", "label": "应完成日期", "fieldtype": "Date", "align": "left", "width": 110},
	{"fieldname": "left_on", "label": "实际离开环节", "fieldtype": "Datetime", "align": "left", "width": 160},
	{"fieldname": "days_late", "label": "超时工作日", "fieldtype": "Int", "width": 100},
	{"fieldname": "officer", "label": "经办人员", "fieldtype": "Data", "width": 130},
	{"fieldname": "action", "label": "动作", "fieldtype": "Data", "align": "left", "width": 110},
	{"fieldname": "reason", "label": "超时理由", "fieldtype": "Data", "align": "left", "width": 320},
]


def execute(filters=None):
	"""Columns, the late stays (those of today first, the latest first), a message, a chart by matter."""
	scope = scopes.of(filters)
	stays = visits.Stays(scope)
	now = [shown(scope, visit) for visit in stays.late_now()]
	left = [shown(scope, visit) for visit in stays.left() if visit.days_late]
	rows = sorted(now, key=by_days) + sorted(left, key=by_days)
	if stage := (filters or {}).get("stage"):
		rows = [row for row in rows if row["stage"] == stage]
	message = f"在办超时 {len(now)} 件（截至今日，不论起止日期）；期间离开环节时已超时 {len(left)} 次。补正等停止计时的时间不计。"
	return COLUMNS, rows, message, chart(scope, rows)


def by_days(row: dict) -> tuple:
	return -row["days_late"], row["case_no"]


def shown(scope, visit: visits.Visit) -> dict:
	"""A stay as a row. Where nobody has acted yet, the role that is responsible for the stage."""
	case = visit.case
	return {
		"kind": LEFT if visit.left_on else NOW,
		"doctype": case.doctype,
		"case": case.name,
		"case_no": case.case_no,
		"matter_title": scope.titles[case.matter],
		"stage": visit.stage,
		"stage_title": visit.stage_title,
		"due_on": visit.due_on,
		"left_on": visit.left_on,
		"days_late": visit.days_late,
		"officer": officer(visit),
		"action": visit.action,
		"reason": visit.reason if visit.left_on else "",
	}


def officer(visit: visits.Visit) -> str:
	if visit.left_on:
		return visit.actor_name
	stage = cases.version(visit.case).stages.get(visit.stage) or {}
	return f"{stage.get('responsible_role') or '未指定'}（角色）"


def chart(scope, rows: list[dict]) -> dict | None:
	labels = [scope.titles[code] for code in scope.codes] if rows else []
	counts = Counter((row["matter_title"], row["kind"]) for row in rows)
	return charts.bars(labels, {kind: [counts[title, kind] for title in labels] for kind in (NOW, LEFT)})
