"""Who may do what in a case: whose it is, who writes it in a state, who takes which action."""

import json

import frappe

from gaoping_regulation.engine import conditions, registry, standing
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import SelfHandling, StateLocked, TransitionRefused, refuse


def roles_of(user: str) -> set[str]:
	"""The roles a user was given. Core tells that Administrator holds all of them: he administers, he decides no case."""
	return set() if user == "Administrator" else set(frappe.get_roles(user))


def is_own_case(doc, user: str) -> bool:
	"""Whether the user has to do with the case: applied, entered it, is who the agent acts for, or acts for him today.

	Wider than who sees it (`standing.is_behind`): an agent whose mandate has ended does not handle it as an officer either.
	"""
	return user in (doc.applicant_user, doc.entered_by, doc.principal) or standing.is_behind(doc, user)


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
	if action["kind"] == "applicant" and not own and not action.get("officer_too"):
		refuse(f"“{action['action']}”只能由申请人本人、其代理人或录入人办理。", SelfHandling)
	if action["kind"] == "officer" and own:
		refuse("不能办理本人申请或录入的办件，请转由其他人员办理（回避）。", SelfHandling)
	allowed = takers(version, action, own, doc)
	if not allowed:
		refuse(f"本件不符合办理“{action['action']}”的条件，请核对申请内容。", TransitionRefused)
	if not allowed & roles_of(user):
		refuse(f"“{action['action']}”须由{'、'.join(sorted(allowed))}办理，您没有该角色。", StateLocked)
	if not own:
		refuse_conflict(doc, version, user)


def takers(version: registry.Version, action: dict, own: bool, doc=None) -> set[str]:
	"""The roles that may take an action of one's own case, or of another's: there the applicants' role does not count.

	An applicant's action marked `officer_too` is taken by an officer as well (抽奖备案: 更正完成, 当场更正 at the counter).
	"""
	allowed = version.roles_for(action["from_state"], action["action"], doc)
	return allowed if own else allowed - {role_name("applicant")}


def is_open(action: dict, own: bool) -> bool:
	"""Whether an action is meant for who stands behind the case, or for others."""
	return action["kind"] == "applicant" if own else action["kind"] == "officer" or bool(action.get("officer_too"))


def refuse_conflict(doc, version: registry.Version, user: str) -> None:
	"""Whoever declared a tie to the case, or had another duty in it, does not act on it; raises SelfHandling."""
	# Imported here: the declarations are a matter of risk control, which rests on the engine.
	from gaoping_regulation.risk_control import recusal

	recusal.require_none(doc, user)
	if version.settings.get("separate_duties"):
		refuse_second_hand(doc, version, user)


def refuse_second_hand(doc, version: registry.Version, user: str) -> None:
	"""受理 ≠ 审查 ≠ 决定 on one case, where the matter asks for it (risk DY-JD-1, YJ-JD-2); raises SelfHandling."""
	duties = separate_stages(version)
	mine = chart_stage(version, doc.stage)
	if mine not in duties.values():
		return
	for event in frappe.get_all("Case Event", ["kind", "content"], {"case_name": doc.name, "actor": user}):
		source = version.state(json.loads(event.content or "{}").get("从") or "")
		action = source and version.action(source["key"], event.kind)
		if action and action["kind"] == "officer" and duties.get(source["stage"], mine) != mine:
			title = version.stages[source["stage"]]["title"]
			refuse(f"您已在“{title}”办理过本件（{event.kind}），不得再办理后面的环节。请由其他人员办理。", SelfHandling)


def separate_stages(version: registry.Version) -> dict[str, str]:
	"""{stage: its key in the risk chart} of the stages that need hands of their own: all up to the one that decides."""
	deciding = {version.states[row["from_state"]]["stage"] for row in version.actions if row.get("decision")}
	found = {}
	for key, stage in version.stages.items():
		if stage.get("has_checklist"):
			found[key] = chart_stage(version, key)
		if key in deciding:
			break
	return found


def chart_stage(version: registry.Version, stage: str) -> str:
	"""The stage's key in the risk chart, where it differs from the workflow's (预审 uses the points of 受理)."""
	return version.stages.get(stage, {}).get("chart_stage") or stage
