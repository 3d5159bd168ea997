"""防控措施落实: each measure of the charts, what carries it out, and how much of it was done on the days asked for."""

from gaoping_regulation.risk_control import measures
from gaoping_regulation.risk_control.supervision import scope as scopes

COLUMNS = [
	{"fieldname": "matter_title", "label": "事项", "fieldtype": "Data", "width": 160},
	{"fieldname": "stage_title", "label": "环节", "fieldtype": "Data", "width": 100},
	{"fieldname": "measure", "label": "防控措施", "fieldtype": "Data", "width": 340},
	{"fieldname": "by", "label": "由什么落实", "fieldtype": "Data", "width": 220},
	{"fieldname": "done", "label": "已做", "fieldtype": "Int", "width": 90},
	{"fieldname": "overdue", "label": "逾期未做", "fieldtype": "Data", "width": 100},
]


def execute(filters=None):
	"""Columns, a row for each measure and what carries it out, a message."""
	rows = measures.at_work(scopes.of(filters))
	for row in rows:
		row["overdue"] = "不适用" if row["overdue"] is None else str(row["overdue"])
	idle = len({row["measure"] for row in rows if not row["done"]})
	return COLUMNS, rows, f"所选日期内的数目；{idle} 项措施没有记录，如实显示为 0。"
