"""What a blind reviewer sees of a case: what was declared and handed in, without telling whose it is."""

import frappe

from gaoping_regulation.casework import entry
from gaoping_regulation.engine.masking import mask_name

# Names stay comparable within the case (health certificate of another person), nobody reads them out.
NAMES = frozenset(("applicant_name", "agent_name", "contact_person", "debtor_name", "legal_representative", "party_name", "worker_name"))
HIDDEN = frozenset(("address", "credit_code", "e_delivery_to", "organiser_contact", "trade_name"))


def of(doc) -> list[dict]:
	"""[{"label", "value"}] of a case's form, its rows one by one, and its materials."""
	found = []
	for df in entry.form_fields(doc.doctype):
		if df.fieldtype in frappe.model.table_fields:
			for number, row in enumerate(doc.get(df.fieldname) or [], 1):
				found += values_of(row, entry.row_fields(df.options), f"{df.label} 第{number}行 ")
		else:
			found += values_of(doc, [df], "")
	handed_in = [{"label": f"材料 {row.title}", "value": "已提交" if row.attachment else "未提交"} for row in doc.materials]
	return found + handed_in


def values_of(row, fields: list, prefix: str) -> list[dict]:
	return [
		{"label": f"{prefix}{df.label}", "value": shown(row, df)}
		for df in fields
		if row.get(df.fieldname) not in (None, "") and not tells_who(df)
	]


def tells_who(df) -> bool:
	return bool(df.permlevel) or df.fieldname in HIDDEN or "phone" in df.fieldname or df.options == "Phone"


def shown(row, df) -> str:
	value = row.get(df.fieldname)
	if df.fieldname in NAMES:
		return mask_name(value)
	if df.fieldtype == "Check":
		return "是" if value else "否"
	if df.fieldtype == "Link":
		title = frappe.get_meta(df.options).get_title_field()
		return str(frappe.db.get_value(df.options, value, title) or value)
	return str(value)[:500]
