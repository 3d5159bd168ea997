"""受理, 当场更正, 补正, 审查意见 and 决定 of a prize draw's filing, as the real roles."""

import pytest

from tests import samples
from tests.http.prize_story import FILING, REVIEW, Filings
from tests.http.story import refusal


@pytest.fixture(scope="module")
def filings(people) -> Filings:
	return Filings(people)


def field(people, case: str, name: str):
	return people.inspector.request("GET", f"/api/resource/{FILING}/{case}").json()["data"].get(name)


def test_on_the_spot_the_organiser_corrects_and_the_clock_runs_on(people, filings):
	case = filings.submitted()
	due = field(people, case, "due_on")
	refused = refusal(people.acceptor.apply, FILING, case, "当场更正")
	assert "须写明理由" in refused.text
	people.acceptor.apply(FILING, case, "当场更正", reason="开奖地点写错")
	found = people.applicant.portal("case", case=case)
	assert found["workflow_state"] == "当场更正" and found["editable"] == 1
	people.applicant.portal("save_draft", matter="YJ", case=case, values={"draw_place": "丰源百货二层"})
	found = people.applicant.portal("act", case=case, action="更正完成")
	assert found["workflow_state"] == "待受理" and found["values"]["draw_place"] == "丰源百货二层"
	assert field(people, case, "due_on") == due


def test_the_officer_ends_the_correction_on_the_spot_as_well(people, filings):
	"""更正完成 is 申请人's and 受理人's: who corrects at the counter goes no way round by the portal."""
	case = filings.submitted()
	people.acceptor.apply(FILING, case, "当场更正", reason="开奖地点写错")
	assert refusal(people.reviewer.apply, FILING, case, "更正完成").status == 403
	assert refusal(people.applicant2.portal, "act", case=case, action="更正完成").status in (403, 404)
	people.acceptor.apply(FILING, case, "更正完成")
	assert people.applicant.portal("case", case=case)["workflow_state"] == "待受理"


def test_one_list_of_corrections_and_back(people, filings):
	case = filings.submitted()
	people.acceptor.apply(FILING, case, "要求补正", details={"items": [{"code": "plan", "field": "活动方案", "text": "方案缺兑奖办法"}]})
	found = people.applicant.portal("case", case=case)
	assert found["workflow_state"] == "待补正" and found["due_on"] is None and len(found["notices"]) == 1
	assert "方案缺兑奖办法" in filings.text(case, "correction")
	people.applicant.attach(case, "plan", "方案.png", samples.scan(f"new plan {case}"))
	assert people.applicant.portal("act", case=case, action="补正提交")["workflow_state"] == "待受理"
	filings.act("acceptor", case, "受理")


def test_not_of_this_office_with_reason_and_competent_office(people, filings):
	case = filings.submitted()
	people.acceptor.sign(case)
	assert "须写明理由" in refusal(people.acceptor.apply, FILING, case, "不予受理").text
	filings.act("acceptor", case, "不予受理", reason="活动在邻县举办", competent_office="陵川县市场监督管理局")
	text = filings.text(case, "rejection")
	assert "活动在邻县举办" in text and "陵川县市场监督管理局" in text and "行政复议" in text and "行政诉讼" in text


def test_review_and_decision_share_one_limit(people, filings):
	case = filings.accepted()
	due = field(people, case, "due_on")
	filings.act("reviewer", case, "提交审查意见", **REVIEW)
	assert due and field(people, case, "due_on") == due


def test_the_review_needs_a_conclusion_and_an_opinion(people, filings):
	case = filings.accepted()
	people.reviewer.sign(case)
	refused = refusal(people.reviewer.apply, FILING, case, "提交审查意见")
	assert refused.status == 417 and "请填写“审查结论”" in refused.text and "请填写“审查意见”" in refused.text
	refused = refusal(filings.act, "reviewer", case, "提交审查意见", sign=False, **{**REVIEW, "review_conclusion": "也许"})
	assert "只能在所列选项中选择" in refused.text


@pytest.mark.parametrize("who", ["reviewer", "approver", "division_head", "acceptor", "Administrator", "business_admin"])
def test_the_conclusion_is_frozen(people, filings, stored, who):
	case = filings.reviewed()
	with stored.unchanged(case):
		for values in ({"review_conclusion": "不同意"}, {"review_opinion": "改过的意见"}):
			answer = getattr(people, who).request("PUT", f"/api/resource/{FILING}/{case}", json=values)
			assert answer.status_code == 403, answer.text


@pytest.mark.parametrize("who", ["approver", "division_head"])
def test_a_decision_other_than_the_conclusion_is_explained(people, filings, stored, who):
	case = filings.reviewed(conclusion="不同意")
	getattr(people, who).sign(case)
	refused = refusal(getattr(people, who).apply, FILING, case, "同意备案")
	assert "审查结论为“不同意”" in refused.text and "须书面写明理由" in refused.text
	shown = getattr(people, who).staff("casework.desk.show_case", verb="GET", case=case)
	asked = {row["action"]: row["needs_reason"] for row in shown["actions"]}
	assert asked["同意备案"] == 1
	filings.act(who, case, "同意备案", sign=False, reason="疑点已由举办单位书面说明")
	assert field(people, case, "decision") == "准予"
	kinds = [row[0] for row in stored.sql("select kind from `tabCase Event` where case_name = %s", case)]
	assert "决定与审查结论不一致" in kinds
	assert "疑点已由举办单位书面说明" in filings.text(case, "filing_form")


def test_the_refusal_has_facts_article_and_remedies(people, filings):
	case = filings.reviewed(conclusion="不同意")
	people.approver.sign(case)
	assert "须写明理由" in refusal(people.approver.apply, FILING, case, "不同意备案", details={"decision_article": "x"}).text
	refused = refusal(people.approver.apply, FILING, case, "不同意备案", reason="奖品价值不实")
	assert "请填写“不同意备案的依据条款”" in refused.text
	filings.act("approver", case, "不同意备案", sign=False, reason="奖品价值不实", decision_article="《规范促销行为暂行规定》第十七条")
	text = filings.text(case, "refusal")
	assert "奖品价值不实" in text and "《规范促销行为暂行规定》第十七条" in text
	assert "六十日内依法申请行政复议" in text and "六个月内依法向人民法院提起行政诉讼" in text
	people.printed(case)
	filings.act("deliverer", case, "送达")
	assert people.applicant.portal("case", case=case)["workflow_state"] == "办结"
	assert "filing_form" not in filings.documents(case)


def test_two_copies_of_the_filing_table(people, filings):
	case = filings.decided()
	documents = filings.documents(case)
	mine, archived = filings.text(case, "filing_form"), filings.text(case, "filing_archive", "Administrator")
	assert "（交申请备案方）" in mine and "（存档）" in archived
	assert "filing_archive" not in {row["kind"] for row in people.applicant.portal("case", case=case)["documents"]}
	refused = refusal(people.applicant.portal, "download", document=documents["filing_archive"]["name"])
	assert refused.status == 403 and "由机关存档" in refused.text
	for text in (mine, archived):
		assert f"备案号：{documents['filing_form']['number']}" in text
		for part in ("高平市丰源百货有限公司", "电动自行车", "2,999", "0.03%", "同意备案。", "高平市市场监督管理局", "现金红包"):
			assert part in text
		assert "县市场监督管理局" not in text


def test_warnings_are_in_the_pre_answer_and_in_the_case(people, filings):
	prizes = [samples.prize(unit_value=49000, kind="虚拟物品", quantity=0, probability=0.001)]
	case = filings.accepted(prizes=prizes)
	shown = people.reviewer.staff("casework.desk.show_case", verb="GET", case=case)
	assert len(shown["doubts"]) == 3
	items = people.reviewer.staff("risk_control.api.checklist", case=case)["items"]
	item = next(row for row in items if row["point"] == "YJ-SC-2")
	assert item["pre_answer"] == "发现问题" and all(text in item["evidence"] for text in shown["doubts"])


def test_nobody_else_decides(people, filings, stored):
	case = filings.reviewed()
	with stored.unchanged(case, with_events=False):
		for who in ("reviewer", "acceptor", "deliverer", "deputy_director", "inspector", "lab_head", "Administrator"):
			refused = refusal(getattr(people, who).apply, FILING, case, "同意备案", reason="x")
			assert refused.status == 403, (who, refused.text)
