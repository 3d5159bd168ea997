"""After an upgrade: what an administrator changed stays, and what the new version has instead is offered beside it."""

import json

import frappe

from gaoping_regulation import seeding
from gaoping_regulation.engine.errors import CaseError, StateLocked, refuse, to_json
from gaoping_regulation.matters import differences, moving
from gaoping_regulation.matters.drafts import DOCTYPE, restoring

SEED = "Seed Record"
CHANGED, SAME, KEPT, DRAFTED = "管理员已改", "一致", "保留修改", "已起草"
# These bind: the new version's text comes as a draft.
BINDING = ("Administrative Matter", "Workflow", "Risk Control Chart")


def get(key: str, for_update: bool = False):
	"""A Seed Record that has an offer; raises CaseError where there is none."""
	if not frappe.has_permission(SEED, "read"):
		refuse("您不能查看升级差异。", StateLocked)
	if not frappe.db.exists(SEED, key):
		refuse("没有这条升级差异，请从列表进入。", CaseError)
	doc = frappe.get_doc(SEED, key, for_update=for_update)
	if not doc.offered:
		refuse("这条记录没有待比较的新版本内容。", CaseError)
	return doc


def compare(key: str) -> list[dict]:
	"""Mine beside theirs: what the record is now, and what the new version has."""
	seed = get(key)
	theirs = json.loads(seed.offered)
	now = seeding.project(frappe.get_doc(seed.for_doctype, seed.for_name), theirs)
	meta, found = frappe.get_meta(seed.for_doctype), []
	for field, wanted in theirs.items():
		df = meta.get_field(field)
		if field == "doctype" or seeding.plain_value(wanted) == seeding.plain_value(now[field]):
			continue
		if df and df.fieldtype in frappe.model.table_fields:
			identity = next((keys for _, doctype, keys in (*differences.TABLES.values(), *differences.CHART.values()) if doctype == df.options), ("idx",))
			found += differences.rows(now[field], wanted, df.label, df.options, identity)
		else:
			label = df.label if df else field
			found.append(differences.line(f"{frappe._(seed.for_doctype)}：{seed.for_name}", "修改", label, differences.text(now[field]), differences.text(wanted)))
	return found


def keep(key: str) -> str:
	"""Stay with what is here: this offer is done with, the next version's will be shown again."""
	seed = get(key, for_update=True)
	require_administrator()
	settle(seed, KEPT)
	return KEPT


def take(key: str) -> dict:
	"""Take the new version's content over; what binds comes as a draft to be approved. Returns {"status", "draft"}."""
	seed = get(key, for_update=True)
	require_administrator()
	theirs = json.loads(seed.offered)
	if seed.for_doctype in BINDING:
		draft = drafted(seed, theirs)
		settle(seed, DRAFTED)
		return {"status": DRAFTED, "draft": draft}
	doc = frappe.get_doc(seed.for_doctype, seed.for_name)
	doc.update({field: value for field, value in theirs.items() if field not in ("doctype", "name")})
	# The new version's own record, also of a kind that he may not write himself (工作台).
	doc.flags.ignore_permissions = True
	doc.save()
	settle(seed, SAME)
	return {"status": SAME, "draft": None}


def settle(seed, status: str) -> None:
	theirs = json.loads(seed.offered)
	now = seeding.project(frappe.get_doc(seed.for_doctype, seed.for_name), theirs)
	kept = seed.content if status == KEPT else to_json(now)
	frappe.db.set_value(SEED, seed.name, {"seed": seed.offered, "content": kept, "offered": None, "status": status})


def drafted(seed, theirs: dict) -> str:
	"""A draft with the new version's part in the place of the live one."""
	field = {"Administrative Matter": "name", "Workflow": "workflow", "Risk Control Chart": "name"}[seed.for_doctype]
	code = frappe.db.get_value("Administrative Matter", {field: seed.for_name})
	records = [theirs if (row["doctype"], moving.name_of(row)) == (seed.for_doctype, seed.for_name) else row for row in moving.records_of(code)]
	matter = next(row for row in records if row["doctype"] == "Administrative Matter")
	if not moving.one(records, "Administrative Matter", code):
		refuse("这条记录所属的事项不在了。", CaseError)
	return restoring.begin(code, moving.content_of(matter, records), f"采用新版本的{frappe._(seed.for_doctype)}").name


def require_administrator() -> None:
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("升级差异由业务管理员处理，您没有该角色。", StateLocked)
