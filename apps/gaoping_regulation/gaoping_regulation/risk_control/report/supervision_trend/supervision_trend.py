"""办件趋势: month by month what came, what was decided, how long it took, and what went wrong."""

from gaoping_regulation.risk_control.supervision import charts, trend
from gaoping_regulation.risk_control.supervision import scope as scopes

IN_CHART = ("received", "decided", "late", "alerts")


def execute(filters=None):
	"""Columns, a row for each month, a message, the chart."""
	rows = trend.months(scopes.of(filters))
	message = "平均办理工作日：从提交到决定，扣除停止计时的工作日；当日决定的按 0 计。没有决定的月份不显示平均数。"
	return columns(), rows, message, chart(rows)


def columns() -> list[dict]:
	figures = [
		{"fieldname": name, "label": label, "fieldtype": "Data" if name == "average_days" else "Int", "width": 120}
		for name, label in trend.FIGURES
	]
	return [{"fieldname": "key", "label": "月份", "fieldtype": "Data", "width": 100}, *figures]


def chart(rows: list[dict]) -> dict | None:
	series = {label: [row[name] for row in rows] for name, label in trend.FIGURES if name in IN_CHART}
	return charts.bars([row["key"] for row in rows], series, stacked=False)
