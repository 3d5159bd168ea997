"""What the forms of all matters share: the person, the phone, what is missing."""

import frappe

from gaoping_regulation import validators
from gaoping_regulation.casework import privacy
from gaoping_regulation.engine import conditions, registry
from gaoping_regulation.engine.errors import form_error
from gaoping_regulation.engine.events import full_name
from gaoping_regulation.engine.masking import mask_id


def normalise(doc) -> None:
	"""Store numbers in one form and keep the masked copies in step with them."""
	for field in ("id_no", "agent_id_no"):
		if doc.meta.has_field(field):
			doc.set(field, validators.normalise_id(doc.get(field)))
			doc.set(f"{field}_masked", mask_id(doc.get(field)))
	for field in ("phone", "applicant_name", "address", "e_delivery_to"):
		if doc.meta.has_field(field):
			doc.set(field, (doc.get(field) or "").strip())


def content_problems(doc) -> list[dict]:
	"""Mistakes in what is filled in, the matter's own included; an empty field is no mistake yet."""
	id_kind = doc.get("id_type") or validators.RESIDENT_ID
	checks = (
		("id_no", validators.identity(doc.get("id_no"), id_kind) or too_young(doc, id_kind)),
		("agent_id_no", validators.id_number(doc.get("agent_id_no"))),
		("phone", validators.phone(doc.get("phone"))),
		("credit_code", validators.credit_code(doc.get("credit_code"))),
		("business_address", validators.local_address(doc.get("business_address"))),
		("e_delivery_to", validators.reachable(doc.get("e_delivery_to")) if doc.get("e_delivery") else None),
	)
	found = [form_error(field, message) for field, message in checks if message]
	return found + (doc.content_problems() if hasattr(doc, "content_problems") else [])


def too_young(doc, id_kind: str) -> str | None:
	return None if id_kind == validators.CREDIT_CODE else validators.too_young(doc.get("id_no"))


def problems(doc) -> list[dict]:
	"""Everything that keeps the application from being submitted or granted."""
	return missing(doc) + privacy.problems(doc) + content_problems(doc)


def missing(doc) -> list[dict]:
	"""Required fields that are empty, in the form and in its tables, as the DocType's meta and the case's version have them.

	A controller's `missing_problems()` comes first: where it names a field, its own message (with the law's clause)
	stands alone.
	"""
	found = doc.missing_problems() if hasattr(doc, "missing_problems") else []
	said = {place(problem) for problem in found}
	for problem in (*missing_by_version(doc), *missing_by_meta(doc)):
		if place(problem) not in said:
			found.append(problem)
			said.add(place(problem))
	return found


def place(problem: dict) -> tuple:
	return problem["field"], problem["table"], problem["row"]


def missing_by_version(doc) -> list[dict]:
	"""What the matter's version requires beyond the DocType; a case that began before it is not asked (issue 6, two speeds)."""
	return [
		form_error(row["fieldname"], row.get("message") or f"请填写“{doc.meta.get_label(row['fieldname'])}”。")
		for row in registry.version_of(doc).requirements
		if doc.meta.has_field(row["fieldname"]) and conditions.applies(row, doc) and not doc.get(row["fieldname"])
	]


def missing_by_meta(doc) -> list[dict]:
	found = [
		form_error(df.fieldname, f"请填写“{df.label}”。")
		for df in doc.meta.fields
		if is_value(df) and conditions.is_required(df, doc) and not doc.get(df.fieldname)
	]
	if doc.meta.has_field("id_no") and not doc.id_no:
		found.append(form_error("id_no", f"请填写“{doc.meta.get_label('id_no')}”。"))
	for table in doc.meta.get_table_fields():
		if table.depends_on and not conditions.holds(table.depends_on, doc):
			continue
		for row in doc.get(table.fieldname) or []:
			found += [
				form_error(df.fieldname, f"请填写“{df.label}”。", table.fieldname, row.idx)
				for df in row.meta.fields
				if is_value(df) and conditions.is_required(df, row, doc) and not row.get(df.fieldname)
			]
	return found


def is_value(df) -> bool:
	return df.fieldtype not in frappe.model.no_value_fields or df.fieldtype in frappe.model.table_fields


def document_values(doc) -> dict:
	"""The matter's title, legal basis and phones, and who received the materials, for the documents of a case."""
	matter = frappe.get_cached_doc("Administrative Matter", doc.matter)
	return {
		"matter_title": matter.title,
		"legal_basis": matter.legal_basis,
		"legal_basis_confirmed": matter.legal_basis_confirmed,
		"service_phone": matter.service_phone or "",
		"supervision_phone": matter.supervision_phone or "",
		"receiver": "网上提交" if doc.entered_by == doc.applicant_user else full_name(doc.entered_by),
	}
