"""Fields that administrators added and that hold personal data: marked at the matter, cleared with the app's own.

个人信息保护法 art. 19: what a field that was added in the browser holds, only who added it knows. Marked are fields of
this site alone; what the app's own hold, and what the engine counts or proves by, is settled in `casework.retention`.
"""

import frappe

from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.matters.designer import build
from gaoping_regulation.matters.fence import is_system_field

TABLE, MARK = "personal_fields", "Matter Personal Field"
# What the designer gives every matter; cleared, masked or kept as in the app's own applications.
GIVEN = frozenset((*build.HEAD, *build.PERSON, *build.TAIL))


def marked(code: str) -> set[str]:
	"""The marked fields of a matter, those of tables as `table.field`."""
	return set(frappe.get_all(MARK, {"parent": code, "parenttype": "Administrative Matter"}, pluck="fieldname"))


def of_table(paths: set[str], table: str) -> set[str]:
	"""The fields of one table among some paths."""
	return {path.removeprefix(f"{table}.") for path in paths if path.startswith(f"{table}.")}


def markable(doctype: str) -> dict[str, str]:
	"""{field, or `table.field`: its label} of the fields of an application that were added on this site."""
	found = {}
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in frappe.model.table_fields:
			found |= {f"{df.fieldname}.{name}": f"{df.label}.{label}" for name, label in added(df.options).items()}
	return added(doctype) | found


def added(doctype: str) -> dict[str, str]:
	meta = frappe.get_meta(doctype)
	return {
		df.fieldname: df.label or df.fieldname
		for df in meta.fields
		if (meta.custom or df.get("is_custom_field"))
		and df.fieldname not in GIVEN
		and df.fieldtype not in (*frappe.model.no_value_fields, *frappe.model.table_fields)
		and not is_system_field(df)
	}


def check(matter) -> None:
	"""Settle the rows of a matter (a label becomes its field); raises ValidationError for what may not be marked.

	A row that was there may name a field that is gone since: it is in nobody's way.
	"""
	before = matter.get_doc_before_save()
	known = {row.fieldname for row in before.get(TABLE)} if before else set()
	if all(row.fieldname in known for row in matter.get(TABLE)):
		return
	own = markable(matter.ref_doctype)
	names = {label: name for name, label in own.items()}
	for row in matter.get(TABLE):
		name = (row.fieldname or "").strip()
		row.fieldname = name if name in own else names.get(name, name)
		row.title = own.get(row.fieldname) or row.title
		if row.fieldname not in own and row.fieldname not in known:
			choice = "、".join(f"{label}（{name}）" for name, label in own.items()) or "本事项的申请表还没有自建的字段"
			refuse(f"含个人信息的自建字段第{row.idx}行：没有“{name[:60]}”这个自建字段。可以登记的有：{choice}。", frappe.ValidationError)
