"""到期清理预览: which cases the daily job removes the materials and personal data of, and which it keeps and why."""

from frappe.utils import getdate

from gaoping_regulation.casework import retention
from gaoping_regulation.engine.errors import CaseError, refuse

COLUMNS = (
	("matter_title", "事项", "Data", 180),
	("case_no", "办件编号", "Data", 240),
	("closed_on", "办结日期", "Date", 110),
	("years", "保存（年）", "Int", 100),
	("until", "到期日", "Date", 110),
	("state", "结果", "Data", 180),
)
MESSAGE = "只是预览，不改变任何内容。结果为“到期”的，由每日任务删去材料和个人信息；登记簿、文书、留痕和统计保留。"


def execute(filters=None):
	"""Columns, the cases whose term is over on the chosen day, and what the list means."""
	try:
		day = getdate((filters or {}).get("on"))
	except (ValueError, TypeError):
		refuse("截至日期不是日期，请重新选择。", CaseError)
	columns = [{"fieldname": name, "label": label, "fieldtype": kind, "width": width} for name, label, kind, width in COLUMNS]
	return columns, retention.due(day), MESSAGE
