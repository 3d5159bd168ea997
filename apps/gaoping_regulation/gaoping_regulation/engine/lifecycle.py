"""What entering a state means: stage, dates, number, decision, documents, checklist, trail."""

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.casework import privacy
from gaoping_regulation.engine import (
	changes,
	checklist,
	clock,
	documents,
	events,
	extensions,
	materials,
	numbering,
	outcomes,
	pauses,
	registry,
)
from gaoping_regulation.engine.errors import TransitionRefused, refuse


def enter(doc, before, version: registry.Version, action: dict) -> None:
	"""Set what a transition fixes in the case itself, before it is written."""
	source, target = version.states[action["from_state"]], version.states[action["to_state"]]
	reason = (doc.flags.case_action or {}).get("reason")
	if action["kind"] == "officer":
		pauses.require_running(doc, version, source)
	if action.get("needs_reason") and not (reason or "").strip():
		refuse(f"“{action['action']}”须写明理由。", TransitionRefused)
	if (why := reason_needed(doc, action)) and not (reason or "").strip():
		refuse(why, TransitionRefused, "请写明理由")
	require_reason_if_late(doc, version, source, target, action, reason)
	if action.get("needs_materials"):
		materials.require_complete(doc, version)
	if action.get("decision"):
		require_review(doc, version, action)
	if hasattr(doc, "before_transition"):
		doc.before_transition(action, doc.flags.case_action or {})
	now = now_datetime().replace(microsecond=0)
	if not doc.case_no and is_sent_in(action, version):
		number_case(doc, now, reason)
	if action.get("decision"):
		doc.decision, doc.decision_reason, doc.decided_on = action["decision"], reason, now
	if action["key"] == "accept":
		doc.accepted_on = now
	if target.get("is_final"):
		doc.closed_on = now
	if action["key"] in ("deliver", "hand_out"):
		documents.require_rendered(doc)
		doc.delivered_on = now
	doc.stage = target["stage"]
	set_due_date(doc, version, source, target, now)
	doc.flags.transition = (action, source, target, reason)


def is_sent_in(action: dict, version: registry.Version) -> bool:
	"""Whether an applicant's action brings the case to the bureau."""
	source, target = version.states[action["from_state"]], version.states[action["to_state"]]
	return action["kind"] == "applicant" and target["stage"] != source["stage"] and not target.get("is_final")


def require_review(doc, version: registry.Version, action: dict) -> None:
	"""集体评议 before a decision, where the matter asks for it."""
	# Imported here: reviews are a matter of risk control, which rests on the engine.
	from gaoping_regulation.risk_control import collective

	collective.require(doc, version, action)


def reason_needed(doc, action: dict) -> str | None:
	"""Why this case's action needs a written reason, by its controller (YJ: a decision other than the conclusion)."""
	return doc.reason_needed(action) if hasattr(doc, "reason_needed") else None


def number_case(doc, now, reason: str | None) -> None:
	region = frappe.get_cached_doc("Regulation Settings").region_code or "140581"
	privacy.require(doc)
	doc.case_no = numbering.case_number(doc.matter, region, now)
	repeated().require_reason(doc, reason)
	doc.submitted_on = now
	doc.flags.first_submitted = True


def repeated():
	"""The rules of applications that may repeat another."""
	# Imported here: they read the registers, which rest on the engine.
	from gaoping_regulation.casework import duplicates

	return duplicates


def set_due_date(doc, version: registry.Version, source: dict, target: dict, now) -> None:
	"""The stage's limit starts when the stage begins; it rests while the applicant corrects and then runs on.

	Neighbouring stages with the same `clock_group` share one limit (YJ: 3日 from 受理 to the decision); a stage
	without checklist is the applicant's and has none.
	"""
	stage = version.stages.get(target["stage"], {})
	if target.get("pauses_clock"):
		pauses.begin(doc, pauses.CORRECTION, target["state"], doc.due_on)
		doc.due_on = None
	elif target.get("is_final"):
		pauses.resume(doc)
		doc.due_on = None
	elif source.get("pauses_clock"):
		doc.due_on = clock.due(now, pauses.resume(doc) or 0)
	elif source["stage"] != target["stage"] and not shares_clock(version, source, stage):
		doc.due_on = clock.due(now, limit_of(doc, stage), stage.get("limit_unit")) if stage.get("has_checklist") else None


def shares_clock(version: registry.Version, source: dict, stage: dict) -> bool:
	group = version.stages.get(source["stage"], {}).get("clock_group")
	return bool(group) and group == stage.get("clock_group")


def limit_of(doc, stage: dict) -> int:
	"""A stage's limit in days; a matter's controller may know better (QJ: by the kind of instrument)."""
	days = doc.stage_limit(stage["key"]) if hasattr(doc, "stage_limit") else None
	return days if days is not None else stage.get("limit_days") or 0


def require_reason_if_late(doc, version: registry.Version, source: dict, target: dict, action: dict, reason) -> None:
	"""An officer who leaves a stage after its limit says why (限时办结; 无原因超时 is a risk point of every chart)."""
	left = action["kind"] == "officer" and source["stage"] != target["stage"]
	if left and doc.due_on and getdate(doc.due_on) < getdate() and not (reason or "").strip():
		refuse(f"本环节应于 {doc.due_on} 前办结，已超时。请写明超时理由后再办理。", TransitionRefused, "请写明超时理由")


def after_save(doc) -> None:
	"""What a transition brings with it once the case is written; a plain edit is only recorded."""
	transition = doc.flags.pop("transition", None)
	if transition is None:
		if doc.get_doc_before_save() is not None and not doc.flags.by_engine:
			record_edit(doc)
		return
	action, source, target, reason = transition
	version = registry.get_version(doc.config_version)
	left = source["stage"] != target["stage"]
	if left:
		checklist.freeze(doc, source["stage"], action)
		extensions.lapse(doc)
	if not target.get("is_final") and version.stages.get(target["stage"], {}).get("has_checklist"):
		checklist.open_for(doc, version, target["stage"])
	details = {"从": source["state"], "到": target["state"]}
	if left and (due := doc.get_doc_before_save().due_on):
		details["应于"] = str(due)
	if reason:
		details["理由"] = reason
	events.record(doc, action["action"], **details)
	if doc.flags.pop("first_submitted", None):
		privacy.record(doc)
		repeated().record(doc)
	if action["kind"] == "officer" or target.get("is_final"):
		events.wake_follower()
	outcomes.of_transition(doc, version, action, doc.flags.case_action or {})


def record_edit(doc) -> None:
	"""Note which fields an edit changed; values of personal data stay out of the trail."""
	changed = [df.label for df in changes.changed_fields(doc, doc.get_doc_before_save())]
	if changed and doc.case_no:
		events.record(doc, "修改内容", 字段=changed)
