"""预警统计: the alerts by rule, matter, stage, officer or risk point, and how many were false."""

from frappe.utils import escape_html

from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.risk_control.supervision import charts, statistics
from gaoping_regulation.risk_control.supervision import scope as scopes

FIGURES = (
	("total", "预警"),
	("pending", "待核"),
	("appealed", "申诉"),
	("confirmed", "属实"),
	("false", "误报"),
	("closed", "已办结"),
	("reviewed", "已核查"),
	("observed", "观察中"),
)
IN_CHART = ("pending", "confirmed", "false")


def execute(filters=None):
	"""Columns, a row for each value of the chosen group, a message, a chart of the ten largest."""
	filters = filters or {}
	group = filters.get("group") or "规则"
	if not isinstance(group, str) or group not in statistics.GROUPS:
		refuse(f"不能按“{escape_html(str(group))}”统计，请选择：{'、'.join(statistics.GROUPS)}。", CaseError)
	scope = scopes.of(filters)
	rows = statistics.grouped(scope, group)
	for row in rows:
		row["field"] = statistics.FIELDS[group]
	message = f"误报率须有至少 {scopes.sample_size()} 条已核查的预警才有意义，不足的写明“数据不足”。观察中的规则单独计数，不算预警。"
	return columns(group), rows, message, chart(rows)


def columns(group: str) -> list[dict]:
	figures = [{"fieldname": name, "label": label, "fieldtype": "Int", "width": 100} for name, label in FIGURES]
	return [
		{"fieldname": "title", "label": group, "fieldtype": "Data", "width": 260},
		*figures,
		{"fieldname": "false_rate", "label": "误报率", "fieldtype": "Data", "width": 140},
	]


def chart(rows: list[dict]) -> dict | None:
	largest = [row for row in rows if row["total"]][:10]
	series = {label: [row[name] for row in largest] for name, label in FIGURES if name in IN_CHART}
	return charts.bars([row["title"] for row in largest], series)
