"""Standard records of the app's modules that an administrator may change: an upgrade does not write over his.

The framework imports a module's files again when they are newer. So what was changed is held before a migration and
put back after it; what the new file has is offered like a seed's.
"""

import hashlib
import json
from pathlib import Path

import frappe

from gaoping_regulation.engine.errors import to_json
from gaoping_regulation.matters import moving

KINDS = ("Workspace", "Number Card", "Dashboard Chart")
APP = Path(__file__).parents[1]
SEED = "Seed Record"


def files() -> dict[tuple[str, str], Path]:
	"""{(DocType, name): file} of the app's standard records."""
	found = {}
	for kind in KINDS:
		for path in APP.glob(f"*/{frappe.scrub(kind)}/*/*.json"):
			found[kind, json.loads(path.read_text())["name"]] = path
	return found


def key_of(doctype: str, name: str) -> str:
	return hashlib.sha256(f"{doctype}\n{name}".encode()).hexdigest()[:20]


def hold() -> None:
	"""before_migrate: keep what differs from what the last upgrade left."""
	frappe.flags.gaoping_held = {}
	if not frappe.db.table_exists(SEED):
		return
	for doctype, name in files():
		if frappe.db.exists(doctype, name) and is_changed(doctype, name):
			frappe.flags.gaoping_held[doctype, name] = moving.record_of(frappe.get_doc(doctype, name))


def is_changed(doctype: str, name: str) -> bool:
	"""Whether it is no longer what the last upgrade left; before the first of them, whether a person saved it."""
	last = frappe.db.get_value(SEED, key_of(doctype, name), "content")
	if last is None:
		return frappe.db.get_value(doctype, name, "modified_by") not in ("Administrator", None)
	return to_json(moving.record_of(frappe.get_doc(doctype, name))) != last


def settle() -> list[str]:
	"""after_install, after_migrate: put back what was held, remember the rest; returns what was put back."""
	held, kept = frappe.flags.gaoping_held or {}, []
	for doctype, name in files():
		if not frappe.db.exists(doctype, name):
			continue
		mine = held.get((doctype, name))
		now = moving.record_of(frappe.get_doc(doctype, name))
		if mine is None:
			remember(doctype, name, now)
		elif mine != now:
			put_back(doctype, name, mine)
			offer(doctype, name, now)
			kept.append(f"{doctype}: {name}")
	return kept


def remember(doctype: str, name: str, now: dict) -> None:
	key, content = key_of(doctype, name), to_json(now)
	if frappe.db.exists(SEED, key):
		frappe.db.set_value(SEED, key, {"content": content, "seed": content})
		return
	seed = frappe.new_doc(SEED)
	seed.update({"key": key, "for_doctype": doctype, "for_name": name, "seed": content, "content": content, "status": "一致"})
	seed.insert(ignore_permissions=True)


def offer(doctype: str, name: str, theirs: dict) -> None:
	if not frappe.db.exists(SEED, key_of(doctype, name)):
		remember(doctype, name, theirs)
	frappe.db.set_value(SEED, key_of(doctype, name), {"offered": to_json(theirs), "status": "管理员已改", "content": to_json(theirs)})


def put_back(doctype: str, name: str, mine: dict) -> None:
	doc = frappe.get_doc(doctype, name)
	doc.update({field: value for field, value in mine.items() if field not in ("doctype", "name")})
	doc.flags.ignore_permissions = True
	doc.flags.seeding = True
	doc.flags.ignore_links = True
	doc.save()
