"""可能重复: a second open application of the same person for the same place is told, and goes on only with a reason."""

import pytest

from tests import samples
from tests.client import Client
from tests.http.mortgages import Mortgages
from tests.http.story import STALL, own_materials, refusal, serials
from tests.http.test_races import at_once, split
from tests.matters import qj

REASON = "另一摊位，经营时段不同"
PLACE = {"id_no", "business_address"}
ENTRY = "casework.desk_entry."


def same(values: dict, **changes) -> dict:
	"""Another form of the same person and place."""
	kept = {field: values[field] for field in PLACE}
	return {**samples.stall(next(serials)), **kept, "workers": values["workers"], **changes}


def filled(client: Client, values: dict) -> str:
	case = client.portal("save_draft", matter="XT", values=values)["case"]
	for code, (name, content) in own_materials(case).items():
		client.attach(case, code, name, content)
	return case


def submit(client: Client, case: str, reason: str | None = None) -> dict:
	return client.portal("act", case=case, action="提交", **({"reason": reason} if reason else {}))


def show(client: Client, case: str) -> dict:
	return client.staff("casework.desk.show_case", verb="GET", case=case)["repeated"]


@pytest.fixture(scope="module")
def first(people) -> tuple[str, dict]:
	"""A submitted case of the applicant, and its form's values."""
	values = samples.stall(next(serials))
	case = filled(people.applicant, values)
	submit(people.applicant, case)
	return case, values


@pytest.fixture(scope="module")
def number(first, stored) -> str:
	return stored.value(STALL, first[0], "case_no")


def test_ones_own_is_told_on_the_form_refused_without_a_reason_and_justified_with_one(people, stored, first, number):
	values = same(first[1])
	told = people.applicant.portal("check", matter="XT", values=values)["duplicate"]
	assert f"{number}（待审查）" in told and "请写明理由" in told
	case = filled(people.applicant, values)
	response = people.applicant.request("POST", "/api/method/gaoping_regulation.portal.api.act", data={"case": case, "action": "提交"})
	assert response.status_code == 417
	((error,),) = (response.json()["errors"],)
	assert error["field"] == "duplicate_reason" and f"{number}（待审查）" in error["message"]
	assert stored.state(case) == "草稿" and not stored.value(STALL, case, "case_no")
	assert "最多 500 字" in refusal(submit, people.applicant, case, "长" * 501).text
	assert submit(people.applicant, case, REASON)["workflow_state"] == "待审查"
	((content,),) = stored.sql("select content from `tabCase Event` where case_name = %s and kind = '重复申请说明'", case)
	assert number in content and REASON in content
	seen = show(people.reviewer, case)
	assert seen["reason"] == REASON
	assert (first[0], number) in [(row["case"], row["case_no"]) for row in seen["cases"]]
	assert case in [row["case"] for row in show(people.reviewer, first[0])["cases"]], "the first one shows it as well"


def test_a_strangers_is_refused_without_its_number(people, stored, first, number):
	values = same(first[1])
	assert people.applicant2.portal("check", matter="XT", values=values)["duplicate"] == ""
	case = filled(people.applicant2, values)
	refused = refusal(submit, people.applicant2, case)
	assert "由他人提交" in refused.text and number not in refused.text
	assert submit(people.applicant2, case, REASON)["workflow_state"] == "待审查"


def test_spaces_make_no_other_place_and_another_place_or_person_is_none(people, first):
	address = first[1]["business_address"]
	check = lambda **changes: people.applicant.portal("check", matter="XT", values=same(first[1], **changes))["duplicate"]  # noqa: E731
	assert check(business_address=f" {address[:6]} {address[6:]}")
	assert not check(business_address=f"{address}东侧")
	assert not check(id_no=samples.id_number(next(serials), "19790101"))


def test_what_is_over_is_repeated_freely(people):
	values = samples.stall(next(serials))
	case = filled(people.applicant, values)
	submit(people.applicant, case)
	people.applicant.portal("act", case=case, action="撤回", reason="写错了")
	again = filled(people.applicant, same(values))
	assert submit(people.applicant, again)["workflow_state"] == "待审查"


def test_at_the_counter_it_is_shown_with_its_case_and_asked_for(people, stored, first, number):
	saved = people.acceptor.staff(ENTRY + "save_entry", matter="XT", values=same(first[1]))
	case = saved["case"]
	assert (first[0], number) in [(row["case"], row["case_no"]) for row in saved["duplicates"]]
	for code, (name, content) in own_materials(case).items():
		people.acceptor.staff(ENTRY + "attach_material", case=case, material=code, signed=1, files={"file": (name, content)})
	(action,) = [row for row in people.acceptor.staff("casework.desk.show_case", verb="GET", case=case)["actions"] if row["action"] == "提交"]
	assert action["needs_reason"] == 1 and number in action["reason_note"]
	assert number in refusal(people.acceptor.apply, STALL, case, "提交").text
	people.acceptor.apply(STALL, case, "提交", reason=REASON)
	assert show(people.reviewer, case)["reason"] == REASON
	assert stored.count("Case Event", "case_name = %s and kind = '重复申请说明'", case) == 1


def test_two_at_once_the_second_sees_the_first(people, stored):
	values = samples.stall(next(serials))
	cases = [filled(people.applicant, values), filled(people.applicant, same(values))]
	clients = (people.applicant, people.server.as_("applicant"))
	done, refused = split(at_once([lambda client=client, case=case: submit(client, case) for client, case in zip(clients, cases, strict=True)]))
	assert len(done) == len(refused) == 1 and "已有申请在办" in refused[0].text
	assert sorted(stored.state(case) for case in cases) == ["待审查", "草稿"]


def test_a_company_is_told_by_its_credit_code(people):
	"""QJ: another contact person of the same company."""
	serial = 600_000 + next(serials)
	cases = []
	for contact in (serial, serial + 1):
		values = {**qj.form(contact), "credit_code": samples.credit_code(serial)}
		shown = people.applicant.portal("save_draft", matter="QJ", values=values)
		for row in shown["materials"]:
			people.applicant.attach(shown["case"], row["code"], "扫描.png", samples.scan(f"{row['code']} {shown['case']}"))
		cases.append(shown["case"])
	submit(people.applicant, cases[0])
	assert "计量强制器具检定" in refusal(submit, people.applicant, cases[1]).text


def test_a_mortgage_is_asked_when_it_first_comes_to_the_bureau(people):
	mortgages = Mortgages(people)
	values = mortgages.form()
	cases = [people.applicant.portal("save_draft", matter="DY", values={**values, "collateral": [{**values["collateral"][0], "serial_no": f"{values['collateral'][0]['serial_no']}-{copy}"}]})["case"] for copy in (1, 2)]
	mortgages.act(cases[0], "提交预审")
	refused = refusal(mortgages.act, cases[1], "提交预审")
	assert "（待预审）" in refused.text
	assert mortgages.act(cases[1], "提交预审", "另一抵押权人")["workflow_state"] == "待预审"
