"""Counter entry: the form that an officer types from paper, its materials as scanned or photographed."""

import frappe
from frappe.utils import cint

from gaoping_regulation.casework import desk_views, duplicates, entry, importing
from gaoping_regulation.engine import cases, registry
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.actors import is_own_case, may_edit, roles_of
from gaoping_regulation.portal import forms, uploads


@frappe.whitelist(methods=["GET"])
def load_entry(matter: str, case: str | None = None) -> dict:
	"""The entry form of a matter: its fields and materials, and the values of a case that was begun."""
	version = registry.latest_version(matter)
	if version is None:
		refuse(f"没有代码为“{str(matter)[:20]}”的事项，请重新选择。")
	frappe.has_permission(version.doctype, "create", throw=True)
	found = {
		"matter": version.code,
		"title": version.title,
		"doctype": version.doctype,
		"fields": forms.fields(version.doctype, version.requirements),
		"materials": [blank(row) for row in version.materials],
		"actions": first_actions(version),
	}
	return {**found, **begun(cases.get_case(case))} if case else found


def first_actions(version: registry.Version) -> list[str]:
	"""What the caller may do with a new case once it is filled in (动产抵押: 下一步; the others: 提交)."""
	start, mine = version.initial["key"], roles_of(frappe.session.user)
	rows = [row for row in version.actions if row["from_state"] == start and row["kind"] == "applicant"]
	return [row["action"] for row in rows if not row.get("needs_reason") and version.roles_for(start, row["action"]) & mine]


def blank(row: dict) -> dict:
	"""A material before anything is attached."""
	return {
		"code": row["code"],
		"title": row["title"],
		"required": cint(row.get("required")),
		"needs_signature": cint(row.get("needs_signature")),
		"accept": row.get("accept") or "pdf,jpg,png",
		"help": row.get("help") or "",
		"only_if": row.get("only_if") or "",
		"url": "",
		"signed": 0,
	}


def begun(doc) -> dict:
	"""A case that was entered earlier: its values in full, as its enterer goes on with them."""
	doc.check_permission("read")
	version = registry.version_of(doc)
	if not is_own_case(doc, frappe.session.user) or not may_edit(doc, version):
		refuse(f"办件在“{doc.workflow_state}”状态，不能在窗口录入中修改。", StateLocked)
	return {**state(doc), "values": forms.values(doc, full=True)}


def state(doc) -> dict:
	"""Where an entered case stands: materials and the actions that come next."""
	version = registry.version_of(doc)
	actions = [row["action"] for row in cases.available_actions(doc, "applicant") if not row.get("needs_reason")]
	return {
		"case": doc.name,
		"case_no": doc.case_no,
		"workflow_state": doc.workflow_state,
		"materials": [desk_views.material(row, version) for row in doc.materials],
		"actions": actions,
		"documents": desk_views.documents_of(doc),
		"duplicates": [] if doc.case_no else duplicates.shown(doc),
	}


@frappe.whitelist(methods=["POST"])
def save_entry(matter: str, values: str | dict, case: str | None = None) -> dict:
	"""Save what is typed so far; begins a new case without `case`. Mistakes come back with their fields."""
	if not case:
		return state(cases.get_case(entry.enter_at_counter(matter, values)["case"]))
	return state(entry.save_draft(matter, values, case))


@frappe.whitelist(methods=["POST"])
def attach_material(case: str, material: str, signed: int | str = 0) -> dict:
	"""Upload the file of a material (multipart field `file`), or without a file renew its tick 本人已签名.

	Open to the one who entered the case, while it is his to edit; what was submitted nobody replaces.
	"""
	doc = cases.get_case(case, for_update=True)
	doc.check_permission("read")
	upload = (frappe.request.files or {}).get("file")
	if upload is None:
		uploads.tick(doc, material, bool(cint(signed)))
	else:
		content = upload.stream.read(uploads.LIMIT + 1)
		uploads.attach(doc, material, upload.filename or "", content, bool(cint(signed)))
	return state(doc)


@frappe.whitelist(methods=["POST"])
def import_rows(case: str, table: str) -> dict:
	"""Fill a table of an entered draft from an Excel or CSV file (multipart field `file`); all rows or none."""
	doc = cases.get_case(case)
	doc.check_permission("read")
	upload = (frappe.request.files or {}).get("file")
	if upload is None:
		raise_form_errors([form_error(table, "请选择要导入的 Excel 或者 CSV 文件。")])
	return begun(importing.load(case, table, upload.filename or "", upload.stream.read(importing.SIZE + 1)))


@frappe.whitelist(methods=["GET"])
def download_template(matter: str, table: str) -> None:
	"""An empty Excel file with the columns of a matter's table."""
	frappe.local.response.filename = f"{matter}-{table}.xlsx"
	frappe.local.response.filecontent = importing.template(matter, table)
	frappe.local.response.type = "binary"


@frappe.whitelist(methods=["GET"])
def load_receipt(case: str) -> dict:
	"""Where an entered case stands now, with its receipt as soon as it is rendered."""
	doc = cases.get_case(case)
	doc.check_permission("read")
	return state(doc)
