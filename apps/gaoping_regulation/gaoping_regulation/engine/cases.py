"""Find a case by its name alone, and take an action on it."""

import frappe
from frappe.utils import cint

from gaoping_regulation.engine import actors, afterwards, conditions, events, registry
from gaoping_regulation.engine.casting import cast_value
from gaoping_regulation.engine.errors import (
	AlreadyMoved,
	StateLocked,
	TransitionRefused,
	form_error,
	raise_form_errors,
	refuse,
)


def doctype_of(case: str) -> str:
	"""The DocType of a case, found by name or 办件编号; raises DoesNotExistError."""
	for doctype in registry.live_matters():
		if frappe.db.exists(doctype, case):
			return doctype
	raise frappe.DoesNotExistError("没有这个办件，请核对编号。")


def get_case(case: str, for_update: bool = False):
	"""The application document of a case, by its name; permissions are the caller's to check."""
	return frappe.get_doc(doctype_of(case), case, for_update=for_update)


def act(doc, action: str, reason: str | None = None, **details) -> object:
	"""Take a workflow action as the session's user; returns the saved case.

	Args:
		doc: the application, read for update
		action: the action's Chinese name
		reason: why, where the action asks for it
		details: what else the action needs (a delivery's received_by, method, place; a correction's items; the
			fields of the case that the action asks for)

	Raises one of the engine's refusals; what to do next is in the message.
	"""
	version = registry.version_of(doc)
	if version is None:
		refuse("这不是行政事项的办件。", TransitionRefused)
	source = version.state(doc.workflow_state)
	row = version.action(source["key"], action) if source else None
	if row is None:
		refuse_unknown(doc, version, action)
	# Told here, before core looks at the role's write access and refuses without a word.
	with afterwards.attempt(doc, action):
		actors.check_role(doc, version, row)
	fill_asked(doc, row, details)
	doc.flags.case_action = {**details, "action": action, "reason": reason}
	# Read just now and changed in nothing but its state: its links were checked when they were written.
	doc.flags.ignore_links = True
	doc.workflow_state = version.state_name(row["to_state"])
	if row["kind"] != "officer":
		# Applicants (and the system) may not write every field that a transition touches; the guard decides by state and person.
		doc.flags.ignore_permissions = True
		doc.flags.ignore_mandatory = True
	doc.save()
	return doc


def asked(doc, action: str) -> list[str]:
	"""The fields that an action asks for in the case's present state."""
	version = registry.version_of(doc)
	state = version.state(doc.workflow_state) or {}
	return conditions.names((version.action(state.get("key"), action) or {}).get("asks"))


def fill_asked(doc, row: dict, details: dict) -> None:
	"""Write the fields that an action asks for (YJ: 审查意见) into the case; raises FormErrors for what is missing."""
	problems = []
	for field in conditions.names(row.get("asks")):
		df = doc.meta.get_field(field)
		value, problem = cast_value(df, details[field]) if field in details else (doc.get(field), None)
		if not value and not problem:
			problem = f"请填写“{df.label}”，再办理“{row['action']}”。"
		problems += [form_error(field, problem)] if problem else []
		doc.set(field, value)
	raise_form_errors(problems)


def refuse_unknown(doc, version: registry.Version, action: str) -> None:
	"""Say why the action is not open: somebody was faster, or it never was."""
	elsewhere = [row for row in version.actions if row["action"] == action]
	if not elsewhere:
		refuse(f"没有“{action}”这个办理动作。", TransitionRefused)
	if doc.modified_by != frappe.session.user and doc.case_no:
		when = frappe.utils.get_datetime(doc.modified).strftime("%m月%d日 %H:%M")
		refuse(
			f"{events.full_name(doc.modified_by)}已于{when}将本办件办为“{doc.workflow_state}”，不能再“{action}”。请刷新页面。",
			AlreadyMoved,
			"已有人办理",
		)
	refuse(f"办件现为“{doc.workflow_state}”，不能“{action}”。请刷新页面，用页面上列出的动作办理。", TransitionRefused)


def available_actions(doc, kind: str | None = None) -> list[dict]:
	"""The actions the session's user may take now: list of rows of Matter Action."""
	version = registry.version_of(doc)
	source = version.state(doc.workflow_state)
	if source is None:
		return []
	own, roles = actors.is_own_case(doc, frappe.session.user), actors.roles_of(frappe.session.user)
	return [
		row
		for row in version.actions
		if row["from_state"] == source["key"]
		and (kind is None or row["kind"] == kind)
		and actors.is_open(row, own)
		and actors.takers(version, row, own, doc) & roles
	]


def require_read(doc) -> None:
	if not doc.has_permission("read"):
		refuse("您不能查看这个办件。", StateLocked)


def page(start: int | str, length: int | str, most: int = 100) -> tuple[int, int]:
	"""A list's slice from what a request sends: not negative, at most `most` rows."""
	return max(0, cint(start)), min(most, max(1, cint(length) or 20))
