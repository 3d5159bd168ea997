"""动产抵押登记簿: what a granted application enters, what a change may not touch, who may look it up.

登记簿 shows to the public what the law means to be seen (民法典 art. 403: who deals with the mortgagor may rely on
it), and no personal numbers, phones or homes.
"""

import frappe
from frappe.query_builder import DocType, Order
from frappe.utils import flt

from gaoping_regulation import validators
from gaoping_regulation.casework import entry, mortgage, registers
from gaoping_regulation.engine import documents
from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.engine.masking import mask_name

REGISTER = "Chattel Mortgage Register"
# Who the mortgagor is; another mortgagor is another mortgage, to be registered anew.
IDENTITY = ("applicant_type", "applicant_name", "id_type", "id_no")
CERTIFICATES = ("certificate", "change_certificate", "cancel_certificate")
LEAST = 2
SHOWN = (
	"number",
	"status",
	"public_name",
	"public_mortgagees",
	"claim_kind",
	"claim_amount",
	"maximum_amount",
	"scope",
	"term_from",
	"term_to",
	"collateral",
	"registered_on",
)


def locked(doc) -> list[dict]:
	"""What a change or cancellation must leave as it is registered, each with its field."""
	found = None if registers.is_first(doc) else registers.find(doc.matter, doc.register_entry)
	if found is None:
		return []
	registered = registers.registered_values(found)
	cancels = doc.category == registers.CANCEL
	problems = []
	for df in entry.form_fields(doc.doctype):
		name = df.fieldname
		kept = name not in registers.NOT_REGISTERED | mortgage.PERSONS if cancels else name in IDENTITY
		if kept and comparable(df, doc.get(name)) != comparable(df, registered.get(name)):
			problems.append(form_error(name, f"“{df.label}”以登记簿为准，办理{doc.category}时不能改。请恢复为原登记的内容。"))
	return problems


def comparable(df, value):
	"""A registered or declared value, so that the same content compares equal."""
	if df.fieldtype == "Table":
		columns = entry.row_fields(df.options)
		return [[comparable(column, row.get(column.fieldname)) for column in columns] for row in value or []]
	if df.fieldtype in ("Currency", "Float", "Int", "Check"):
		return round(flt(value), 6)
	return str(value or "").strip()


def enter(doc) -> None:
	"""Write the register by a granted application: a new entry, its next version, or its end."""
	number = next(row.number for row in reversed(documents.of_case(doc)) if row.kind in CERTIFICATES)
	if doc.category == registers.CANCEL:
		registers.cancel(doc, number)
	else:
		registers.write(doc, number, **columns(doc))


def columns(doc) -> dict:
	"""The register's own columns, as officers and the public look them up."""
	company = doc.id_type == validators.CREDIT_CODE
	return {
		"applicant_type": doc.applicant_type,
		"public_name": doc.applicant_name if company else mask_name(doc.applicant_name),
		"credit_code": doc.id_no if company else None,
		"mortgagees": "、".join(row.party_name for row in doc.mortgagees),
		"public_mortgagees": "、".join(public_party(row) for row in doc.mortgagees),
		"collateral": "\n".join(described(row) for row in doc.collateral),
		"serial_numbers": "\n".join(filter(None, (mortgage.serial(row) for row in doc.collateral))),
		**{field: doc.get(field) for field in ("claim_kind", "claim_amount", "maximum_amount", "scope", "term_from", "term_to")},
	}


def public_party(row) -> str:
	return row.party_name if row.id_type == validators.CREDIT_CODE else mask_name(row.party_name)


def described(row) -> str:
	text = f"{row.item_name} {flt(row.quantity):g}{row.unit}"
	return f"{text}（序列号 {row.serial_no}）" if row.serial_no else text


def search(query: str, start: int, length: int) -> list[dict]:
	"""Entries by registration number, credit code (both exact) or the mortgagor's name (part of it; a person's in full).

	Raises FormErrors for a query that is too short. What is returned holds no ID number, phone or home.
	"""
	text = (query or "").strip()
	if len(text) < LEAST:
		raise_form_errors([form_error("query", f"请至少输入{LEAST}个字：抵押人名称、统一社会信用代码或者登记编号。")])
	table = DocType(REGISTER)
	part = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
	by_name = (table.applicant_name == text) | (table.credit_code.isnotnull() & table.applicant_name.like(f"%{part}%"))
	rows = (
		frappe.qb.from_(table)
		.select(*[table[name] for name in SHOWN])
		.where((table.number == text) | (table.credit_code == text.upper()) | by_name)
		.orderby(table.registered_on, order=Order.desc)
		.orderby(table.number, order=Order.desc)
		.limit(length)
		.offset(start)
		.run(as_dict=True)
	)
	return [{**row, "claim_amount": flt(row.claim_amount, 2)} for row in rows]
