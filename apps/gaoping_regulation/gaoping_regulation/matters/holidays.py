"""The year's holidays from a table, as the State Council's office publishes them each autumn (domain 5.2)."""

from datetime import date

import frappe
from frappe.utils import cint, getdate

from gaoping_regulation.casework import importing
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse

DOCTYPE = "Work Calendar Day"
COLUMNS = {"日期": "day", "类型": "kind", "名称": "title"}
KINDS = ("放假", "调休上班")
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@frappe.whitelist(methods=["POST"])
def import_days() -> dict:
	"""Bring in the days of an uploaded .csv or .xlsx with the columns 日期, 类型, 名称; a day that is there is changed.

	Returns {"added": n, "changed": n}. Raises FormErrors with every row that is wrong; nothing is imported then.
	"""
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("工作日历由业务管理员维护，您没有该角色。", StateLocked)
	file = (frappe.request.files or {}).get("file")
	if file is None:
		refuse("请选择要导入的表格文件。")
	try:
		rows = importing.rows_of(importing.read_table(file.filename or "", file.stream.read()), COLUMNS)
	except importing.Unreadable as error:
		raise_form_errors([form_error("file", str(error))])
	raise_form_errors([form_error("day", message, "days", number) for number, row in enumerate(rows, 1) for message in problems(row, rows[: number - 1])])
	added = sum(put(row) for row in rows)
	return {"added": added, "changed": len(rows) - added}


def problems(row: dict, before: list[dict]):
	day = day_of(row.get("day"))
	if day is None:
		yield f"“{(row.get('day') or '')[:20]}”不是日期，请写成 2027-01-01 的形式。"
	elif any(day_of(other.get("day")) == day for other in before):
		yield f"{day} 在文件中重复，请删去一行。"
	if row.get("kind") not in KINDS:
		yield f"类型应为“{KINDS[0]}”或“{KINDS[1]}”，请改正。"


def day_of(text: str | None) -> date | None:
	try:
		day = getdate((text or "").replace("/", "-").replace(".", "-"))
	except (ValueError, TypeError, frappe.ValidationError):
		return None
	return day if text and day and FIRST <= day <= LAST else None


def put(row: dict) -> int:
	"""Write a day; 1 if it is new."""
	name = str(day_of(row["day"]))
	known = frappe.db.exists(DOCTYPE, name)
	doc = frappe.get_doc(DOCTYPE, name) if known else frappe.new_doc(DOCTYPE)
	doc.update({"day": name, "kind": row["kind"], "title": (row.get("title") or "")[:60]})
	doc.save()
	return cint(not known)
