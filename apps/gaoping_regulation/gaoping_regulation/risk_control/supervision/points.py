"""风险点一览: each risk point of the live charts, which rules guard it, and what they found this year."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.engine import preanswers, registry
from gaoping_regulation.risk_control import detectors
from gaoping_regulation.risk_control.supervision import found
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope

UNGUARDED = "尚无规则"
LACKING = "数据不足"


def overview(scope: Scope) -> list[dict]:
	"""A row for each risk point: its text and level, its rules, and the alerts and problems of the scope's days."""
	states = rule_states()
	alerts = by_point(found.alerts(scope))
	problems = frappe._dict()
	for item in found.answers(scope):
		if item.result == found.PROBLEM:
			problems[item.point] = problems.get(item.point, 0) + 1
	preanswers.load()
	return [
		row_of(scope, version, point, states, alerts.get(point["code"], []), problems.get(point["code"], 0))
		for version in map(registry.latest_version, scope.codes)
		for point in version.chart.get("points", [])
		if not point.get("is_template_residue")
	]


def row_of(scope: Scope, version, point: dict, states: dict, alerts: list, problems: int) -> dict:
	rules = [rule_row(rule, states.get(rule.key)) for rule in detectors.guards(point["code"])]
	titles = {row["stage"]: row["title"] for row in version.chart["stages"]}
	return {
		"matter": version.code,
		"matter_title": scope.titles[version.code],
		"stage_title": titles.get(point["stage"], point["stage"]),
		"point": point["code"],
		"text": point.get("text") or point["original_text"],
		"original_text": point["original_text"],
		"level": point["level"],
		"rules": rules,
		"preanswer": point["code"] in preanswers.RULES,
		"problems": problems,
		**found.tally(found.counted(alerts)),
		"observed": sum(1 for alert in alerts if alert.observed),
		"state": "" if rules else UNGUARDED,
	}


def rule_row(rule, state) -> dict:
	"""A rule as people read it: what it does, in which mode it runs, and whether it has enough data to tell."""
	state = state or frappe._dict(mode=rule.mode, last_state=None, last_run=None)
	lacking = ""
	if rule.statistical and (state.last_run is None or LACKING in (state.last_state or "")):
		lacking = state.last_state or f"{LACKING}（样本至少 {rule.sample_size}）"
	return {
		"key": rule.key,
		"title": rule.title,
		"kind": rule.kind,
		"mode": state.mode,
		"explanation": rule.explanation,
		"lacking": lacking,
	}


def rule_states() -> dict[str, dict]:
	"""{rule: its record}: mode and last run are settings of the site."""
	return {row.name: row for row in frappe.get_all("Detection Rule", ["name", "mode", "last_run", "last_state"])}


def by_point(alerts: list[dict]) -> dict[str, list[dict]]:
	points: dict[str, list] = {}
	for alert in alerts:
		for point in found.points_of(alert):
			points.setdefault(point, []).append(alert)
	return points


def this_year(matter: str | None = None) -> Scope:
	return scopes.of({"matter": matter, "from_date": getdate().replace(month=1, day=1)})
