"""The alerts of a scope by rule, matter, stage, officer or risk point, with the false positives of each."""

from collections import defaultdict

from gaoping_regulation.risk_control.supervision import found
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope

BY_OFFICER = "人员"
NONE = "（未注明）"
GROUPS = {
	"规则": lambda alert, scope: [(alert.rule, alert.rule_title)],
	"事项": lambda alert, scope: [(alert.matter, scope.titles.get(alert.matter, alert.matter))],
	"环节": lambda alert, scope: [(alert.stage, alert.stage)],
	BY_OFFICER: lambda alert, scope: [(alert.officer, alert.officer_name)],
	"风险点": lambda alert, scope: [(point, point) for point in found.points_of(alert)] or [(None, None)],
}
# The field of Risk Alert that opens the list behind a row. An alert with several points is found by any of them.
FIELDS = {"规则": "rule", "事项": "matter", "环节": "stage", BY_OFFICER: "officer", "风险点": "points"}


def grouped(scope: Scope, group: str) -> list[dict]:
	"""A row for each value of the group, the most alerts first; those in observe mode are counted apart.

	Raises PermissionError where a head asks by officer: alerts about persons are reviewed by 纪检监察, never by the
	officer's own line.
	"""
	if group == BY_OFFICER:
		scopes.require_watcher("按人员的预警统计")
	groups, titles = defaultdict(list), {}
	for alert in found.alerts(scope):
		for key, title in GROUPS[group](alert, scope):
			groups[key or ""].append(alert)
			titles[key or ""] = title or NONE
	rows = [row_of(key, titles[key], alerts) for key, alerts in groups.items()]
	return sorted(rows, key=lambda row: (-row["total"], row["title"]))


def row_of(key: str, title: str, alerts: list[dict]) -> dict:
	counted = found.counted(alerts)
	tally = found.tally(counted)
	reviewed = tally["confirmed"] + tally["false"]
	lacking = scopes.insufficient(reviewed)
	rate = "" if lacking else f"{100 * tally['false'] / reviewed:.1f}%"
	return {
		"key": key,
		"title": title,
		**tally,
		"reviewed": reviewed,
		"false_rate": lacking or rate,
		"observed": len(alerts) - len(counted),
	}
