"""What the machine can know about a risk point before the officer answers: an answer and its evidence.

A rule is registered under the tail of a risk point's code (`SC-3` serves XT-SC-3 and XD-SC-3) or the whole.
It returns (符合 | 发现问题 | None, evidence); None leaves the question to the officer.
"""

from collections.abc import Callable

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import application
from gaoping_regulation.engine import materials, registry

Rule = Callable[[object], tuple[str | None, str | None]]
RULES: dict[str, Rule] = {}
FINE, PROBLEM = "符合", "发现问题"


def rule(*codes: str) -> Callable[[Rule], Rule]:
	"""Register a rule for risk points, by whole code or by the part after the matter's."""

	def register(function: Rule) -> Rule:
		for code in codes:
			RULES[code] = function
		return function

	return register


def for_case(doc, points: list[str]) -> dict[str, tuple[str | None, str | None]]:
	"""{risk point code: (answer, evidence)} for the points that have a rule; a rule that fails leaves it open."""
	found = {}
	for code in points:
		function = RULES.get(code) or RULES.get(code.split("-", 1)[1])
		if function is None:
			continue
		try:
			found[code] = function(doc)
		except Exception:
			frappe.log_error(title=f"预答规则 {code}")
	return found


@rule("XT-SC-1", "XD-SC-1", "XT-BA-1", "XD-BA-1", "SL-5")
def meets_conditions(doc):
	"""不符合的受理: the form's own checks and the list of materials, run again now."""
	problems = materials.problems(doc, registry.version_of(doc)) + application.problems(doc)
	if problems:
		return PROBLEM, "；".join(problem["message"] for problem in problems)
	return FINE, "材料齐全，表单校验全部通过"


@rule("XT-SC-2", "XD-SC-2", "SL-4")
def told_once(doc):
	"""一次性告知: at most one correction notice."""
	count = frappe.db.count("Correction Notice", {"case_name": doc.name})
	if count > 1:
		return PROBLEM, f"已发出 {count} 次补正告知"
	return FINE, "未要求补正" if not count else "仅一次补正告知，列明全部事项"


@rule("XT-SC-3", "XD-SC-3")
def no_doubt_left(doc):
	"""把关不严: no health certificate that is out of date, no copy unsigned."""
	late = [row.worker_name for row in doc.get("workers") or [] if getdate(row.valid_until) < getdate()]
	if late:
		return PROBLEM, f"健康证明已过期：{'、'.join(late)}"
	return FINE, "健康证明均在有效期内，未发现系统疑点"


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


@rule("XT-SC-6", "XD-SC-6", "SL-3", "SC-3", "XT-SD-1", "XD-SD-1", "SD-3")
def in_time(doc):
	"""超时: the stage's due date."""
	if doc.due_on and getdate(doc.due_on) < getdate():
		return PROBLEM, f"应于 {doc.due_on} 前办理，已超时"
	return FINE, f"在时限内（{doc.due_on} 前）"


@rule("XT-BA-2", "XD-BA-2")
def nothing_to_refuse(doc):
	"""符合条件不予备案: tells the officer that all checks pass, so a refusal needs its reason."""
	problems = materials.problems(doc, registry.version_of(doc)) + application.problems(doc)
	if not problems:
		return FINE, "系统校验全部通过，不予备案须有事实和依据"
	return None, "；".join(problem["message"] for problem in problems)
