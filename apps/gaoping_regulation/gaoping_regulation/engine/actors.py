"""Who may do what in a case: whose it is, who writes it in a state, who takes which action."""

import frappe

from gaoping_regulation.engine import conditions, registry
from gaoping_regulation.engine.errors import SelfHandling, StateLocked, TransitionRefused, refuse


def roles_of(user: str) -> set[str]:
	"""The roles a user was given. Core tells that Administrator holds all of them: he administers, he decides no case."""
	return set() if user == "Administrator" else set(frappe.get_roles(user))


def is_own_case(doc, user: str) -> bool:
	"""Whether the user stands behind the case: applied, entered it at the counter, or is who the agent acts for."""
	return user in (doc.applicant_user, doc.entered_by, doc.principal)


def may_edit(doc, version: registry.Version, user: str | None = None) -> bool:
	"""Whether the user may change what is declared in the case: its own person, in a state that is open to him."""
	state = version.state(doc.workflow_state)
	return bool(state and state.get("applicant_edits")) and is_own_case(doc, user or frappe.session.user)


def may_upload(doc, version: registry.Version, user: str | None = None) -> bool:
	"""Whether the user may attach materials: where he may edit, and where only uploading is open (待盖章上传)."""
	state = version.state(doc.workflow_state)
	open_now = bool(state and (state.get("applicant_edits") or state.get("uploads_only")))
	return open_now and is_own_case(doc, user or frappe.session.user)


def may_judge(doc, version: registry.Version, user: str | None = None) -> bool:
	"""Whether the user is the officer who works on the case in its state: marks materials, fills in his own fields."""
	user = user or frappe.session.user
	state = version.state(doc.workflow_state)
	if state is None or state.get("is_final") or state.get("applicant_edits") or is_own_case(doc, user):
		return False
	return version.editors.get(doc.workflow_state) in roles_of(user)


def officer_fields(doc, version: registry.Version) -> set[str]:
	"""The fields that the officer of the case's state fills in; all others are the applicant's declaration."""
	return set(conditions.names((version.state(doc.workflow_state) or {}).get("officer_fields")))


def check_role(doc, version: registry.Version, action: dict) -> None:
	"""The session's user holds a role of the action and does not handle a case of his own.

	Raises SelfHandling, StateLocked or TransitionRefused, each naming whose action it is.
	"""
	if action["kind"] == "system":
		if not doc.flags.by_engine:
			refuse(f"“{action['action']}”由系统自动办理。", TransitionRefused)
		return
	user = frappe.session.user
	own = is_own_case(doc, user)
	if action["kind"] == "applicant" and not own:
		refuse(f"“{action['action']}”只能由申请人本人、其代理人或录入人办理。", SelfHandling)
	if action["kind"] == "officer" and own:
		refuse("不能办理本人申请或录入的办件，请转由其他人员办理（回避）。", SelfHandling)
	allowed = version.roles_for(action["from_state"], action["action"])
	if not allowed & roles_of(user):
		refuse(f"“{action['action']}”须由{'、'.join(sorted(allowed))}办理，您没有该角色。", StateLocked)
	if action["kind"] == "officer" and version.settings.get("separate_duties"):
		refuse_second_hand(doc, action, user)


def refuse_second_hand(doc, action: dict, user: str) -> None:
	"""受理, 审查 and 决定 by different officers where the matter asks for it (risk DY-JD-1, YJ-JD-2)."""
	signed = frappe.get_all(
		"Stage Checklist",
		{"case_name": doc.name, "status": "已签字", "signed_by": user, "stage": ("!=", doc.stage)},
		pluck="stage_title",
	)
	if signed and action.get("decision"):
		refuse(f"您已办理本件的“{signed[0]}”，不得再作决定。请由其他人员办理。", SelfHandling)
