"""Each of the charts' 59 risk points has a rule, each rule an explanation in Chinese and settings that make sense."""

import json
from pathlib import Path

import pytest
from gaoping_regulation.risk_control import detectors

SEEDS = Path(__file__).resolve().parent.parent / "apps/gaoping_regulation/gaoping_regulation/seed/risk_control_chart"


def points() -> list[str]:
	charts = [json.loads(file.read_text())[0] for file in sorted(SEEDS.glob("*.json"))]
	return [row["code"] for chart in charts for row in chart["points"] if not row.get("is_template_residue")]


def test_every_point_of_the_charts_is_guarded_by_a_rule_that_prevents_or_finds():
	assert len(points()) == 59
	bare = [
		point
		for point in points()
		if not any(rule.kind in (detectors.PREVENT, detectors.DETECT) for rule in detectors.guards(point))
	]
	assert bare == []


def test_rules_name_no_point_that_the_charts_lack():
	known = set(points())
	wrong = {rule.key: [point for point in rule.points if point not in known] for rule in detectors.all().values()}
	assert {key: found for key, found in wrong.items() if found} == {}


@pytest.mark.parametrize("key", sorted(detectors.all()))
def test_a_rule_explains_itself(key):
	rule = detectors.all()[key]
	assert len(rule.explanation) >= 15 and any("一" <= sign <= "鿿" for sign in rule.title)
	if rule.kind == detectors.DETECT:
		assert rule.of_case or rule.of_site or rule.key == "refused-attempt"
	if rule.statistical:
		assert rule.mode == detectors.OBSERVE and rule.sample_size >= 5
	assert len({item.key for item in rule.thresholds}) == len(rule.thresholds)
