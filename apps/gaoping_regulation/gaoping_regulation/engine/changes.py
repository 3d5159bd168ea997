"""What a save changes: compared by value, so that a date is the same as text and as a date."""

import re
from datetime import datetime

import frappe

FRACTION = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.\d+")
# Child columns that the framework keeps for itself.
ROW_SKIPPED = ("name", "parent", "idx")


def differs(new, old) -> bool:
	"""Whether two values differ; nothing, 0 and "" are the same, fractions of a second do not count."""
	return plain(new) != plain(old)


def plain(value) -> str:
	text = str(value or "")
	if isinstance(value, datetime):
		return text[:19]
	found = FRACTION.fullmatch(text)
	return found.group(1) if found else text


def changed_fields(doc, before, skipped: frozenset[str] = frozenset()) -> list:
	"""The fields (meta rows) of a form whose content a save changes, tables included."""
	found = []
	for df in doc.meta.fields:
		if df.fieldname in skipped:
			continue
		if df.fieldtype in frappe.model.table_fields:
			if rows(doc, df) != rows(before, df):
				found.append(df)
		elif df.fieldtype not in frappe.model.no_value_fields and differs(doc.get(df.fieldname), before.get(df.fieldname)):
			found.append(df)
	return found


def rows(doc, df) -> list[tuple]:
	"""A table's content row by row."""
	columns = [column.fieldname for column in frappe.get_meta(df.options).fields if column.fieldname not in ROW_SKIPPED]
	return [tuple(plain(row.get(column)) for column in columns) for row in doc.get(df.fieldname) or []]
