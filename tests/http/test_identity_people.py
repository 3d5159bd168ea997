"""Profiles, colleagues and mandates over HTTP: who sees and files whose cases, from when and until when."""

import pytest

from tests import samples
from tests.client import Client
from tests.http.identity import Codes, new_number
from tests.http.story import STALL, own_materials, refusal, serials
from tests.http.test_races import at_once

CREDIT_CODE = "91350100M000100Y43"
NOT_THERE = "没有这个办件，请从“我的办件”进入。"
TODAY, LATER = samples.day(0), samples.day(30)


@pytest.fixture(scope="module")
def codes(server, connected) -> Codes:
	return Codes(server, connected)


@pytest.fixture(scope="module")
def stranger(codes) -> Client:
	return codes.sign_up("陌生人")


@pytest.fixture(scope="module")
def company(codes) -> Client:
	"""A company's first user, with its profile."""
	client = codes.sign_up("高平市春梅食品有限公司")
	values = {"profile_type": "企业", "applicant_name": client.name, "id_no": CREDIT_CODE, "phone": client.number}
	client.profile = client.portal("save_profile", values=values)["name"]
	return client


@pytest.fixture(scope="module")
def principal(codes) -> Client:
	"""A person with a profile."""
	client = codes.sign_up("赵春梅")
	client.id_no = samples.id_number(next(serials))
	values = {"profile_type": "个人", "applicant_name": "赵春梅", "id_no": client.id_no, "phone": client.number, "address": "山西省高平市东城街1号"}
	client.profile = client.portal("save_profile", values=values)["name"]
	return client


def mandate(giver: Client, agent: Client, matters=("XT",), first: str = TODAY, last: str = LATER) -> str:
	values = {"matters": list(matters), "valid_from": first, "valid_until": last}
	return giver.portal("give_mandate", account=agent.number, full_name=agent.name, values=values)["mandates"]["given"][0]["name"]


def drafted(client: Client, profile: str | None = None) -> str:
	"""A draft, for a profile if one is given."""
	return client.portal("save_draft", matter="XT", values=samples.stall(next(serials)), on_behalf=profile)["case"]


def filed(client: Client, profile: str) -> str:
	"""A draft with its materials."""
	case = drafted(client, profile)
	for code, (name, content) in own_materials(case).items():
		client.attach(case, code, name, content)
	return case


def sees(client: Client, case: str) -> bool:
	"""Whether a case is there for a client, in his list and by its name alike."""
	listed = case in [row["case"] for row in client.portal("my_cases")]
	try:
		found = client.portal("case", case=case)["case"] == case
	except AssertionError as refused:
		assert (refused.status, refused.text) == (404, NOT_THERE)
		found = False
	assert listed == found
	return found


def refused_all(client: Client, case: str) -> None:
	"""Neither seen nor written nor moved, in the words of a case that never was."""
	assert not sees(client, case)
	for method, more in (("save_draft", {"matter": "XT", "values": {"trade_name": "改名"}}), ("act", {"action": "提交"}), ("attach", {"material": "photo"}), ("rate", {"grade": 1})):
		assert (refusal(client.portal, method, case=case, **more).status) == 404


def test_a_profile_fills_in_the_form_and_shows_its_number_masked(principal, stored):
	found = principal.portal("profile")["profile"]
	assert found["id_no_masked"] == f"140581********{principal.id_no[-4:]}" and "id_no" not in found
	page = principal.request("GET", "/apply/XT").text
	for value in ("赵春梅", principal.id_no, principal.number, "山西省高平市东城街1号"):
		assert f'value="{value}"' in page or value in page
	assert principal.id_no not in principal.request("GET", "/account").text
	assert principal.id_no not in str(stored.sql("select content from `tabCase Event`"))


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"id_no": "140581199001010007"}, "身份证号"),
		({"applicant_name": "<b>x</b>"}, "真实姓名"),
		({"phone": "1"}, "电话号码不正确"),
		({"profile_type": "机关"}, "个人或企业"),
		({"profile_type": "企业", "id_no": "1"}, "统一社会信用代码不正确"),
		({"address": "长" * 200}, "不能超过140个字"),
		({"applicant_name": {"a": 1}}, "真实姓名"),
	],
)
def test_a_wrong_profile_is_refused_by_the_field(principal, values, word):
	before = principal.portal("profile")
	refused = refusal(principal.portal, "save_profile", values=values)
	assert refused.status == 417 and word in refused.text
	assert principal.portal("profile") == before


def test_what_is_not_the_users_is_not_written(principal, stored):
	principal.portal("save_profile", values={"verified_by": "自己", "user": "Administrator", "members": [{"user": "x"}], "phone": principal.number})
	row = stored.sql("select user, verified_by from `tabApplicant Profile` where name = %s", principal.profile)
	assert row == ((principal.user, None),)
	assert stored.count("Profile Member", "parent = %s", principal.profile) == 0


def test_two_saves_at_once_make_one_profile(codes, stored):
	client = codes.sign_up("李双")
	values = {"profile_type": "个人", "applicant_name": "李双"}
	at_once([lambda: client.portal("save_profile", values=values)] * 3)
	assert stored.count("Applicant Profile", "user = %s", client.user) == 1


def test_a_colleague_sees_and_files_the_companys_cases_until_he_is_removed(codes, company, stranger, stored):
	colleague = codes.sign_up("王经办")
	before = drafted(company)
	refused_all(colleague, before)
	assert refusal(colleague.portal, "save_draft", matter="XT", values={}, on_behalf=company.profile).status == 403
	found = company.portal("add_colleague", account=colleague.number, full_name="王经办")["colleagues"]
	assert [row["member_name"] for row in found] == ["王经办"]
	assert sees(colleague, before)
	case = filed(colleague, company.profile)
	assert stored.value(STALL, case, "principal") == company.user and stored.value(STALL, case, "applicant_user") == colleague.user
	assert sees(company, case)
	company.portal("save_draft", matter="XT", case=case, values={"trade_name": "公司改名"})
	assert colleague.portal("act", case=case, action="提交")["workflow_state"] == "待审查"
	assert {row["by"] for row in company.portal("case", case=case)["timeline"]} == {"申请人"}
	refused_all(stranger, case)
	company.portal("remove_colleague", member=found[0]["name"])
	for one in (before, case):
		refused_all(colleague, one)
	assert sees(company, case)
	assert refusal(colleague.portal, "save_draft", matter="XT", values={}, on_behalf=company.profile).status == 403
	assert stored.count("Profile Member", "user = %s and removed_on is not null", colleague.user) == 1


def test_only_the_companys_first_user_grants_and_removes(codes, company, principal, stranger):
	colleague = codes.sign_up("孙经办")
	member = company.portal("add_colleague", account=colleague.number, full_name="孙经办")["colleagues"][-1]["name"]
	for client in (colleague, principal, stranger):
		assert refusal(client.portal, "add_colleague", account=stranger.number, full_name="陌生人").status in (403, 417)
		assert refusal(client.portal, "remove_colleague", member=member).status in (403, 404)
	assert "已经是" in refusal(company.portal, "add_colleague", account=colleague.number, full_name="孙经办").text
	assert "不能改为个人" in refusal(company.portal, "save_profile", values={"profile_type": "个人", "id_no": ""}).text


def test_an_account_is_found_by_number_and_name_together_and_never_a_staff_account(company, stranger, stored, people):
	staff, number = people.new_account("审查人"), new_number()
	stored.frappe.db.set_value("User", staff, "mobile_no", number)
	stored.frappe.db.commit()
	name = stored.value("User", staff, "first_name")
	texts = {
		refusal(company.portal, "add_colleague", account=account, full_name=who).text
		for account, who in ((new_number(), "陌生人"), (stranger.number, "别的名字"), (number, name))
	}
	assert texts == {"没有找到姓名与手机号（或邮箱）都相符的账号，请核对；对方须先注册。"}


def test_an_agent_with_a_mandate_files_for_his_principal_until_it_ends(codes, principal, stranger, stored):
	agent = codes.sign_up("钱代理")
	own = drafted(principal)
	refused_all(agent, own)
	given = mandate(principal, agent)
	assert sees(agent, own)
	assert [row["applicant_name"] for row in agent.portal("profile")["acting_for"]] == ["赵春梅"]
	page = agent.request("GET", "/apply/XT", params={"for": principal.profile}).text
	assert "您正在代" in page and principal.number in page
	case = filed(agent, principal.profile)
	assert stored.value(STALL, case, "principal") == principal.user
	assert sees(principal, case)
	agent.portal("act", case=case, action="提交")
	refused_all(stranger, case)
	assert stranger.request("GET", "/apply/XT", params={"for": principal.profile}).status_code == 404
	# The last day has passed.
	stored.frappe.db.set_value("Mandate", given, {"valid_from": samples.day(-20), "valid_until": samples.day(-1)})
	stored.frappe.db.commit()
	for one in (own, case):
		refused_all(agent, one)
	assert sees(principal, case)
	assert refusal(agent.portal, "save_draft", matter="XT", values={}, on_behalf=principal.profile).status == 403
	assert agent.request("GET", f"/cases/{case}").status_code == 404
	assert agent.portal("profile")["acting_for"] == []


def test_a_mandate_is_for_its_matters_and_from_its_first_day(codes, principal):
	agent = codes.sign_up("周代理")
	own = drafted(principal)
	mandate(principal, agent, matters=("DY",))
	refused_all(agent, own)
	assert refusal(agent.portal, "save_draft", matter="XT", values={}, on_behalf=principal.profile).status == 403
	mandate(principal, agent, first=samples.day(3))
	refused_all(agent, own)


@pytest.mark.parametrize("who", ["principal", "agent"])
def test_either_side_ends_a_mandate_at_once_and_nobody_else(codes, principal, stranger, stored, who):
	agent = codes.sign_up("吴代理")
	own, given = drafted(principal), mandate(principal, agent)
	assert sees(agent, own)
	assert refusal(stranger.portal, "revoke_mandate", mandate=given).status == 404
	{"principal": principal, "agent": agent}[who].portal("revoke_mandate", mandate=given)
	refused_all(agent, own)
	assert refusal(principal.portal, "revoke_mandate", mandate=given).status == 403
	assert stored.count("Mandate", "name = %s and revoked_on is not null", given) == 1
	assert stored.count("Case Event", "kind = '撤销委托' and content like %s", f"%{given}%") == 1


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"matters": []}, "请勾选"),
		({"matters": ["ZZ"]}, "请勾选"),
		({"matters": "XT"}, "请勾选"),
		({"valid_until": samples.day(-1)}, "不能早于"),
		({"valid_from": LATER, "valid_until": TODAY}, "不能早于"),
		({"valid_from": "昨天"}, "日期不正确"),
		({"valid_until": ""}, "日期不正确"),
		({"valid_until": "9999-99-99"}, "日期不正确"),
	],
)
def test_a_mandate_without_matter_or_days_is_refused(principal, stranger, stored, values, word):
	before = stored.count("Mandate")
	right = {"matters": ["XT"], "valid_from": TODAY, "valid_until": LATER}
	refused = refusal(principal.portal, "give_mandate", account=stranger.number, full_name="陌生人", values={**right, **values})
	assert refused.status == 417 and word in refused.text
	assert stored.count("Mandate") == before


def test_nobody_mandates_himself_or_without_a_profile(principal, stranger):
	values = {"matters": ["XT"], "valid_from": TODAY, "valid_until": LATER}
	assert "不能委托自己" in refusal(principal.portal, "give_mandate", account=principal.number, full_name="赵春梅", values=values).text
	assert "请先填写" in refusal(stranger.portal, "give_mandate", account=principal.number, full_name="赵春梅", values=values).text


@pytest.mark.parametrize("who", ["applicant", "reviewer", "business_admin", "Administrator"])
def test_nobody_writes_profiles_and_mandates_past_the_portal(people, stored, principal, company, codes, who):
	client = getattr(people, who)
	for doctype, values in (("Mandate", {"agent": client.user, "valid_until": LATER, "revoked_on": None}), ("Applicant Profile", {"user": client.user, "applicant_name": "冒名"})):
		rows = stored.sql(f"select * from `tab{doctype}` order by name")
		for (name,) in stored.sql(f"select name from `tab{doctype}` limit 2"):
			for verb in ("PUT", "DELETE"):
				answer = client.request(verb, f"/api/resource/{doctype}/{name}", json=values)
				assert answer.status_code in (403, 417), answer.text
		assert client.request("POST", f"/api/resource/{doctype}", json={**values, "principal": company.user}).status_code in (403, 417)
		assert stored.sql(f"select * from `tab{doctype}` order by name") == rows
	if who != "Administrator":
		assert client.request("GET", "/api/resource/Applicant Profile").status_code == 403


def test_a_case_filed_by_an_agent_is_the_principals_for_the_office_too(codes, principal, people, stored):
	agent = codes.sign_up("郑代理")
	mandate(principal, agent)
	case = filed(agent, principal.profile)
	agent.portal("act", case=case, action="提交")
	assert people.reviewer.request("GET", f"/api/resource/{STALL}/{case}").status_code == 200
	listed = people.reviewer.request("GET", f"/api/resource/{STALL}", params={"filters": f'[["name","=","{case}"]]'}).json()["data"]
	assert [row["name"] for row in listed] == [case]
