"""Stage × level of each matter: how many alerts, items answered 发现问题, and stays beyond the limit."""

from collections import Counter

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.checklist import chart_stage
from gaoping_regulation.risk_control.supervision import found, visits
from gaoping_regulation.risk_control.supervision.scope import Scope

KINDS = (("alerts", "预警"), ("problems", "发现问题"), ("late", "超时"))
NO_STAGE = "未注明环节"


def rows(scope: Scope) -> list[dict]:
	"""A row for each stage with a checklist: matter, stage, the chart's level, {level: {"alerts", "problems", "late"}}.

	Alerts and problems stand under their own level, a late stay under the stage's level in the chart. What is about no
	stage is in a row of its own, so that the sums agree with the other reports.
	"""
	counts, places = count(scope), stages(scope)
	known = [(place["matter"], place["stage"]) for place in places]
	others = sorted({(matter, stage) for matter, stage, _, _ in counts} - set(known))
	for matter, stage in others:
		places.append(place_of(scope, matter, stage, stage or NO_STAGE, ""))
	for place in places:
		key = place["matter"], place["stage"]
		place["cells"] = {level: {kind: counts[(*key, level, kind)] for kind, _ in KINDS} for level in found.LEVELS}
		place["total"] = sum(sum(cell.values()) for cell in place["cells"].values())
	return places


def stages(scope: Scope) -> list[dict]:
	"""The stages with a checklist of the scope's matters, as they are published now, in the order of the process."""
	places = []
	for code in scope.codes:
		version = registry.latest_version(code)
		for stage in version.stages.values():
			if stage.get("has_checklist"):
				places.append(place_of(scope, code, stage["key"], stage["title"], level_in_chart(version, stage["key"])))
	return places


def place_of(scope: Scope, matter: str, stage: str, title: str, level: str) -> dict:
	known = scope.titles.get(matter, "全部事项")
	return {"matter": matter, "matter_title": known, "stage": stage, "stage_title": title, "level": level}


def level_in_chart(version: registry.Version, stage: str) -> str:
	key = chart_stage(version, stage)
	return next((row.get("level") or "" for row in version.chart.get("stages", []) if row["stage"] == key), "")


def count(scope: Scope) -> Counter:
	"""{(matter, stage, level, kind): how many}."""
	keys = stage_keys(scope)
	counts = Counter()
	for alert in found.counted(found.alerts(scope)):
		matter = alert.matter or ""
		counts[matter, keys.get((matter, alert.stage), alert.stage or ""), alert.level, "alerts"] += 1
	for item in found.answers(scope):
		if item.result == found.PROBLEM:
			counts[item.matter, item.stage, item.level, "problems"] += 1
	stays = visits.Stays(scope)
	for visit in [*(visit for visit in stays.left() if visit.days_late), *stays.late_now()]:
		level = level_in_chart(registry.latest_version(visit.case.matter), visit.stage) or found.LEVELS[0]
		counts[visit.case.matter, visit.stage, level, "late"] += 1
	return counts


def stage_keys(scope: Scope) -> dict[tuple[str, str], str]:
	"""{(matter, the stage's title or key): key}: an alert carries the title."""
	keys = {}
	for code in scope.codes:
		for stage in registry.latest_version(code).stages.values():
			keys[code, stage["title"]] = keys[code, stage["key"]] = stage["key"]
	return keys
