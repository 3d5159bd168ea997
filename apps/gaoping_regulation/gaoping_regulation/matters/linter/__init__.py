"""What is wrong with a draft, told before it is published: errors keep it back, warnings ask.

Each check takes the draft and its content and yields findings; it reads, and never changes anything.
"""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.matters.drafts import content


def error(place: str, message: str) -> dict:
	return {"level": "错误", "place": place, "message": message}


def warning(place: str, message: str) -> dict:
	return {"level": "提醒", "place": place, "message": message}


def findings(draft) -> list[dict]:
	"""Everything that is wrong with a Configuration Draft, errors first.

	Returns list of {"level": 错误|提醒, "place": where in the draft, "message": what to do}.
	"""
	from gaoping_regulation.matters.linter import chart, fenced, flow, form, new_matter, papers

	new = content.of(draft)
	checks = (new_matter.check, flow.check, chart.check, form.check, papers.check, fenced.check, affected)
	found = [finding for check in checks for finding in check(draft, new)]
	return sorted(found, key=lambda row: row["level"] != "错误")


def affected(draft, new: dict):
	"""How many cases are under way, and which of them stand in states that the draft takes away."""
	if draft.is_new_matter:
		return
	open_cases = count_open(draft.new_doctype, draft.matter)
	if not open_cases:
		return
	kept = {row["state"] for row in new["states"]}
	gone = {state: number for state, number in open_cases.items() if state not in kept}
	total = sum(open_cases.values())
	text = f"现有{total}件在办，继续按原版本办理，不受影响"
	if gone:
		text += "；其中" + "、".join(f"“{state}”{number}件" for state, number in sorted(gone.items())) + "所在的状态已不在草案中"
	yield warning("在办件", text + "。")


def count_open(doctype: str, code: str) -> dict[str, int]:
	"""{state: number of cases that are not closed}, drafts of applicants included."""
	final = {
		row["state"]
		for version in frappe.get_all("Matter Version", {"matter": code}, pluck="name")
		for row in registry.get_version(version).states.values()
		if row.get("is_final")
	}
	rows = frappe.get_all(doctype, {"closed_on": ("is", "not set")}, ["workflow_state", "count(name) as number"], group_by="workflow_state")
	return {row.workflow_state: row.number for row in rows if row.workflow_state not in final}
