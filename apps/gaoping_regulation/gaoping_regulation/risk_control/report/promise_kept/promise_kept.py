"""服务承诺兑现: the promised limit of each stage, how often it was kept, and how long the stage took."""

from gaoping_regulation.risk_control.supervision import promises
from gaoping_regulation.risk_control.supervision import scope as scopes

COLUMNS = [
	{"fieldname": "matter_title", "label": "事项", "fieldtype": "Data", "width": 180},
	{"fieldname": "stage_title", "label": "环节", "fieldtype": "Data", "width": 120},
	{"fieldname": "promised", "label": "承诺时限", "fieldtype": "Data", "width": 120},
	{"fieldname": "left", "label": "办出", "fieldtype": "Int", "width": 90},
	{"fieldname": "kept", "label": "按时", "fieldtype": "Int", "width": 90},
	{"fieldname": "late", "label": "超时", "fieldtype": "Int", "width": 90},
	{"fieldname": "average", "label": "平均工作日", "fieldtype": "Data", "width": 150},
]


def execute(filters=None):
	"""Columns, a row for each stage, a message."""
	rows = promises.rows(scopes.of(filters))
	return COLUMNS, rows, "平均工作日：从环节开始到经办人办出，当日办出的按 0 计。"
