"""The clock at rest: 补正, transport and the like do not count (行政许可法 art. 45 by analogy); each pause is on record.

补正 comes with its state. Other pauses (QJ: 检定运输) are an officer's, of the kinds that the stage names.
"""

from datetime import date, timedelta

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import actors, afterwards, clock, events, registry
from gaoping_regulation.engine.errors import SelfHandling, StateLocked, TransitionRefused, refuse

CORRECTION = "补正"
PAUSE, RESUME = "暂停计时", "恢复计时"
LONGEST = 500


def working_days_left(due_on, today: date) -> int:
	"""How many working days remain from a day (not counted) to the due date; none when it has passed."""
	if not due_on:
		return 0
	day, due, count = today, getdate(due_on), 0
	while day < due:
		day += timedelta(days=1)
		count += clock.is_working_day(day)
	return count


def begin(doc, kind: str, reason: str, due_on) -> None:
	"""Put a pause on record with what is left of the limit."""
	pause = frappe.new_doc("Clock Pause")
	pause.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"kind": kind,
			"reason": reason,
			"started_on": now_datetime(),
			"remaining_days": working_days_left(due_on, getdate()),
			"officer": frappe.session.user,
		}
	)
	write(pause)


def resume(doc) -> int | None:
	"""End the case's open pause; returns the working days that are left, None if nothing was paused."""
	found = open_of(doc)
	if found is None:
		return None
	pause = frappe.get_doc("Clock Pause", found.name)
	pause.ended_on = now_datetime()
	write(pause)
	return pause.remaining_days


def write(pause) -> None:
	pause.flags.by_engine = True
	pause.flags.ignore_permissions = True
	pause.save()


def open_of(doc) -> dict | None:
	"""The case's open pause: name, kind, reason, since when, whose; None while its clock runs."""
	fields = ["name", "kind", "reason", "started_on", "officer"]
	return frappe.db.get_value("Clock Pause", {"case_name": doc.name, "ended_on": ("is", "not set")}, fields, as_dict=True)


def kinds(version: registry.Version, stage: str) -> list[str]:
	"""The pauses that an officer may make in a stage, by the matter's configuration; 补正 has its own way."""
	row = version.stages.get(stage, {})
	# A stage without checklist is the applicant's and has no limit that could rest.
	lines = (row.get("pause_kinds") or "").split("\n") if row.get("has_checklist") else []
	return [line.strip()[:140] for line in lines if line.strip() not in ("", CORRECTION)]


def is_paused(case, version: registry.Version) -> bool:
	"""Whether the clock of a case (or a row with workflow_state and due_on) rests.

	A stage with a limit has a due date as long as nothing pauses it, so no table need be read.
	"""
	state = version.state(case.get("workflow_state")) or {}
	if state.get("is_final") or case.get("due_on"):
		return False
	return bool(state.get("pauses_clock") or kinds(version, state.get("stage")))


def require_running(doc, version: registry.Version, source: dict) -> None:
	"""No officer works on while the clock rests (risk QJ-SC-5); raises TransitionRefused."""
	resting = not source.get("pauses_clock") and is_paused(doc.get_doc_before_save() or doc, version)
	if resting and (found := open_of(doc)):
		refuse(f"本件因“{found.kind}”暂停计时，请先“{RESUME}”再办理。", TransitionRefused, "计时已暂停")


def pause_by_officer(doc, kind: str, reason: str | None) -> None:
	"""An officer of the case's state stops its clock.

	Args:
		doc: the case, read for update
		kind: one of the stage's kinds
		reason: why; goes into the trail and to the applicant's timeline

	Raises StateLocked or SelfHandling for who is not that officer, TransitionRefused where the clock cannot rest.
	"""
	version, reason = registry.version_of(doc), (reason or "").strip()
	allowed = kinds(version, doc.stage)
	with afterwards.attempt(doc, PAUSE):
		require_officer(doc, version, PAUSE)
	if found := open_of(doc):
		refuse(f"本件的计时已经因“{found.kind}”暂停，请刷新页面。", TransitionRefused)
	if kind not in allowed:
		where = version.stages[doc.stage]["title"]
		refuse(f"“{where}”环节可以暂停计时的情形：{'、'.join(allowed) or '无'}。请按此选择。", TransitionRefused)
	if not reason:
		refuse("请写明暂停计时的理由。", TransitionRefused, "请写明理由")
	if len(reason) > LONGEST:
		refuse(f"理由最多 {LONGEST} 字，请缩短。", TransitionRefused)
	if getdate(doc.due_on) < getdate():
		refuse(f"本环节应于 {doc.due_on} 前办结，已超时，不能再暂停计时。", TransitionRefused)
	due = doc.due_on
	begin(doc, kind, reason, due)
	# Past the guard, which takes a system field from a transition alone: the officer, the state and the row's lock were asked above.
	doc.db_set("due_on", None)
	events.record(doc, PAUSE, 情形=kind, 理由=reason, 原应于=str(due), 剩余工作日=working_days_left(due, getdate()))
	tell(doc, "paused", reason=f"{kind}：{reason}")


def resume_by_officer(doc) -> None:
	"""An officer of the case's state lets the clock run on with the working days that were left.

	Raises StateLocked or SelfHandling for who is not that officer, TransitionRefused if no officer paused it.
	"""
	version = registry.version_of(doc)
	with afterwards.attempt(doc, RESUME):
		require_officer(doc, version, RESUME)
	found = open_of(doc)
	if found is None or found.kind == CORRECTION:
		refuse("本件的计时没有暂停，请刷新页面。", TransitionRefused)
	due = clock.due(now_datetime(), resume(doc))
	# Past the guard for the same reason as in pause_by_officer: no transition, asked above.
	doc.db_set("due_on", due)
	events.record(doc, RESUME, 情形=found.kind, 暂停自=str(found.started_on)[:19], 应于=str(due))
	tell(doc, "resumed", due=due)


def tell(doc, kind: str, **values) -> None:
	"""A notice to those who stand behind the case; sent after commit."""
	# Imported here: notices are casework's, which rests on the engine.
	from gaoping_regulation.casework.notices import writing

	writing.write(doc, kind, **values)


def may_pause(doc, version: registry.Version) -> bool:
	"""Whether the session's user is an officer who acts on the case in its state, where the stage knows pauses."""
	if not kinds(version, doc.stage) or actors.is_own_case(doc, frappe.session.user):
		return False
	return bool(officers(doc, version) & actors.roles_of(frappe.session.user))


def officers(doc, version: registry.Version) -> set[str]:
	state = version.state(doc.workflow_state) or {}
	return version.officers_of(state["key"]) if state and not state.get("applicant_edits") else set()


def require_officer(doc, version: registry.Version, what: str) -> None:
	"""The session's user acts on the case in its state and has no tie to it; raises SelfHandling or StateLocked."""
	user = frappe.session.user
	if actors.is_own_case(doc, user):
		refuse("不能办理本人申请或录入的办件，请转由其他人员办理（回避）。", SelfHandling)
	allowed = officers(doc, version)
	if not allowed:
		refuse(f"办件在“{doc.workflow_state}”状态，不能{what}。", StateLocked)
	if not allowed & actors.roles_of(user):
		refuse(f"“{what}”须由{'、'.join(sorted(allowed))}办理，您没有该角色。", StateLocked)
	actors.refuse_conflict(doc, version, user)
