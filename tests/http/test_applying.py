"""Applying: checks without saving, earlier particulars, a form that was saved elsewhere, where a notice's items stand."""

import json
import re

import pytest

from tests import samples
from tests.http.identity import Codes
from tests.http.story import STALL, refusal
from tests.http.test_identity_people import mandate


def places(found: list[dict]) -> set[tuple]:
	return {(row["field"], row["table"], row["row"]) for row in found}


def test_mistakes_are_told_by_field_and_row_and_nothing_is_saved(people, stored):
	values = samples.stall(1, phone="123", township="", trade_name="")
	values["workers"].append({**values["workers"][0], "worker_name": "王二", "id_no": "140581198503120009", "certificate_no": "甲2"})
	with stored.as_many(STALL, "Food Worker", "Case Event"):
		found = people.applicant.portal("check", matter="XT", values=values)
	assert ("phone", None, None) in places(found["errors"])
	assert ("id_no", "workers", 2) in places(found["errors"])
	assert "校验位不正确" in next(row["message"] for row in found["errors"] if row["row"] == 2)
	assert places(found["missing"]) == {("township", None, None)}


def test_what_is_of_no_type_is_told_with_all_the_rest(people):
	values = samples.stall(2, opening_date="昨天", business_items="没有的项目", stall_type="飞行摊点", id_no="1")
	found = places(people.applicant.portal("check", matter="XT", values=values)["errors"])
	assert {(name, None, None) for name in ("opening_date", "business_items", "stall_type", "id_no")} <= found


@pytest.mark.parametrize(("code", "values"), [("XT", samples.stall(3)), ("DY", samples.mortgage(3)), ("YJ", samples.prize_draw(3))])
def test_a_right_form_has_no_mistake(people, code, values):
	found = people.applicant.portal("check", matter=code, values=values)
	assert (found["errors"], found["missing"]) == ([], [])


def test_a_check_says_what_a_save_says(people):
	values = samples.mortgage(4, address="太原市迎泽大街1号", term_to=samples.day(-30))
	checked = people.applicant.portal("check", matter="DY", values=values)["errors"]
	answer = people.applicant.request("POST", "/api/method/gaoping_regulation.portal.api.save_draft", data={"matter": "DY", "values": json.dumps(values)})
	assert answer.status_code == 417
	assert sorted(row["message"] for row in answer.json()["errors"]) == sorted(row["message"] for row in checked) != []


def test_a_check_of_a_case_is_its_applicants_alone(people, guest, stored):
	case = people.draft()
	asked = {"matter": "XT", "values": {"phone": "1"}, "case": case}
	with stored.unchanged(case):
		assert places(people.applicant.portal("check", **asked)["errors"]) == {("phone", None, None)}
		assert refusal(people.applicant2.portal, "check", **asked).status == 404
		assert refusal(guest.portal, "check", **asked).status == 403
		for who in (people.reviewer, people.inspector):
			assert refusal(who.portal, "check", **{**asked, "case": None}).status == 403


def test_a_check_opens_nothing_that_saving_does_not(people, frozen_case):
	assert refusal(people.applicant.portal, "check", matter="XT", values={}, case=frozen_case).status == 403
	assert refusal(people.applicant.portal, "check", matter="XT", values={"workflow_state": "办结"}).status == 403
	assert "没有代码为" in refusal(people.applicant.portal, "check", matter="ZZ", values={}).text


def prefill(client, code: str) -> list[dict]:
	return client.portal("prefill", matter=code)


def test_earlier_particulars_fill_the_forms_that_ask_for_the_same(people):
	me = people.newcomer()
	assert prefill(me, "XD") == []
	values = samples.stall(21, name="刘小燕")
	me.portal("save_draft", matter="XT", values=values)
	(offer,) = prefill(me, "XD")
	assert offer["name"] == "刘小燕" and offer["matter_title"] == "食品小摊点备案"
	assert {name: offer["values"][name] for name in ("gender", "id_no", "phone", "address")} == {name: values[name] for name in ("gender", "id_no", "phone", "address")}
	assert not {"category", "workers", "commitment", "opening_date"} & set(offer["values"])
	assert prefill(me, "YJ") == [], "举办单位 is no 经营者"


def test_a_company_s_particulars_go_from_one_matter_to_another(people):
	me = people.newcomer()
	filed = samples.prize_draw(22)
	me.portal("save_draft", matter="YJ", values=filed)
	(offer,) = prefill(me, "QJ")
	assert offer["values"]["applicant_name"] == filed["applicant_name"] and offer["values"]["credit_code"] == filed["credit_code"]
	assert "id_no" not in offer["values"], "the legal representative is not the contact"


def test_nobody_is_offered_another_s_particulars(people, guest):
	people.draft(name="孙不同")
	stranger = people.newcomer()
	assert all(row["name"] != "孙不同" and "id_no" not in row["values"] for row in prefill(stranger, "XT"))
	assert refusal(prefill, guest, "XT").status == 403
	assert refusal(prefill, people.reviewer, "XT").status == 403
	assert prefill(people.applicant, "ZZ") == []


def test_an_agent_is_offered_his_principal_s_particulars_as_long_as_he_acts_for_him(people, server, connected):
	codes = Codes(server, connected)
	principal, agent = codes.sign_up("钱本人"), codes.sign_up("孙代理")
	values = {"profile_type": "个人", "applicant_name": "钱本人", "id_no": samples.id_number(31), "phone": principal.number, "address": "高平市"}
	principal.portal("save_profile", values=values)
	case = people.draft(principal, name="钱本人")
	assert prefill(agent, "XT") == []
	given = mandate(principal, agent)
	assert [row["name"] for row in prefill(agent, "XT")] == ["钱本人"]
	assert f"/apply/XT?case={case}" in agent.request("GET", "/apply/XT").text
	principal.portal("revoke_mandate", mandate=given)
	assert prefill(agent, "XT") == []
	assert case not in agent.request("GET", "/apply/XT").text


def test_a_form_opened_before_another_save_does_not_overwrite_it(people, stored):
	case = people.draft(trade_name="早点")
	opened = people.applicant.portal("case", case=case)["revision"]
	saved = people.applicant.portal("save_draft", matter="XT", case=case, values={"trade_name": "手机上改的"}, seen=opened)
	assert saved["revision"] != opened and saved["revision"] == people.applicant.portal("case", case=case)["revision"]
	late = refusal(people.applicant.portal, "save_draft", matter="XT", case=case, values={"trade_name": "电脑上改的"}, seen=opened)
	assert late.status == 409 and "别处" in late.text
	assert stored.value(STALL, case, "trade_name") == "手机上改的"
	# Saved, but the browser never heard of it: the same once more.
	people.applicant.portal("save_draft", matter="XT", case=case, values={"trade_name": "手机上改的"}, seen=opened)
	# A file is no change of what is declared.
	people.applicant.attach(case, "photo", "照片.jpg", samples.photo("#123456"))
	people.applicant.portal("save_draft", matter="XT", case=case, values={"trade_name": "电脑上改的"}, seen=saved["revision"])
	assert stored.value(STALL, case, "trade_name") == "电脑上改的"


@pytest.mark.parametrize(("code", "values"), [("XT", samples.stall(5)), ("DY", samples.mortgage(5)), ("YJ", samples.prize_draw(5))])
def test_saving_the_same_again_keeps_the_revision(people, code, values):
	first = people.applicant.portal("save_draft", matter=code, values=values)
	again = people.applicant.portal("save_draft", matter=code, case=first["case"], values=first["values"], seen=first["revision"])
	assert again["revision"] == first["revision"]


def test_open_drafts_are_offered_to_their_own_applicant(people):
	me = people.newcomer()
	case = people.draft(me, name="周小满")
	assert f"/apply/XT?case={case}" in me.request("GET", "/apply/XT").text
	assert case not in people.applicant2.request("GET", "/apply/XT").text
	assert f"/apply/XT?case={case}" not in me.request("GET", f"/apply/XT?case={case}").text


def corrected(people) -> str:
	case = people.submitted()
	items = [
		{"code": "township", "field": "乡镇（街道）", "text": "乡镇与地址不一致。"},
		{"code": "photo", "field": "照片", "text": "照片不清楚。"},
		{"code": "workers.1.certificate_no", "field": "从业人员第1行", "text": "证明编号看不清。"},
		{"text": "请电话联系窗口。"},
	]
	people.reviewer.apply(STALL, case, "要求补正", details=json.dumps({"items": items}))
	return case


def test_a_notice_stands_at_the_fields_it_means(people):
	case = corrected(people)
	form = people.applicant.request("GET", f"/apply/XT?case={case}").text
	for place, text in (("f-township", "乡镇与地址不一致。"), ("m-photo", "照片不清楚。"), ("f-workers-1-certificate_no", "证明编号看不清。")):
		assert re.search(rf'需补正：</strong>{text}</p>\s*<p class="field-error" id="{place}-err"', form), place
	assert form.count("请电话联系窗口。") == 1, "what names no field stands above the form"
	page = people.applicant.request("GET", f"/cases/{case}").text
	for place in ("f-township", "m-photo", "f-workers-1-certificate_no"):
		assert f'href="/apply/XT?case={case}#{place}"' in page


def test_what_the_engine_finds_names_its_row(people, stored):
	case = people.submitted()
	stored.frappe.db.set_value("Food Worker", {"parent": case, "idx": 1}, "valid_until", "2026-01-01")
	stored.frappe.db.commit()
	people.reviewer.apply(STALL, case, "要求补正", details=json.dumps({"items": [{"text": "请核对。"}]}))
	items = people.applicant.portal("case", case=case)["notices"][0]["items"]
	assert "workers.1.valid_until" in [item["code"] for item in items]


def test_a_running_case_names_its_post_and_the_times_that_do_not_count(people):
	case = corrected(people)
	page = people.applicant.request("GET", f"/cases/{case}").text
	assert "不计时的时间" in page and "补正：" in page and "经办岗位" not in page
	people.applicant.portal("act", case=case, action="补正提交")
	found = people.applicant.portal("case", case=case)
	assert found["post"] == "审查人" and [row["kind"] for row in found["pauses"]] == ["补正"] and found["pauses"][0]["until"]
	page = people.applicant.request("GET", f"/cases/{case}").text
	assert re.search(r"<dt>经办岗位</dt><dd>审查人</dd>", page)


def test_the_time_line_names_posts_not_persons(people):
	case = people.closed()
	rows = people.applicant.portal("case", case=case)["timeline"]
	by = {row["title"]: row["by"] for row in rows}
	assert by["提交"] == "申请人" and by["资料齐全"] == "审查人" and by["签发文书"] == "本局"
	names = [people.server.accounts[who]["user"] for who in ("reviewer", "approver", "deliverer")]
	assert not [name for name in names if name in json.dumps(rows, ensure_ascii=False)]
