"""Every abuse is found by its rule, with evidence, point by point; honest cases raise nothing."""

import json
from dataclasses import dataclass

import pytest

from tests import abuse, samples


@dataclass
class Played:
	world: abuse.World
	cases: dict[int, str | None]
	honest: list[str]


@pytest.fixture(scope="module")
def played(server, connected):
	"""All abuses and some honest cases on one site, then one round of the detectors; what was forged is put back."""
	world = abuse.World(server, connected)
	cases = {number: story.play(world) for number, story in enumerate(abuse.ALL)}
	honest = [honest_grant(world), honest_refusal(world), honest_correction(world), honest_filing(world)]
	world.detect()
	yield Played(world, cases, honest)
	world.put_back()


def honest_grant(world) -> str:
	case = world.people.submitted()
	world.carefully(world.people.reviewer, case, "资料齐全")
	world.carefully(world.people.approver, case, "准予备案")
	world.people.printed(case)
	world.carefully(world.people.deliverer, case, "送达")
	return case


def honest_refusal(world) -> str:
	case = world.people.submitted()
	world.carefully(world.people.reviewer, case, "资料齐全")
	reason = "经营地点不在划定区域内，依据《山西省食品小作坊小经营店小摊点管理条例》不予备案"
	world.carefully(world.people.approver, case, "不予备案", reason=reason)
	return case


def honest_correction(world) -> str:
	"""Asked once; the applicant brings a new paper, whose own fault may be told in a second notice."""
	case = world.people.submitted()
	world.asked(case, {"code": "id_copy", "text": "身份证复印件不清楚，请重新上传"})
	world.people.applicant.attach(case, "id_copy", "身份证.png", samples.scan(f"a better copy {case}"))
	world.again(case)
	world.asked(case, {"code": "id_copy", "text": "重新上传的身份证复印件仍不清楚"})
	return case


def honest_filing(world) -> str:
	case = world.filings.submitted()
	doctype = "Prize Promotion Filing"
	world.carefully(world.people.acceptor, case, "受理", doctype)
	opinion = {"review_conclusion": "同意", "review_opinion": "材料齐全，奖项符合规定。"}
	world.carefully(world.people.reviewer, case, "提交审查意见", doctype, details=json.dumps(opinion))
	world.carefully(world.people.approver, case, "同意备案", doctype)
	return case


@pytest.mark.parametrize("number", range(len(abuse.ALL)), ids=[f"{story.rule}-{story.play.__name__}" for story in abuse.ALL])
def test_an_abuse_is_found_with_evidence(played, number):
	story, case = abuse.ALL[number], played.cases[number]
	(found, *_) = played.world.alerts(story.rule, case) or [None]
	assert found, f"{story.rule} did not find “{story.title}” ({case})"
	assert story.point in found.points or found.point is None
	assert json.loads(found.evidence) and len(found.summary) > 8 and found.level in ("低", "中", "高")
	assert found.status == "待核"


def test_honest_cases_raise_nothing(played):
	for case in played.honest:
		raised = played.world.frappe.get_all("Risk Alert", {"case_name": case, "observed": 0}, ["rule", "summary"])
		assert raised == []


def test_the_same_abuse_is_put_on_record_once(played):
	before = played.world.frappe.db.count("Risk Alert")
	played.world.detect()
	assert played.world.frappe.db.count("Risk Alert") == before


def test_the_officer_is_named_where_one_acted(played):
	numbers = {story.play.__name__: number for number, story in enumerate(abuse.ALL)}
	(found,) = played.world.alerts("against-conclusion", played.cases[numbers["against_conclusion"]])
	assert (found.officer, found.matter) == ("approver@gaoping.local", "YJ")
	assert json.loads(found.evidence)["审查结论"] == "同意"


def test_an_observing_rule_tells_nobody(played):
	number = next(number for number, story in enumerate(abuse.ALL) if story.rule == "same-officer")
	(found,) = played.world.alerts("same-officer", played.cases[number])
	assert found.observed == 1
	assert not played.world.frappe.get_all("Notification Log", {"document_name": found.name})


def test_alerts_stay_out_of_the_cases_own_trail(played):
	case = played.cases[0]
	rows = played.world.people.reviewer.request("GET", "/api/resource/Case Event", params={"filters": json.dumps([["case_name", "=", case]]), "fields": '["kind"]', "limit": 100})
	assert "发出预警" not in {row["kind"] for row in rows.json()["data"]}
