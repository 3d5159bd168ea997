"""待核实事项: the first page for an administrator who takes the system over; see matters.open_questions."""

from gaoping_regulation.matters import open_questions

COLUMNS = (
	("matter", "事项", 160),
	("question", "待核实的内容", 140),
	("detail", "现状", 380),
	("state", "结果", 70),
	("who", "由谁办理", 95),
	("where", "怎样办理", 345),
)
MESSAGE = "正式使用前请逐项核实。每个事项都要决定是否由本局办理；其他各项核实后不再列出。点“怎样办理”打开相应的页面。"


def execute(filters=None):
	"""Columns, the questions of every matter, and what the list asks for."""
	columns = [{"fieldname": name, "label": label, "fieldtype": "Data", "width": width} for name, label, width in COLUMNS]
	return columns, open_questions.rows(), MESSAGE
