"""Before and after of a register entry in the words of a document."""

import frappe
from frappe.utils import cint, flt


def differences(doc, before: dict, after: dict) -> list[dict]:
	"""What differs between two states of a form's declared values.

	Args:
		doc: a document of the form's DocType; before, after: {fieldname: value}, tables as lists of rows
	Returns list of {"field", "label", "before", "after"}; of a hidden number only that it changed.
	"""
	rows = []
	for field, value in after.items():
		old = shown(doc, field, before.get(field))
		new = shown(doc, field, value)
		if old == new and hidden(doc, field, before.get(field)) != hidden(doc, field, value):
			new = "\n".join(filter(None, (new, "（证件号码已变更）")))
		if old != new:
			rows.append({"field": field, "label": doc.meta.get_label(field), "before": old, "after": new})
	return rows


def hidden(doc, field: str, value):
	"""What a permission level keeps from being shown, to be compared alone: a number may change though its masked copy stays."""
	df = doc.meta.get_field(field)
	if isinstance(value, list):
		columns = [column.fieldname for column in frappe.get_meta(df.options).fields if column.permlevel]
		return [[str(row.get(column) or "") for column in columns] for row in value]
	return str(value or "") if df.permlevel else ""


def shown(doc, field: str, value) -> str:
	"""A value as people read it; rows of a table one a line, hidden numbers left out."""
	if isinstance(value, list):
		columns = [column for column in frappe.get_meta(doc.meta.get_field(field).options).fields if not column.permlevel]
		return "\n".join("，".join(cell(column, row) for column in columns if row.get(column.fieldname)) for row in value)
	if doc.meta.get_field(field).permlevel:
		return "（已登记）" if value else ""
	return readable(doc.meta.get_field(field), value)


def cell(column, row: dict) -> str:
	return column.label if column.fieldtype == "Check" else readable(column, row[column.fieldname])


def readable(df, value) -> str:
	"""A value in the words of a document: amounts with their cents, counts without idle zeros, ticks as 是 and 否."""
	if df.fieldtype == "Check":
		return "是" if cint(value) else "否"
	if value in (None, ""):
		return ""
	if df.fieldtype == "Currency":
		return f"{flt(value):,.2f}"
	if df.fieldtype in ("Float", "Int", "Percent"):
		return f"{flt(value):.6f}".rstrip("0").rstrip(".")
	return "、".join(str(value).split("\n"))
