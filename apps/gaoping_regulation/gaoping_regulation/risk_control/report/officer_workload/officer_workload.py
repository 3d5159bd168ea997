"""人员工作量: what each officer did, and the share of 不适用 in his checklists where the sample allows it."""

from gaoping_regulation.risk_control.supervision import charts, workload
from gaoping_regulation.risk_control.supervision import scope as scopes

FIGURES = (
	("stages", "办结环节", "Int"),
	("late", "其中超时", "Int"),
	("checklists", "签署检查表", "Int"),
	("items", "检查项", "Int"),
	("not_applicable", "不适用", "Int"),
	("problems", "发现问题", "Int"),
	("share", "不适用占比（%）", "Data"),
	("sample", "样本", "Data"),
)
ALERTS = (("alerts", "预警", "Int"), ("confirmed", "其中属实", "Int"))


def execute(filters=None):
	"""Columns, a row for each officer, a message, a chart of the stages each finished."""
	rows = workload.officers(scopes.of(filters))
	message = f"签署检查表少于 {scopes.sample_size()} 份的人员数据不足，不比较、不排名；其余按“不适用”占比从高到低。"
	return columns(), rows, message, chart(rows)


def columns() -> list[dict]:
	figures = (*FIGURES, *(ALERTS if scopes.watches() else ()))
	shown = [{"fieldname": name, "label": label, "fieldtype": kind, "width": 130} for name, label, kind in figures]
	return [{"fieldname": "officer_name", "label": "人员", "fieldtype": "Data", "width": 150}, *shown]


def chart(rows: list[dict]) -> dict | None:
	busy = sorted((row for row in rows if row["stages"]), key=lambda row: -row["stages"])[:15]
	return charts.bars([row["officer_name"] for row in busy], {"办结环节": [row["stages"] for row in busy]})
