"""The way of a draft: written by one, approved by another, published at once or at its date."""

import json

import frappe
from frappe.utils import escape_html, getdate, now_datetime
from frappe.utils.synchronization import filelock

from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import CaseError, StateLocked, refuse
from gaoping_regulation.matters import fence, linter
from gaoping_regulation.matters.drafts import DISCARDED, DOCTYPE, OPEN, PUBLISHED, SCHEDULED, STEPS, WAITING, WRITING, apply, content

APPROVERS = ("business_admin", "deputy_director")
ERROR = "错误"


class DraftRefused(CaseError):
	"""The draft may not take this step now."""


def locked(name: str):
	"""A draft under its row's lock, for who may read it."""
	if not frappe.db.exists(DOCTYPE, name):
		refuse(f"没有草案“{str(name)[:40]}”，请从列表进入。", DraftRefused)
	draft = frappe.get_doc(DOCTYPE, name, for_update=True)
	draft.check_permission("read")
	return draft


def require(draft, *states: str) -> None:
	if draft.status not in states:
		refuse(f"草案现为“{draft.status}”，不能这样办理。请刷新页面。", DraftRefused)


def submit(name: str, confirmed: bool = False) -> dict:
	"""Hand a draft in for approval.

	Raises DraftRefused with what the linter found wrong; warnings too, unless they are confirmed.
	"""
	draft = locked(name)
	draft.check_permission("write")
	require(draft, WRITING)
	require_sound(draft, confirmed)
	step(draft, status=WAITING, author=frappe.session.user, submitted_on=now(), failure=None)
	return state_of(draft)


def require_sound(draft, confirmed: bool) -> None:
	found = linter.findings(draft)
	errors = [row for row in found if row["level"] == ERROR]
	if errors:
		refuse(told("草案有错误，改正后才能提交：", errors), DraftRefused, "草案有错误")
	if found and not confirmed:
		refuse(told("请核对下列提醒，确认无误后再次提交：", found), DraftRefused, "请核对")


def told(intro: str, rows: list[dict]) -> str:
	return "<br>".join([intro, *(escape_html(f"{number}. {row['place']}：{row['message']}") for number, row in enumerate(rows, 1))])


def approve(name: str, opinion: str | None = None) -> dict:
	"""Approve a draft; it is published now, or at its date.

	Raises StateLocked for a caller who is no approver, or who wrote the draft himself (unless the office publishes
	single-handed, which is recorded), DraftRefused where the draft does not wait for approval or the matter changed.
	"""
	make_table(name)
	draft = locked(name)
	require(draft, WAITING)
	require_approver(draft)
	mine = frappe.session.user in authors(draft)
	require_unchanged(draft)
	step(draft, status=SCHEDULED, approver=frappe.session.user, approved_on=now(), opinion=opinion, single_person=int(mine))
	if not draft.effective_on or getdate(draft.effective_on) <= getdate():
		publish(draft)
	return state_of(draft)


def make_table(name: str) -> None:
	"""A new matter's DocType comes before the draft's transaction: making a table commits what was begun."""
	draft = locked(name)
	if not draft.is_new_matter or draft.status != WAITING:
		return
	require_approver(draft)
	require_sound(draft, confirmed=True)
	# Imported here: the designer makes drafts and needs their steps.
	from gaoping_regulation.matters.designer import build

	with filelock(f"matter-{draft.code}"):
		build.doctype(draft)
	frappe.db.commit()


def require_approver(draft) -> None:
	"""An approver's role, and another person than those who wrote the draft."""
	require_approver_role()
	if frappe.session.user in authors(draft) and not frappe.db.get_single_value("Regulation Settings", "single_person_publishing"):
		refuse("起草人不能批准自己的草案。请由另一位业务管理员或分管领导批准。", StateLocked)


def require_approver_role() -> None:
	roles = {role_name(key) for key in APPROVERS} | {fence.MANAGER}
	if not roles & set(frappe.get_roles()):
		refuse("配置草案由业务管理员或分管领导批准，您没有该角色。", StateLocked)


def authors(draft) -> set[str]:
	"""Everybody who had a hand in a draft: who began it, changed what it holds, handed it in."""
	saved = frappe.get_all("Version", ["owner", "data"], {"ref_doctype": DOCTYPE, "docname": draft.name})
	return {draft.owner, draft.author, *(row.owner for row in saved if wrote(json.loads(row.data)))}


def wrote(change: dict) -> bool:
	"""Whether a save changed the draft's content: a step alone (returned, approved) makes nobody its author."""
	rows = any(change.get(key) for key in ("added", "removed", "row_changed"))
	return rows or any(field not in STEPS for field, *_ in change.get("changed") or [])


def require_unchanged(draft) -> None:
	"""The matter is still on the version that the draft was made from."""
	if draft.matter and content.live_name(draft.matter) != draft.base_version:
		refuse("起草之后事项已发布了新版本。请作废本草案，按现行版本重新起草。", DraftRefused)


def send_back(name: str, opinion: str) -> dict:
	"""Return a draft to its author, with what is to be changed."""
	draft = locked(name)
	require(draft, WAITING, SCHEDULED)
	require_approver_role()
	if not (opinion or "").strip():
		refuse("请写明退回的理由。", DraftRefused)
	step(draft, status=WRITING, opinion=opinion.strip(), approver=None, approved_on=None)
	return state_of(draft)


def discard(name: str) -> dict:
	"""Give a draft up; what it held stays to be read."""
	draft = locked(name)
	draft.check_permission("write")
	require(draft, *OPEN)
	step(draft, status=DISCARDED)
	return state_of(draft)


def publish(draft) -> None:
	"""Make a draft the matter's configuration, whole or not at all."""
	require(draft, SCHEDULED)
	require_unchanged(draft)
	require_sound(draft, confirmed=True)
	version = apply.apply(draft)
	step(draft, status=PUBLISHED, published_version=version, published_on=now(), matter=draft.code, failure=None)


def publish_due() -> None:
	"""Publish the approved drafts whose date has come; one that cannot be is kept and says why (every five minutes)."""
	due = frappe.get_all(DOCTYPE, {"status": SCHEDULED, "effective_on": ("<=", getdate())}, pluck="name", order_by="effective_on")
	for name in due:
		try:
			draft = frappe.get_doc(DOCTYPE, name, for_update=True)
			if draft.status == SCHEDULED:
				publish(draft)
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			frappe.log_error(title=f"草案 {name} 未能发布")
			frappe.db.set_value(DOCTYPE, name, {"status": WRITING, "failure": str(error)[:500]})
			frappe.db.commit()


def step(draft, **values) -> None:
	draft.update(values)
	draft.flags.by_engine = True
	draft.flags.ignore_permissions = True
	draft.save()


def state_of(draft) -> dict:
	return {"draft": draft.name, "status": draft.status, "version": draft.published_version}


def now():
	return now_datetime().replace(microsecond=0)
