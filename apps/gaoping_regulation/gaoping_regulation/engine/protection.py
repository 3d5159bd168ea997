"""What the law or an audit rests on is written by the engine alone; nobody edits or deletes it, Administrator included."""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import StateLocked, refuse

KEPT = (
	"Blind Review",
	"Case Event",
	"Chattel Mortgage Register",
	"Clock Pause",
	"Configuration Change",
	"Correction Notice",
	"Deadline Extension",
	"Delivery Receipt",
	"Filing Register",
	"Instrument Register",
	"Issued Document",
	"Mandate",
	"Matter Version",
	"Notice Outbox",
	"Number Counter",
	"Privacy Notice",
	"Prize Result",
	"Risk Alert",
	"Stage Checklist",
)


def refuse_change(doc, method: str | None = None) -> None:
	"""validate: only the engine writes these records."""
	if not doc.flags.by_engine:
		refuse("此记录由系统生成，任何人不得新增或修改。", StateLocked, "不可修改")


def refuse_deletion(doc, method: str | None = None) -> None:
	"""on_trash: nobody deletes these records."""
	refuse("此记录用于留痕和追责，任何人不得删除。", StateLocked, "不可删除")


def refuse_renaming(doc, method: str | None = None, *args, **kwargs) -> None:
	refuse("此记录用于留痕和追责，任何人不得改名或合并。", StateLocked, "不可改名")


def check_file(doc, method: str | None = None) -> None:
	"""File, validate: what belongs to a case comes by our upload, stays private and stays where it is."""
	before = doc.get_doc_before_save()
	if doc.flags.by_engine:
		return
	if belongs_to_case(doc) or (before and belongs_to_case(before)) or claims_case_file(doc):
		refuse("办件的材料和文书只能通过上传页面增加，不能另行添加、移动、替换或公开。", StateLocked, "不可修改")


def check_file_deletion(doc) -> None:
	"""Nothing of a case is deleted once the case has a number, but by the engine after its term (casework.retention)."""
	if doc.flags.by_engine:
		return
	if doc.attached_to_doctype in KEPT or (belongs_to_case(doc) and is_submitted(doc)):
		refuse("办件的材料和文书不得删除。需要更换时请重新上传。", StateLocked, "不可删除")


def belongs_to_case(file) -> bool:
	doctype = file.attached_to_doctype
	return bool(doctype) and (doctype in KEPT or registry.is_matter(doctype))


def claims_case_file(file) -> bool:
	"""Whether a File names the address of a file that a case has: who owns a File may open what it names."""
	named = {"file_url": file.file_url, "name": ("!=", file.name or ""), "attached_to_doctype": ("is", "set")}
	return bool(file.file_url) and any(
		belongs_to_case(row) for row in frappe.get_all("File", named, ["attached_to_doctype"])
	)


def is_submitted(file) -> bool:
	return bool(frappe.db.get_value(file.attached_to_doctype, file.attached_to_name, "case_no"))
