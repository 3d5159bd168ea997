"""Back to an earlier version, by the same way as every change: a draft, a second person, a new version."""

import json

import frappe

from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.matters.drafts import DOCTYPE, WRITING, content, steps


def restore(version: str, reason: str) -> dict:
	"""Make a draft with an earlier version's content and hand it in; where one person may publish, it is live at once.

	Raises StateLocked for a caller who may write no drafts, DraftRefused for the version that is live, or where another
	draft of the matter is open.
	"""
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("恢复旧版本由业务管理员办理，您没有该角色。", StateLocked)
	found = frappe.db.get_value("Matter Version", version, ["matter", "version", "content"], as_dict=True)
	if found is None:
		refuse(f"没有版本“{str(version)[:40]}”，请从版本列表进入。", steps.DraftRefused)
	if content.live_name(found.matter) == version:
		refuse("这就是现行版本，不需要恢复。", steps.DraftRefused)
	if not (reason or "").strip():
		refuse("请写明恢复旧版本的理由。", steps.DraftRefused)
	draft = begin(found.matter, json.loads(found.content), f"恢复第{found.version}版：{reason.strip()}")
	steps.submit(draft.name, confirmed=True)
	if frappe.db.get_single_value("Regulation Settings", "single_person_publishing"):
		return steps.approve(draft.name)
	return steps.state_of(frappe.get_doc(DOCTYPE, draft.name))


def begin(matter: str, wanted: dict, reason: str):
	"""A draft of a matter that holds a given content, still to be handed in."""
	draft = frappe.new_doc(DOCTYPE)
	draft.update({"matter": matter, "reason": reason, "status": WRITING})
	draft.require_matter()
	draft.code, draft.base_version = matter, content.live_name(matter)
	draft.fill_names()
	content.fill(draft, wanted)
	draft.flags.by_engine = True
	draft.insert()
	return draft
