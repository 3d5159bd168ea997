"""The fence of 业务管理员 holds for a draft as it does for the records: who drafts gets nothing that he could not write."""

import copy
import json

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.matters import fence
from gaoping_regulation.matters.drafts import content
from gaoping_regulation.matters.fence import matter, workflow
from gaoping_regulation.matters.linter import error


def check(draft, new: dict):
	if draft.is_new_matter:
		yield from tried("事项", matter.check_tables, draft)
		return
	live = frappe.get_doc("Administrative Matter", draft.matter)
	changed = as_changed(live, {table: new[table] for table in registry.TABLES})
	yield from tried("事项", matter.check, changed)
	flow = frappe.get_doc("Workflow", live.workflow)
	states = [{"state": row["state"], "doc_status": "0", "allow_edit": new["editors"].get(row["state"])} for row in new["states"]]
	yield from tried("流程", workflow.check, as_changed(flow, {"states": states, "transitions": new["transitions"]}))
	if frappe.db.exists("Risk Control Chart", draft.matter):
		chart = bureaus_own(frappe.get_doc("Risk Control Chart", draft.matter))
		tables = {key: new["chart"][key] for key in content.CHART.values()}
		yield from tried("风险防控图", matter.Chart.check, as_changed(chart, tables))


def bureaus_own(chart):
	"""The chart with what the bureau drew, as the matter's first version has it: what was added later may go again."""
	first = frappe.get_all("Matter Version", {"matter": chart.matter}, pluck="content", order_by="version asc", limit=1)
	drawn = json.loads(first[0])["chart"] if first else {}
	for table, key in (("points", "code"), ("measures", "original_text")):
		kept = {row.get(key) for row in drawn.get(table, [])}
		chart.set(table, [row for row in chart.get(table) if row.get(key) in kept])
	return chart


def as_changed(live, tables: dict):
	"""The record as the draft would leave it, not saved."""
	doc = copy.deepcopy(live)
	doc._doc_before_save = live
	for table, rows in tables.items():
		doc.set(table, rows)
	return doc


def tried(place: str, rule, doc):
	try:
		rule(doc)
	except fence.FenceError as problem:
		frappe.clear_last_message()
		yield error(place, str(problem))
