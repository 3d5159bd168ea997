"""补正: one notice that lists everything, its document, the resubmission; the officer's details as JSON."""

import json

import pytest

from tests import samples
from tests.http.story import STALL, refusal

ITEMS = [{"code": "health_certificate", "field": "健康证明", "text": "健康证明照片不清楚，请重新拍照。"}, {"text": "请写明摊位号。"}]


def ask(people, case: str, items=ITEMS, officer: str = "reviewer"):
	return getattr(people, officer).apply(STALL, case, "要求补正", details=json.dumps({"items": items}))


def test_one_notice_lists_everything_and_has_a_document(people):
	case = people.submitted()
	ask(people, case)
	found = people.applicant.portal("case", case=case)
	assert found["workflow_state"] == "待补正" and found["editable"] == 1 and found["due_on"] is None
	(notice,) = found["notices"]
	assert [item["text"] for item in notice["items"]] == [item["text"] for item in ITEMS]
	assert notice["items"][0]["field"] == "健康证明" and notice["due_on"] and notice["status"] == "待补正"
	people.printed(case)
	assert people.applicant.portal("download", document=notice["document"]).startswith(b"%PDF")


def test_what_the_officer_marked_unsuitable_is_in_the_notice(people):
	case = people.submitted()
	doc = people.reviewer.request("GET", f"/api/resource/{STALL}/{case}").json()["data"]
	doc["materials"][0].update(verdict="不合格", remark="复印件缺反面，请补上。")
	response = people.reviewer.request("PUT", f"/api/resource/{STALL}/{case}", json={"materials": doc["materials"]})
	assert response.status_code == 200, response.text
	ask(people, case, [{"text": "请写明摊位号。"}])
	(notice,) = people.applicant.portal("case", case=case)["notices"]
	assert {item["text"] for item in notice["items"]} == {"请写明摊位号。", "复印件缺反面，请补上。"}


def test_the_applicant_corrects_and_resubmits_under_the_same_number(people):
	case = people.submitted()
	number = people.applicant.portal("case", case=case)["case_no"]
	ask(people, case)
	people.applicant.attach(case, "health_certificate", "清楚.png", samples.scan("clear"))
	people.applicant.portal("save_draft", matter="XT", case=case, values={"business_address": "高平市长平街早市8号位"})
	found = people.applicant.portal("act", case=case, action="补正提交")
	assert found["workflow_state"] == "待审查" and found["case_no"] == number and found["due_on"]
	assert found["notices"][0]["status"] == "已补正"
	people.signed("reviewer", case, "资料齐全")


def test_a_resubmission_that_lacks_something_is_refused_with_all_of_it(people, stored):
	case = people.submitted()
	ask(people, case)
	people.applicant.portal("attach", case=case, material="id_copy", signed=0)
	people.applicant.portal("save_draft", matter="XT", case=case, values={"township": ""})
	people.printed(case)
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="补正提交")
		assert refused.status == 417
		assert "“身份证复印件”须由本人签名" in refused.text and "请填写“乡镇（街道）”。" in refused.text


@pytest.mark.parametrize(
	("details", "message"),
	[
		({}, "请列出需要补正的事项"),
		({"items": []}, "请列出需要补正的事项"),
		({"items": [{"code": "photo"}]}, "补正事项须写明需要补正的内容"),
		({"items": ["text"]}, "补正事项须写明需要补正的内容"),
		({"items": [{"text": "  "}]}, "补正事项须写明需要补正的内容"),
		({"items": "text"}, "请列出需要补正的事项"),
	],
)
def test_a_notice_without_anything_to_correct_is_refused(people, stored, frozen_case, details, message):
	with stored.unchanged(frozen_case):
		refused = refusal(people.reviewer.apply, STALL, frozen_case, "要求补正", details=details)
		assert refused.status == 417 and message in refused.text


@pytest.mark.parametrize("details", ["{", "[]", '"x"', "5", "null", '{"doc": 1}', '{"action": "资料齐全"}'])
def test_details_that_are_no_object_of_arguments_are_refused_without_a_fault(people, stored, frozen_case, details):
	with stored.unchanged(frozen_case):
		refused = refusal(people.reviewer.apply, STALL, frozen_case, "要求补正", details=details)
		assert refused.status < 500, refused.text


@pytest.mark.parametrize("who", ["applicant", "applicant2", "approver", "deliverer", "acceptor", "inspector", "business_admin", "lab_acceptor"])
def test_only_the_examiner_asks_for_corrections(people, stored, frozen_case, who):
	with stored.unchanged(frozen_case):
		refused = refusal(ask, people, frozen_case, officer=who)
		assert refused.status == 403


def test_markup_in_a_notice_is_text_for_the_applicant(people):
	case = people.submitted()
	ask(people, case, [{"text": "补签名 <img src=x onerror=alert(1)> <b>a</b>", "field": "<b>x</b>"}])
	page = people.applicant.request("GET", f"/cases/{case}").text
	assert "<img src=x" not in page and "<img" not in page and "补签名" in page
	people.printed(case)
