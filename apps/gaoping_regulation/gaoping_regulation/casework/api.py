"""Staff API of the cases (contract: `casework.api`), and the workflow action of the Desk."""

import frappe
from frappe.model import workflow as core

from gaoping_regulation.casework import entry, registers
from gaoping_regulation.engine import cases, events, extensions, pauses, registry
from gaoping_regulation.engine.casting import parse_object
from gaoping_regulation.engine.errors import CaseError, StateLocked, refuse

# What an action may be told beside its reason and the fields that it asks for.
DETAILS = frozenset(("reason", "items", "received_by", "method", "place", "competent_office", "returned"))
REVEALED = ("id_no", "agent_id_no", "workers")


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str | dict, action: str, reason: str | None = None, details: str | dict | None = None):
	"""Core's `apply_workflow` for our cases: read under lock, the action named, refusals explained."""
	given = parse_object(doc, "doc")
	doctype, name = given.get("doctype"), given.get("name")
	if not isinstance(doctype, str) or not isinstance(name, str):
		refuse("doc 须写明 doctype 和 name。", CaseError)
	if not registry.is_matter(doctype):
		return core.apply_workflow(doc, action)
	case = frappe.get_doc(doctype, name, for_update=True)
	case.check_permission("read")
	extra = parse_object(details, "details") if details else {}
	if unknown := set(extra) - DETAILS - set(cases.asked(case, action)):
		refuse(f"details 中不能有“{'、'.join(sorted(unknown))}”。", CaseError)
	return cases.act(case, action, reason or extra.pop("reason", None), **extra)


@frappe.whitelist(methods=["POST"])
def enter_for(matter: str, values: str | dict) -> dict:
	"""Enter an application at the counter for somebody who brought it on paper."""
	return entry.enter_at_counter(matter, values)


@frappe.whitelist(methods=["POST"])
def begin_change(matter: str, entry: str, category: str) -> dict:
	"""Begin a change, renewal or cancellation of a register's entry at the counter, from the registered values."""
	doc = registers.begin_change(matter, entry, category)
	return {"case": doc.name, "doctype": doc.doctype, "workflow_state": doc.workflow_state}


@frappe.whitelist(methods=["POST"])
def pause_clock(case: str, kind: str, reason: str | None = None) -> dict:
	"""Stop the clock of a case for a reason that its stage knows (QJ: 检定运输); the officer of its state alone."""
	doc = locked(case)
	pauses.pause_by_officer(doc, kind, reason)
	return {"case": doc.name, "due_on": doc.due_on}


@frappe.whitelist(methods=["POST"])
def resume_clock(case: str) -> dict:
	"""Let the clock of a case run on; the officer of its state alone."""
	doc = locked(case)
	pauses.resume_by_officer(doc)
	return {"case": doc.name, "due_on": doc.due_on}


@frappe.whitelist(methods=["POST"])
def ask_extension(case: str, days: int | str, reason: str | None = None) -> dict:
	"""Ask for more working days for the running stage of a case; the officer of its state alone."""
	doc = locked(case)
	found = extensions.ask(doc, days, reason)
	return {"case": doc.name, "status": found.status, "due_on": doc.due_on}


@frappe.whitelist(methods=["POST"])
def decide_extension(case: str, approve: int | str, reason: str | None = None) -> dict:
	"""Grant (`approve` 1) or deny (0) what was asked for; 分管领导 alone, and not for himself."""
	if str(approve) not in ("0", "1"):
		refuse("approve 应为 1（批准）或 0（不批准）。", CaseError)
	doc = locked(case)
	found = extensions.decide(doc, str(approve) == "1", reason)
	return {"case": doc.name, "status": found.status, "due_on": doc.due_on}


def locked(case: str):
	"""A case that the caller reads, its row locked until commit."""
	doc = cases.get_case(case, for_update=True)
	doc.check_permission("read")
	return doc


@frappe.whitelist(methods=["POST"])
def reveal(case: str, field: str, reason: str) -> dict:
	"""A full ID number, for a stated reason; who looked, at what and why stays in the trail.

	Raises StateLocked for a field that is none of these, or for a caller without access to the case.
	"""
	doc = cases.get_case(case)
	doc.check_permission("read")
	if field not in REVEALED:
		refuse("只有证件号码可以查看完整内容。", StateLocked)
	if not (reason or "").strip():
		refuse("请写明查看完整证件号码的理由。", StateLocked)
	events.record(doc, "查看完整证件号", 字段=doc.meta.get_label(field), 理由=reason.strip())
	if field == "workers":
		return {"value": [{"name": row.worker_name, "id_no": row.id_no} for row in doc.workers]}
	return {"value": doc.get(field)}
