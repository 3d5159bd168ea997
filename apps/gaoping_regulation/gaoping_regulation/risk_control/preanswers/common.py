"""Rules that the matters share: conditions, 一次性告知, procedure, limits."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import application
from gaoping_regulation.engine import materials, registry
from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule


def problems_of(doc) -> list[dict]:
	"""What the form's own checks and the list of materials find now."""
	return materials.problems(doc, registry.version_of(doc)) + application.problems(doc)


@rule("XT-SC-1", "XD-SC-1", "XT-BA-1", "XD-BA-1", "DY-SL-5", "YJ-SL-5")
def meets_conditions(doc):
	"""不符合的受理: the form's own checks and the list of materials, run again now."""
	problems = problems_of(doc)
	if problems:
		return PROBLEM, "；".join(problem["message"] for problem in problems)
	return FINE, "材料齐全，表单校验全部通过"


@rule("XT-SC-2", "XD-SC-2", "DY-SL-4", "YJ-SL-4")
def told_once(doc):
	"""一次性告知: at most one correction notice."""
	count = frappe.db.count("Correction Notice", {"case_name": doc.name})
	if count > 1:
		return PROBLEM, f"已发出 {count} 次补正告知"
	return FINE, "未要求补正" if not count else "仅一次补正告知，列明全部事项"


@rule("XT-SC-4", "XD-SC-4")
def by_procedure(doc):
	"""未按规定程序: the case came here by the state machine, every copy is ticked as signed."""
	unsigned = [row.title for row in doc.materials if row.attachment and not row.signed and needs_signature(doc, row)]
	if unsigned:
		return PROBLEM, f"未勾选本人签名：{'、'.join(unsigned)}"
	return FINE, "按流程流转，复印件均已签名"


def needs_signature(doc, row) -> bool:
	wanted = {item["code"]: item for item in registry.version_of(doc).materials}
	return bool(wanted.get(row.material, {}).get("needs_signature"))


@rule(
	"XT-SC-6", "XD-SC-6", "XT-SD-1", "XD-SD-1", "DY-SL-3", "YJ-SL-3", "DY-SC-3", "YJ-SC-3", "DY-SD-2", "YJ-SD-2", "DY-SD-3", "YJ-SD-3"
)
def in_time(doc):
	"""超时: the stage's due date."""
	if doc.due_on and getdate(doc.due_on) < getdate():
		return PROBLEM, f"应于 {doc.due_on} 前办理，已超时"
	return FINE, f"在时限内（{doc.due_on} 前）"


@rule("XT-BA-2", "XD-BA-2")
def nothing_to_refuse(doc):
	"""符合条件不予备案: tells the officer that all checks pass, so a refusal needs its reason."""
	problems = problems_of(doc)
	if not problems:
		return FINE, "系统校验全部通过，不予备案须有事实和依据"
	return None, "；".join(problem["message"] for problem in problems)
