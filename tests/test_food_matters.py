"""食品小经营店 and 食品小摊点 as the app brings them, against the tables that they were agreed in: states, actions, materials."""

import json
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parent.parent / "apps" / "gaoping_regulation" / "gaoping_regulation" / "seed"
STATES = {
	"draft": ("草稿", "apply"),
	"review": ("待审查", "SC"),
	"correction": ("待补正", "SC"),
	"decide": ("待备案", "BA"),
	"deliver": ("待送达", "SD"),
	"closed": ("办结", "end"),
	"rejected": ("不予受理", "end"),
	"withdrawn": ("已撤回", "end"),
	"terminated": ("已终止", "end"),
}
# (from, action, to, who takes it)
ACTIONS = {
	("draft", "提交", "review", "applicant"),
	("review", "要求补正", "correction", "officer"),
	("review", "资料齐全", "decide", "officer"),
	("review", "不予受理", "rejected", "officer"),
	("correction", "补正提交", "review", "applicant"),
	("correction", "终止", "terminated", "system"),
	("decide", "准予备案", "deliver", "officer"),
	("decide", "不予备案", "deliver", "officer"),
	("decide", "退回审查", "review", "officer"),
	("deliver", "送达", "closed", "officer"),
	("review", "撤回", "withdrawn", "applicant"),
	("correction", "撤回", "withdrawn", "applicant"),
	("decide", "撤回", "withdrawn", "applicant"),
}
# (state, action, next state, role), the roles' names as the charts' officers
ROLES = {
	("草稿", "提交", "待审查", "申请人"),
	("草稿", "提交", "待审查", "受理人"),
	("待审查", "要求补正", "待补正", "审查人"),
	("待审查", "资料齐全", "待备案", "审查人"),
	("待审查", "不予受理", "不予受理", "审查人"),
	("待备案", "准予备案", "待送达", "审核人"),
	("待备案", "不予备案", "待送达", "审核人"),
	("待备案", "退回审查", "待审查", "审核人"),
	("待送达", "送达", "办结", "办理人"),
}
MATERIALS = {
	"XD": ["营业执照复印件；", "身份证复印件；", "填写小经营店备案表；", "健康证明；", "4.一张一寸照片；"],
	"XT": ["身份证复印件；", "填写小摊点备案表；", "健康证明；", "一张一寸照片；"],
}
CARDS = {"XD": ("certificate", "JYD140581"), "XT": ("card", None)}
# What a cancellation still needs: who asks, and the form that asks.
OF_CANCELLATION = {"id_copy", "filing_form"}


def seed(kind: str, code: str) -> dict:
	(record,) = json.loads((SEEDS / kind / f"{code}.json").read_text())
	return record


def bare(text: str) -> str:
	"""A material's text without the list's own number and stop."""
	return text.lstrip("1234567890.、").rstrip("；。")


@pytest.fixture(params=MATERIALS)
def code(request) -> str:
	return request.param


def test_states_and_stages(code):
	found = {row["key"]: (row["state"], row["stage"]) for row in seed("administrative_matter", code)["states"]}
	assert found == STATES


def test_actions_and_who_takes_them(code):
	rows = seed("administrative_matter", code)["actions"]
	assert {(row["from_state"], row["action"], row["to_state"], row["kind"]) for row in rows} == ACTIONS
	decisions = {row["action"]: row["decision"] for row in rows if row.get("decision")}
	assert decisions == {"准予备案": "准予", "不予备案": "不予"}


def test_roles_of_the_officers(code):
	rows = seed("workflow", code)["transitions"]
	found = {(row["state"], row["action"], row["next_state"], row["allowed"]) for row in rows}
	assert found >= ROLES
	assert {row[1] for row in found - ROLES} <= {"补正提交", "撤回", "终止"}


def test_materials_are_the_charts_letter_for_letter(code):
	rows = seed("administrative_matter", code)["materials"]
	assert [bare(row["original_text"]) for row in rows] == [bare(text) for text in MATERIALS[code]]
	for row in rows:
		assert bool(row["needs_signature"]) == ("复印件" in row["title"] or row["code"] == "health_certificate"), row["code"]
		assert ("注销" in row.get("only_if", "注销")) == (row["code"] in OF_CANCELLATION), row["code"]


def test_every_material_stands_in_the_bureaus_flow(code):
	text = "".join((Path(__file__).parent / "data" / "charts.txt").read_text().split())
	for row in seed("administrative_matter", code)["materials"]:
		assert "".join(row["original_text"].split()) in text, row["original_text"]


def test_a_card_or_the_notice_of_cancellation(code):
	rows = {row["key"]: row for row in seed("administrative_matter", code)["documents"]}
	kind, prefix = CARDS[code]
	assert rows[kind]["valid_years"] and rows[kind]["is_public"] and rows[kind]["needs_delivery"]
	assert rows[kind]["only_if"] == "category=新办|变更|延续" and rows["cancellation"]["only_if"] == "category=注销"
	assert prefix is None or rows[kind]["number_format"].startswith(prefix + "{town}{serial:06d}")
	approve = next(row for row in seed("administrative_matter", code)["actions"] if row["key"] == "approve")
	assert approve["document"] == f"{kind},cancellation"
