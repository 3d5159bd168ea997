"""延期: the running limit of a stage made longer, once, asked for by its officer and decided by 分管领导.

行政许可法 art. 42 by analogy (the head of the office may add ten working days and tells the applicant why;
依据待确认). How many days a matter allows is its setting `extension_days`; without one it allows none.
"""

from datetime import date

import frappe
from frappe.utils import cint, getdate, now_datetime

from gaoping_regulation.engine import actors, afterwards, checklist, clock, documents, events, pauses, registry
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import SelfHandling, StateLocked, TransitionRefused, refuse

EXTENSION = "Deadline Extension"
ASK, GRANT, DENY, LAPSE = "申请延期", "批准延期", "不批准延期", "延期申请失效"
WAITING, GRANTED, DENIED, LAPSED = "待批准", "已批准", "不批准", "已失效"
DECIDER = "deputy_director"
# A Matter Document with this key is the 延期通知书; any matter may have it.
DOCUMENT = "extension_notice"


def most_days(version: registry.Version) -> int:
	"""The working days by which a stage of the matter may be made longer; 0: not at all."""
	return cint(version.settings.get("extension_days"))


def open_of(doc) -> dict | None:
	"""The case's extension that waits for a decision: name, days, reason, officer, since when; or None."""
	fields = ["name", "stage_title", "days", "reason", "officer", "asked_on"]
	return frappe.db.get_value(EXTENSION, {"case_name": doc.name, "status": WAITING}, fields, as_dict=True)


def granted_of(doc, version: registry.Version) -> dict | None:
	"""The extension that the present limit already had: days, old_due, new_due; neighbouring stages may share one limit."""
	filters = {"case_name": doc.name, "status": GRANTED, "stage": ("in", sharing(version, doc.stage))}
	return frappe.db.get_value(EXTENSION, filters, ["days", "old_due", "new_due"], as_dict=True)


def sharing(version: registry.Version, stage: str) -> list[str]:
	"""The stages that run on one limit with a stage (the same `clock_group`), itself included."""
	group = version.stages.get(stage, {}).get("clock_group")
	return [key for key, row in version.stages.items() if key == stage or (group and row.get("clock_group") == group)]


def ceiling(doc, version: registry.Version) -> dict | None:
	"""The longest that the rule allows for the stage, where the bureau promises less: {"days", "on": date}.

	Counted from where the stage's limit runs: with a shared limit from the first of its stages.
	"""
	days = cint(version.stages.get(doc.stage, {}).get("ceiling_days"))
	if not days or not doc.due_on:
		return None
	granted = granted_of(doc, version)
	dues = {str(doc.due_on), *([str(granted.old_due)] if granted else [])}
	stage_lists = {"case_doctype": doc.doctype, "case_name": doc.name, "stage": ("in", sharing(version, doc.stage)), "due_on": ("in", dues)}
	begun = frappe.db.get_value("Stage Checklist", stage_lists, "opened_on", order_by="opened_on asc")
	return {"days": days, "on": clock.due(begun, days)} if begun else None


def ask(doc, days: int | str, reason: str | None) -> object:
	"""An officer of the case's state asks for more working days; returns the Deadline Extension.

	Args:
		doc: the case, read for update
		days: working days, 1 up to the matter's `extension_days`
		reason: why; printed on the 延期通知书

	Raises StateLocked or SelfHandling for who is not that officer, TransitionRefused where nothing can be extended.
	"""
	version, reason, days = registry.version_of(doc), (reason or "").strip(), cint(days)
	with afterwards.attempt(doc, ASK):
		pauses.require_officer(doc, version, ASK)
	require_possible(doc, version)
	most = most_days(version)
	if not 1 <= days <= most:
		refuse(f"延期天数应为 1 至 {most} 个工作日的整数，请改正。", TransitionRefused)
	require_reason(reason, ASK)
	require_below_ceiling(doc, version, days)
	extension = frappe.new_doc(EXTENSION)
	extension.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"stage": doc.stage,
			"stage_title": version.stages[doc.stage]["title"],
			"days": days,
			"reason": reason,
			"status": WAITING,
			"officer": frappe.session.user,
			"asked_on": now_datetime(),
			"old_due": doc.due_on,
		}
	)
	write(extension)
	events.record(doc, ASK, 环节=extension.stage_title, 延长=f"{days} 个工作日", 理由=reason, 原应于=str(doc.due_on))
	return extension


def require_possible(doc, version: registry.Version) -> None:
	"""The case's limit runs, is not over, and neither was extended nor is about to be; raises TransitionRefused."""
	title = version.stages.get(doc.stage, {}).get("title", "")
	if not most_days(version):
		refuse("本事项不允许延期，请在期限内办理。", TransitionRefused)
	if open_of(doc):
		refuse("本件已经申请延期，请等待分管领导决定。", TransitionRefused)
	if granted_of(doc, version):
		refuse(f"“{title}”已经延期一次，不能再延期。请在期限内办理。", TransitionRefused)
	require_running(doc, version, ASK)


def require_running(doc, version: registry.Version, what: str) -> None:
	"""There is a due date that has not passed: what is late stays late; raises TransitionRefused."""
	if pauses.is_paused(doc, version):
		refuse(f"本件暂停计时，恢复计时以后才能{what}。", TransitionRefused, "计时已暂停")
	if not doc.due_on:
		refuse(f"本件在“{doc.workflow_state}”状态没有办理期限，不用延期。", TransitionRefused)
	if getdate(doc.due_on) < getdate():
		refuse(f"本环节应于 {doc.due_on} 前办结，已超时，不能再{what}。", TransitionRefused)


def require_reason(reason: str, what: str) -> None:
	if not reason:
		refuse(f"请写明{what}的理由。", TransitionRefused, "请写明理由")
	if len(reason) > pauses.LONGEST:
		refuse(f"理由最多 {pauses.LONGEST} 字，请缩短。", TransitionRefused)


def require_below_ceiling(doc, version: registry.Version, days: int) -> None:
	"""Not even 分管领导 goes beyond the longest limit that the stage's rule allows; raises TransitionRefused."""
	longest = ceiling(doc, version)
	if longest and extended(doc, days) > longest["on"]:
		refuse(f"本环节最长 {longest['days']} 个工作日，至 {longest['on']}，延期不能超过。请减少延期天数。", TransitionRefused)


def extended(doc, days: int) -> date:
	"""The due date so many working days later."""
	return clock.due(getdate(doc.due_on), days)


def decide(doc, approve: bool, reason: str | None) -> object:
	"""分管领导 grants or denies what was asked; returns the Deadline Extension.

	Args:
		doc: the case, read for update
		approve: whether the limit is made longer
		reason: his opinion; a denial needs one

	Raises StateLocked without the role, SelfHandling for one's own asking or case, TransitionRefused if nothing waits.
	"""
	version, reason = registry.version_of(doc), (reason or "").strip()
	found = open_of(doc)
	with afterwards.attempt(doc, GRANT if approve else DENY):
		require_decider(doc, found)
	if found is None:
		refuse("本件没有待批准的延期申请，可能已经有人决定，请刷新页面。", TransitionRefused)
	if not approve or reason:
		require_reason(reason, DENY)
	extension = frappe.get_doc(EXTENSION, found.name)
	extension.update({"decided_by": frappe.session.user, "decided_on": now_datetime(), "opinion": reason})
	if approve:
		grant(doc, version, extension)
	else:
		extension.status = DENIED
		write(extension)
		events.record(doc, DENY, 环节=extension.stage_title, 理由=reason, 申请人员=events.full_name(extension.officer))
	return extension


def require_decider(doc, found: dict | None) -> None:
	"""分管领导, with no tie to the case, and not who asked; raises StateLocked or SelfHandling."""
	# Imported here: the declarations are a matter of risk control, which rests on the engine.
	from gaoping_regulation.risk_control import recusal

	user, role = frappe.session.user, role_name(DECIDER)
	if role not in actors.roles_of(user):
		refuse(f"延期须由{role}决定，您没有该角色。", StateLocked)
	if actors.is_own_case(doc, user):
		refuse("不能办理本人申请或录入的办件，请转由其他人员办理（回避）。", SelfHandling)
	if found and found.officer == user:
		refuse(f"不能决定本人提出的延期申请，请由另一名{role}决定。", SelfHandling)
	recusal.require_none(doc, user)


def grant(doc, version: registry.Version, extension) -> None:
	"""Move the due date, hand out the 延期通知书 and tell the applicant, in one transaction."""
	require_running(doc, version, GRANT)
	require_below_ceiling(doc, version, extension.days)
	old, due = doc.due_on, extended(doc, extension.days)
	extension.update({"status": GRANTED, "old_due": old, "new_due": due})
	# Past the guard, which takes a system field from a transition alone: the decider and the row's lock were asked above.
	doc.db_set("due_on", due)
	move_checklist(doc, due)
	said = {"环节": extension.stage_title, "延长": f"{extension.days} 个工作日", "理由": extension.reason}
	events.record(doc, GRANT, **said, 意见=extension.opinion, 申请人员=events.full_name(extension.officer), 原应于=str(old), 应于=str(due))
	if DOCUMENT in version.documents:
		extension.document = documents.issue(doc, version, DOCUMENT, {"extension": printed(extension)}).name
	write(extension)
	pauses.tell(doc, "extended", reason=extension.reason, due=due)


def move_checklist(doc, due: date) -> None:
	"""The open checklist shows until when its stage is to be done."""
	found = checklist.current(doc, doc.stage)
	if found and found.status == checklist.OPEN:
		record = frappe.get_doc("Stage Checklist", found.name)
		record.due_on = due
		checklist.write(record)


def printed(extension) -> dict:
	"""What the 延期通知书 says beside the case's own fields (domain 5.1: reason, new due date, approver)."""
	return {
		"stage": extension.stage_title,
		"days": extension.days,
		"reason": extension.reason,
		"old_due": str(extension.old_due),
		"new_due": str(extension.new_due),
		"approver": events.full_name(extension.decided_by),
		"approved_on": str(extension.decided_on)[:10],
	}


def lapse(doc) -> None:
	"""What nobody decided while the case was in its stage is decided by nobody any more."""
	if found := open_of(doc):
		extension = frappe.get_doc(EXTENSION, found.name)
		extension.status = LAPSED
		write(extension)
		events.record(doc, LAPSE, 环节=extension.stage_title)


def may_ask(doc, version: registry.Version) -> bool:
	"""Whether the session's user is an officer of the case's state, and its limit could be extended."""
	user = frappe.session.user
	if not most_days(version) or not doc.due_on or getdate(doc.due_on) < getdate() or actors.is_own_case(doc, user):
		return False
	officer = bool(pauses.officers(doc, version) & actors.roles_of(user))
	return officer and not open_of(doc) and not granted_of(doc, version)


def may_decide(doc, found: dict | None) -> bool:
	"""Whether the session's user may decide over what waits."""
	user = frappe.session.user
	if not found or found.officer == user or actors.is_own_case(doc, user):
		return False
	return role_name(DECIDER) in actors.roles_of(user)


def waiting_for(user: str, doctype: str) -> list[str]:
	"""The cases of a DocType whose extension the user is to decide."""
	if role_name(DECIDER) not in actors.roles_of(user):
		return []
	filters = {"case_doctype": doctype, "status": WAITING, "officer": ("!=", user)}
	return frappe.get_all(EXTENSION, filters, pluck="case_name")


def write(extension) -> None:
	extension.flags.by_engine = True
	extension.flags.ignore_permissions = True
	extension.save()
