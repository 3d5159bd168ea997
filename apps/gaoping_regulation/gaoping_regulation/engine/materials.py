"""The materials of a case: one row for each the matter asks for, its file attached to the case itself."""

import frappe

from gaoping_regulation.casework import application
from gaoping_regulation.engine import conditions, registry
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse

# Written by the upload method alone; an officer's own columns are verdict and remark.
UPLOADED = ("material", "title", "attachment", "signed", "file_name", "sha256", "uploaded_on", "uploaded_by")


def fill_rows(doc, version: registry.Version) -> None:
	"""Give a new case one row for each material, with nothing attached yet."""
	doc.set("materials", [])
	for row in version.materials:
		doc.append("materials", {"material": row["code"], "title": row["title"]})


def refuse_tampering(doc, before, version: registry.Version) -> None:
	"""Rows, files and signature ticks change by uploading only: a URL typed into a row adopts no file."""
	if doc.flags.uploading:
		return
	mine = [tuple(str(row.get(field) or "") for field in UPLOADED) for row in doc.materials]
	stored = [tuple(str(row.get(field) or "") for field in UPLOADED) for row in before.materials]
	if mine != stored:
		refuse("申请材料只能通过“上传”增加或更换，不能在表中直接改。请刷新页面后重新上传。", StateLocked)


def asked_for(doc, version: registry.Version) -> list[dict]:
	"""The matter's materials that a case of this kind needs (动产抵押: by category)."""
	return [row for row in version.materials if conditions.applies(row, doc)]


def problems(doc, version: registry.Version) -> list[dict]:
	"""What is missing: a required material without a file, or a copy that the person did not sign.

	A matter may ask for them later than for the form (`materials_due`: 动产抵押预审 looks at the form alone).
	"""
	if hasattr(doc, "materials_due") and not doc.materials_due():
		return []
	rows = {row.material: row for row in doc.materials}
	found = []
	for wanted in asked_for(doc, version):
		row = rows.get(wanted["code"])
		if wanted.get("required") and not (row and row.attachment):
			found.append(form_error(wanted["code"], f"缺少材料“{wanted['title']}”，请上传。", "materials"))
		elif row and row.attachment and wanted.get("needs_signature") and not row.signed:
			found.append(
				form_error(
					wanted["code"], f"“{wanted['title']}”须由本人签名：请在复印件上签名后勾选“本人已签名”。", "materials"
				)
			)
	return found


def require_complete(doc, version: registry.Version) -> None:
	"""Raise FormErrors that list everything missing at once (一次性告知)."""
	raise_form_errors(problems(doc, version) + application.problems(doc))


def files_of(doc) -> dict[str, str]:
	"""{material code: file URL} of what is attached."""
	return {row.material: row.attachment for row in doc.materials if row.attachment}


def file_for(doc, code: str):
	"""The File of a material, or None."""
	url = files_of(doc).get(code)
	name = url and frappe.db.get_value(
		"File", {"file_url": url, "attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	)
	return frappe.get_doc("File", name) if name else None
