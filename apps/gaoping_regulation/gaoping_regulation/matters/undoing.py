"""What administrators change at once is kept with its state before, and can be taken back (issue 6, two speeds).

One Configuration Change holds everything that one save changed. Taking it back is a change of its own, passes the
fence like any other, and is refused where somebody has changed the same thing since.
"""

import json

import frappe

from gaoping_regulation.engine.errors import CaseError, StateLocked, refuse, to_json
from gaoping_regulation.matters import moving

LOG = "Configuration Change"
ADDED, CHANGED, REMOVED, CUSTOMIZED = "新增", "修改", "删除", "表单定制"
FORM = ("Custom Field", "Property Setter")


def note_replaced(doc, method: str | None = None) -> None:
	"""before_validate of a Property Setter: core deletes the one that it replaces by SQL."""
	if doc.doctype == "Property Setter" and doc.is_new():
		place = {key: doc.get(key) for key in ("doc_type", "field_name", "property")}
		name = frappe.db.exists("Property Setter", {key: value for key, value in place.items() if value})
		doc.flags.replaced = moving.record_of(frappe.get_doc("Property Setter", name)) if name else None


def on_update(doc, method: str | None = None) -> None:
	"""Keep a record's state before and after it was saved."""
	if is_silent(doc):
		return
	before = doc.get_doc_before_save()
	old = moving.record_of(before) if before else doc.flags.replaced
	# As the database gives it back: times and numbers have another shape in what was sent.
	new = moving.record_of(frappe.get_doc(doc.doctype, doc.name))
	if old != new:
		keep(CHANGED if old else ADDED, doc.doctype, doc.name, [entry(doc.doctype, doc.name, old, new)])


def on_trash(doc, method: str | None = None) -> None:
	if not is_silent(doc):
		keep(REMOVED, doc.doctype, doc.name, [entry(doc.doctype, doc.name, moving.record_of(doc), None)])


def is_silent(doc) -> bool:
	"""Set-up, upgrades, drafts and the form's own wrapper keep their changes elsewhere."""
	flags = frappe.flags
	own_way = doc.flags.seeding or doc.flags.publishing or flags.gaoping_customizing
	return bool(own_way or flags.in_install or flags.in_migrate or flags.in_patch or not frappe.db.table_exists(LOG))


def entry(doctype: str, name: str, before: dict | None, after: dict | None) -> dict:
	return {"doctype": doctype, "name": name, "before": before, "after": after}


def keep(kind: str, doctype: str, name: str, entries: list[dict], **more) -> str:
	log = frappe.new_doc(LOG)
	log.update({"kind": kind, "for_doctype": doctype, "for_name": name, "made_by": frappe.session.user, "entries": to_json(entries), **more})
	log.summary = f"{kind}：{frappe._(doctype)} {title_of(entries[0])}"[:140]
	log.flags.by_engine = True
	log.insert(ignore_permissions=True)
	return log.name


def title_of(row: dict) -> str:
	record = row["after"] or row["before"]
	return str(next((record[key] for key in ("label", "title", "name") if record.get(key)), row["name"]))


class Customizing:
	"""Customize Form writes past the documents' events: its setters and fields are compared before and after."""

	def __init__(self, doctype: str):
		self.doctype = doctype

	def __enter__(self):
		self.before = form_records(self.doctype)
		frappe.flags.gaoping_customizing = True

	def __exit__(self, problem, *_):
		frappe.flags.gaoping_customizing = False
		if problem:
			return
		after = form_records(self.doctype)
		changed = [key for key in {**self.before, **after} if self.before.get(key) != after.get(key)]
		entries = [entry(*key, self.before.get(key), after.get(key)) for key in changed]
		if entries:
			keep(CUSTOMIZED, self.doctype, self.doctype, entries)


def form_records(doctype: str) -> dict[tuple[str, str], dict]:
	"""The Custom Fields and Property Setters of a form, as records."""
	found = {}
	for kind, field in zip(FORM, ("dt", "doc_type"), strict=True):
		for name in frappe.get_all(kind, {field: doctype}, pluck="name"):
			found[kind, name] = moving.record_of(frappe.get_doc(kind, name))
	return found


def undo(name: str) -> str:
	"""Take a change back; returns the change that this makes.

	Raises CaseError where it was taken back already or overtaken by a later change, StateLocked for who may not write
	what it concerns; the fence's refusals as they come.
	"""
	log = frappe.get_doc(LOG, name, for_update=True)
	log.check_permission("read")
	entries = json.loads(log.entries)
	if log.undone:
		refuse("这次修改已经撤回过了。", CaseError)
	for row in entries:
		if not frappe.has_permission(row["doctype"], "write"):
			refuse("撤回由业务管理员办理，您没有该角色。", StateLocked)
		if present(row) != row["after"]:
			refuse(f"“{title_of(row)}”后来又改过，不能直接撤回。请先撤回后来的修改。", CaseError)
	frappe.flags.gaoping_customizing = True
	try:
		for row in reversed(entries):
			put_back(row)
	finally:
		frappe.flags.gaoping_customizing = False
	log.undone = 1
	log.flags.by_engine = True
	log.save(ignore_permissions=True)
	back = [entry(row["doctype"], row["name"], row["after"], row["before"]) for row in entries]
	return keep(CHANGED, log.for_doctype, log.for_name, back, undoes=log.name)


def present(row: dict) -> dict | None:
	if not frappe.db.exists(row["doctype"], row["name"]):
		return None
	return moving.record_of(frappe.get_doc(row["doctype"], row["name"]))


def put_back(row: dict) -> None:
	"""Write a record as it was before, whether it was changed, added or deleted."""
	before, after = row["before"], row["after"]
	if before is None:
		frappe.delete_doc(row["doctype"], row["name"])
	elif after is None:
		frappe.get_doc(dict(before)).insert(set_name=row["name"])
	else:
		doc = frappe.get_doc(row["doctype"], row["name"])
		gone = {key: None for key in after if key not in before}
		doc.update({**gone, **{key: value for key, value in before.items() if key not in ("doctype", "name")}})
		doc.save()
