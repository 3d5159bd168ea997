"""可能重复: another application of the same person, for the same place, in the same matter, that is still open.

It is refused at its first submission or justified (issue 4): the reason stays in the trail. Changes of a registered
entry have a rule of their own (`registers.open_change`), and so has an address with a filing in force (`food`).
"""

import frappe

from gaoping_regulation.casework import registers
from gaoping_regulation.engine import events, registry, standing
from gaoping_regulation.engine.access import reads_all
from gaoping_regulation.engine.errors import form_error, raise_form_errors

# Who applies is told by the first of these numbers that both forms give: the ID of a company's contact is not the
# company's. The place is the first of these fields that a form has.
PERSONS = ("credit_code", "id_no")
PLACES = ("business_address", "activity_place", "address")
# Where a form shows the refusal, and takes the reason.
FIELD = "duplicate_reason"
NOTED = "重复申请说明"
LONGEST = 500


def open_cases(doc) -> list:
	"""The submitted and unfinished cases that an application (saved or not) may repeat, the oldest first."""
	meta = doc.meta
	place = next((field for field in PLACES if meta.has_field(field)), None)
	numbers = [field for field in PERSONS if meta.has_field(field) and doc.get(field)]
	if not numbers or not place or not doc.get(place) or not registers.is_first(doc):
		return []
	person = [[field, "=", doc.get(field)] for field in numbers]
	fields = ["name", "case_no", "workflow_state", "submitted_on", "matter", place, *numbers, *standing_fields(meta)]
	still_open = {"case_no": ("is", "set"), "closed_on": ("is", "not set"), "name": ("!=", doc.name or "")}
	found = frappe.get_all(doc.doctype, fields, still_open, or_filters=person, order_by="submitted_on asc")
	return [
		row
		for row in found
		if is_same_person(row, doc, numbers) and plain(row[place]) == plain(doc.get(place)) and registers.is_first(row, doc.doctype)
	]


def is_same_person(row, doc, numbers: list[str]) -> bool:
	told = next((field for field in numbers if row[field]), None)
	return bool(told) and row[told] == doc.get(told)


def standing_fields(meta) -> list[str]:
	"""What tells whose case it is, and what it asks for."""
	return [field for field in ("applicant_user", "entered_by", "principal", "category") if meta.has_field(field)]


def plain(text: str | None) -> str:
	"""A place without the spaces that people type in it."""
	return "".join((text or "").split())


def shown(doc) -> list[dict]:
	"""The cases that an application may repeat, as far as the session's user reads them: {case, doctype, case_no, state, on}."""
	user = frappe.session.user
	return [
		{"case": row.name, "doctype": doc.doctype, "case_no": row.case_no, "state": row.workflow_state, "on": str(row.submitted_on)[:10]}
		for row in open_cases(doc)
		if reads_all(doc.doctype, user) or standing.is_behind(row, user)
	]


def reason_of(doc) -> str:
	"""Why the application was filed beside another, as its trail has it."""
	said = frappe.get_all("Case Event", {"case_name": doc.name, "kind": NOTED}, pluck="content", limit=1, ignore_permissions=True)
	return frappe.parse_json(said[0]).get("理由", "") if said else ""


def warning(doc) -> str:
	"""What a form tells while it is filled in: the user's own open cases alone, for a stranger's are not his to know."""
	found = [] if doc.get("case_no") else shown(doc)
	return text_of(found, title(doc)) if found else ""


def text_of(found: list[dict], matter: str) -> str:
	"""The warning in words; without cases that the user may know, it names none."""
	numbers = "、".join(f"{row['case_no']}（{row['state']}）" for row in found)
	which = f"：{numbers}" if numbers else "（由他人提交，或者在窗口录入）"
	return f"同一申请人、同一地点的“{matter}”已有申请在办{which}。请先核对，不要重复申请；确需另行申请的，请写明理由后再提交。"


def title(doc) -> str:
	return registry.version_of(doc).title


def require_reason(doc, reason: str | None) -> None:
	"""Refuse the first submission of what may be a repetition unless it says why; raises FormErrors.

	Asked under the lock of the counter that numbers the cases: of two at once the second sees the first.
	"""
	found = open_cases(doc)
	reason = (reason or "").strip()
	if not found:
		return
	if not reason:
		raise_form_errors([form_error(FIELD, text_of(shown(doc), title(doc)))])
	if len(reason) > LONGEST:
		raise_form_errors([form_error(FIELD, f"理由最多 {LONGEST} 字，请缩短。")])
	doc.flags.repeats = {"相关办件": [row.case_no for row in found], "理由": reason}


def record(doc) -> None:
	"""Keep the reason in the trail, with the numbers of the other cases."""
	if repeats := doc.flags.pop("repeats", None):
		events.record(doc, NOTED, **repeats)
