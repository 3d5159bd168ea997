"""What an action hands out: the document it issues, the correction notice it sends, the receipt of a delivery."""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation.engine import archive, conditions, corrections, documents, events, masking, registry
from gaoping_regulation.engine.errors import TransitionRefused, refuse

DIRECT, ELECTRONIC = "直接送达", "电子送达"
METHODS = (DIRECT, "留置送达", "邮寄送达", ELECTRONIC, "公告送达")


def of_transition(doc, version: registry.Version, action: dict, details: dict) -> None:
	"""Everything an action brings beside the new state, in the same transaction."""
	kind, key = action.get("document"), action["key"]
	extra = {"reason": details.get("reason") or "", "competent_office": str(details.get("competent_office") or "")[:140]}
	if key in ("deliver", "hand_out"):
		extra.update(record_delivery(doc, version, details))
	if action.get("needs_items"):
		corrections.give_notice(doc, version, kind, details.get("items"))
	else:
		for name in conditions.names(kind):
			if conditions.applies(version.documents[name], doc):
				more = archive.values(doc) if name == archive.KEY else {}
				documents.issue(doc, version, name, {**extra, **more})
	if action["kind"] != "officer":
		corrections.close_notices(doc, corrections.answered_by(action, version))
	if hasattr(doc, "after_transition"):
		doc.after_transition(action, details)
	tell(doc, version, action, details)


def tell(doc, version: registry.Version, action: dict, details: dict) -> None:
	"""Notices to those who stand behind the case; sent after commit."""
	# Imported here: notices are casework's, which rests on the engine.
	from gaoping_regulation.casework.notices import writing

	writing.of_transition(doc, version, action, details.get("reason"), details.get("method") == ELECTRONIC)


def methods_for(doc) -> list[str]:
	"""How a case's documents may be delivered: electronically only where the applicant agreed to it."""
	agreed = bool(doc.get("e_delivery") and doc.get("e_delivery_to"))
	return [method for method in METHODS if agreed or method != ELECTRONIC]


def record_delivery(doc, version: registry.Version, details: dict) -> dict:
	"""A 送达回证 entry for each document that is to be delivered: who received it, how, where, when, by whom.

	Returns what the printed 送达回证 shows: {"delivered": [{"title", "number"}], "delivery": {…}}.
	"""
	method = details.get("method") if details.get("method") in METHODS else DIRECT
	if method not in methods_for(doc):
		refuse("申请人没有同意电子送达，请选择其他送达方式。", TransitionRefused, "不能电子送达")
	electronic = method == ELECTRONIC
	kinds = {row["key"] for row in version.documents.values() if row.get("needs_delivery")}
	rows = [row for row in documents.of_case(doc) if row.kind in kinds]
	delivery = {
		"addressee": doc.applicant_name,
		"received_by": str(details.get("received_by") or doc.applicant_name)[:140],
		"method": method,
		"place": str(doc.e_delivery_to if electronic else details.get("place") or documents.office()["office_name"])[:140],
		"consent": "申请人在申请时确认同意电子送达" if electronic else "",
		"delivered_on": str(now_datetime())[:19],
		"officer": frappe.session.user,
	}
	for row in rows:
		receipt = frappe.new_doc("Delivery Receipt")
		receipt.update(
			{
				"matter": doc.matter,
				"case_doctype": doc.doctype,
				"case_name": doc.name,
				"case_no": doc.case_no,
				"document": row.name,
				**delivery,
			}
		)
		receipt.flags.by_engine = True
		receipt.insert(ignore_permissions=True)
		received_by = masking.mask_name(delivery["received_by"])
		events.record(doc, "送达文书", 文号=row.number, 方式=receipt.method, 签收人=received_by)
	return {
		"delivered": [{"title": row.title, "number": row.number} for row in rows],
		"delivery": {**delivery, "officer": events.full_name(frappe.session.user)},
	}
