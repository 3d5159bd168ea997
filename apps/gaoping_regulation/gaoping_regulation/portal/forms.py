"""The form of a matter as the portal draws it, from the DocType's meta: a field an administrator adds is there."""

import json

import frappe

from gaoping_regulation.casework import privacy
from gaoping_regulation.casework.entry import PERSONAL, form_fields, row_fields
from gaoping_regulation.engine.masking import mask_id

LINK_LIMIT = 500
PLAIN_TYPES = {"Table MultiSelect": "MultiCheck", "Link": "Select", "Phone": "Data", "Long Text": "Text"}


def fields(doctype: str, requirements: list[dict] | None = None) -> list[dict]:
	"""The form's fields in their order, each with its section's title; `requirements` are what a matter's version asks beyond the DocType."""
	asked = {row["fieldname"]: row for row in requirements or []}
	wanted = {df.fieldname for df in form_fields(doctype)}
	section, found = "", []
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in ("Section Break", "Tab Break"):
			section = df.label or section
		elif df.fieldname in wanted:
			found.append({**field(df), **required_by(asked.get(df.fieldname)), **consent(df), "section": section})
	return found


def required_by(row: dict | None) -> dict:
	"""How a form shows that the version requires a field: always, or for the values that its condition names."""
	if row is None:
		return {}
	name, _, values = (row.get("only_if") or "").partition("=")
	if not name:
		return {"reqd": 1}
	chosen = json.dumps([value.strip() for value in values.split("|")], ensure_ascii=False)
	return {"mandatory_depends_on": f"eval:{chosen}.includes(doc.{name.strip()})"}


def consent(df) -> dict:
	"""On the portal nothing is submitted without consent to the handling of personal data; the counter has it on paper."""
	if df.fieldname != privacy.FIELD:
		return {}
	at_counter = frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"
	return {"reqd": int(not at_counter), "link": {"path": "/privacy", "text": "阅读《个人信息处理告知书》（在新窗口打开）"}}


def field(df) -> dict:
	"""One field of a form, or one column of a table."""
	return {
		"fieldname": df.fieldname,
		"label": df.label,
		"fieldtype": PLAIN_TYPES.get(df.fieldtype, df.fieldtype),
		"options": options(df),
		"unverified": unverified(df),
		"reqd": int(df.reqd or df.fieldname == "id_no"),
		"description": df.description or "",
		"default": df.default or "",
		"depends_on": df.depends_on or "",
		"mandatory_depends_on": df.mandatory_depends_on or "",
		"read_only_depends_on": df.read_only_depends_on or "",
		"length": df.length or 0,
		"columns": [field(column) for column in row_fields(df.options)] if df.fieldtype == "Table" else [],
	}


def options(df) -> list:
	"""The choices of a Select, a Link or a choice of several; empty for the others."""
	if df.fieldtype == "Select":
		return [option for option in (df.options or "").split("\n") if option]
	if df.fieldtype == "Link":
		return linked(df.options)
	if df.fieldtype == "Table MultiSelect":
		link = next(field for field in frappe.get_meta(df.options).fields if field.fieldtype == "Link")
		return linked(link.options)
	return []


def unverified(df) -> list[str]:
	"""The choices of a Link whose entry nobody has checked against the original text yet (待核对); what has no rule needs none."""
	if df.fieldtype != "Link" or not frappe.get_meta(df.options).has_field("verified"):
		return []
	return frappe.get_all(df.options, {"verified": 0, "jjg_no": ("is", "set")}, pluck="name", limit=LINK_LIMIT)


def linked(doctype: str) -> list[str]:
	"""The records an applicant may choose from; what is banned is not offered."""
	meta = frappe.get_meta(doctype)
	filters = {"is_banned": 0} if meta.has_field("is_banned") else {}
	return frappe.get_all(doctype, filters, pluck="name", order_by=f"{meta.sort_field} {meta.sort_order}", limit=LINK_LIMIT)


def values(doc, full: bool) -> dict:
	"""The form's values; ID numbers in full only while the applicant edits them."""
	found = {}
	for df in form_fields(doc.doctype):
		value = doc.get(df.fieldname)
		if df.fieldtype == "Table MultiSelect":
			link = next(field for field in frappe.get_meta(df.options).fields if field.fieldtype == "Link")
			found[df.fieldname] = "\n".join(row.get(link.fieldname) for row in value or [])
		elif df.fieldtype == "Table":
			columns = row_fields(df.options)
			found[df.fieldname] = [
				{column.fieldname: shown(column.fieldname, row.get(column.fieldname), full) for column in columns}
				for row in value or []
			]
		else:
			found[df.fieldname] = shown(df.fieldname, value, full)
	return found


def shown(name: str, value, full: bool):
	return mask_id(value) if name in PERSONAL and not full else value
