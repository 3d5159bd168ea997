"""Which decisions need a 集体评议 beforehand: a setting of the matter, part of its version (chart of 抽奖备案, 决定)."""

import frappe

from gaoping_regulation.engine.checklist import PROBLEM
from gaoping_regulation.engine.errors import TransitionRefused, refuse
from gaoping_regulation.risk_control.doctype.collective_review.collective_review import AGAINST, FOR, OVER

NEVER, PROBLEMS, REFUSALS, ALWAYS = "不要求", "高等级环节发现问题时", "不予决定前", "每次决定前"
WANTED = {"准予": FOR, "不予": AGAINST}


def require(doc, version, action: dict) -> None:
	"""A decision that needs a review waits for one that concluded the same; raises TransitionRefused."""
	setting = version.settings.get("collective_review") or NEVER
	if not is_needed(setting, doc, action["decision"]):
		return
	concluded = frappe.get_all(
		"Collective Review", {"case_name": doc.name, "status": OVER}, pluck="conclusion", order_by="modified desc", limit=1
	)
	if not concluded:
		refuse(f"本事项规定{setting}须经集体评议。请先在“集体评议”中就本件立会、表决，有结论后再作决定。", TransitionRefused, "须先集体评议")
	if not concluded[0].startswith(WANTED[action["decision"]] + "（"):
		refuse(f"集体评议的结论为“{concluded[0]}”，不能作出“{action['action']}”。请按结论办理，或重新评议。", TransitionRefused, "与评议结论不符")


def is_needed(setting: str, doc, decision: str) -> bool:
	if setting == PROBLEMS:
		return has_problems(doc)
	return setting == ALWAYS or (setting == REFUSALS and decision == "不予")


def has_problems(doc) -> bool:
	"""Whether a signed checklist of a 高 stage found a problem in this case."""
	lists = frappe.get_all("Stage Checklist", {"case_name": doc.name, "level": "高"}, pluck="name")
	return bool(lists and frappe.get_all("Stage Checklist Item", {"parent": ("in", lists), "result": PROBLEM}, limit=1))
