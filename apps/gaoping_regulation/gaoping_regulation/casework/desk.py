"""The Desk's methods for one case: everything its screen shows, who has it open, its documents in print."""

import frappe

from gaoping_regulation.casework import desk_presence, desk_views
from gaoping_regulation.engine import cases, documents, events
from gaoping_regulation.engine.errors import CaseError, refuse


@frappe.whitelist(methods=["GET"])
def show_case(case: str) -> dict:
	"""A case as its screen shows it: clock, actions, materials, checklists, documents, trail."""
	return desk_views.case(readable(case))


@frappe.whitelist(methods=["POST"])
def open_case(case: str) -> dict:
	"""Note that the caller has the case open.

	Returns {"others": [{"name", "since"}], "modified"}: who else has it open, and when it was last saved.
	"""
	doc = readable(case)
	return {"others": desk_presence.note(doc.name), "modified": str(doc.modified)}


@frappe.whitelist(methods=["POST"])
def close_case(case: str) -> None:
	"""Note that the caller has left the case."""
	desk_presence.leave(readable(case).name)


@frappe.whitelist(methods=["GET"])
def load_correction(case: str) -> dict:
	"""What a correction notice may ask for: each material and each field of the form, what is missing ticked."""
	return desk_views.correction(readable(case))


@frappe.whitelist(methods=["GET"])
def download_document(document: str) -> None:
	"""The PDF of an issued document, as it was stored."""
	issued = readable_document(document)
	frappe.local.response.filename = f"{issued.title}-{issued.case_no}.pdf"
	frappe.local.response.filecontent = documents.content_of(issued)
	frappe.local.response.type = "pdf"


@frappe.whitelist(methods=["POST"])
def print_document(document: str, reason: str | None = None) -> dict:
	"""Count a printing of a document; a second one needs a reason. Who printed what, and why, is in the trail.

	Raises CaseError for a second printing without a reason.
	"""
	issued = readable_document(document)
	issued.check_permission("print")
	documents.content_of(issued)
	printed = frappe.db.get_value("Issued Document", issued.name, "print_count", for_update=True) or 0
	reason = (reason or "").strip()
	if printed and not reason:
		refuse(f"“{issued.title}”已打印 {printed} 次，再次打印须写明理由。", CaseError, "请写明理由")
	frappe.db.set_value("Issued Document", issued.name, "print_count", printed + 1, update_modified=False)
	details = {"文书": issued.title, "文号": issued.number, "次数": printed + 1}
	case = cases.get_case(issued.case_name)
	events.record(case, "补打文书" if printed else "打印文书", **details, **({"理由": reason} if reason else {}))
	return {"document": issued.name, "print_count": printed + 1}


def readable(case: str):
	"""A case the caller may read; raises PermissionError."""
	doc = cases.get_case(case)
	doc.check_permission("read")
	return doc


def readable_document(name: str):
	"""An issued document of a case the caller may read."""
	if not frappe.db.exists("Issued Document", name):
		refuse("没有这份文书，请刷新页面后重试。", frappe.DoesNotExistError)
	issued = frappe.get_doc("Issued Document", name)
	issued.check_permission("read")
	readable(issued.case_name)
	return issued
