"""What the machine can know about a risk point before the officer answers: an answer and its evidence.

A rule is registered under the codes of the risk points that it answers. It returns (符合 | 发现问题 | None,
evidence); None leaves the question to the officer. The rules lie in `risk_control/preanswers/`, a file for each
matter.
"""

from collections.abc import Callable
from importlib import import_module

import frappe

Rule = Callable[[object], tuple[str | None, str | None]]
RULES: dict[str, Rule] = {}
FINE, PROBLEM = "符合", "发现问题"


def rule(*codes: str) -> Callable[[Rule], Rule]:
	"""Register a rule for risk points, by their codes."""

	def register(function: Rule) -> Rule:
		for code in codes:
			RULES[code] = function
		return function

	return register


def load() -> None:
	"""Register the rules of all matters."""
	import_module("gaoping_regulation.risk_control.preanswers")


def for_case(doc, points: list[str]) -> dict[str, tuple[str | None, str | None]]:
	"""{risk point code: (answer, evidence)} for the points that have a rule; a rule that fails leaves it open."""
	load()
	found = {}
	for code in points:
		function = RULES.get(code)
		if function is None:
			continue
		try:
			found[code] = function(doc)
		except Exception:
			frappe.log_error(title=f"预答规则 {code}")
	return found
