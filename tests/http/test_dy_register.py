"""动产抵押登记簿 over HTTP: change and cancellation from the registered values, what is locked, who looks it up."""

import pytest

from tests import samples
from tests.http.mortgages import DOCTYPE, REGISTER, Mortgages
from tests.http.story import refusal, serials


@pytest.fixture(scope="module")
def desk(people) -> Mortgages:
	return Mortgages(people)


@pytest.fixture(scope="module")
def number(desk) -> str:
	"""A registration that the tests of refusals share and leave as it is."""
	return desk.registered()


def entry(people, number: str) -> dict:
	path = f"/api/resource/{REGISTER}?filters=[[\"number\",\"=\",\"{number}\"]]"
	(row,) = people.inspector.request("GET", path).json()["data"]
	return people.inspector.request("GET", f"/api/resource/{REGISTER}/{row['name']}").json()["data"]


def status_of(people, case: str, kind: str, desk: Mortgages) -> str:
	return people.server.guest().portal("verify", code=desk.document(case, kind)["verify_code"])["status"]


def test_change_and_cancellation_keep_every_version(desk, people):
	first = desk.closed(desk.submitted())
	number = desk.document(first, "certificate")["number"]
	assert number.startswith("高市监（动押）字〔") and entry(people, number)["status"] == "有效"
	assert status_of(people, first, "certificate", desk) == "有效"
	mine = next(row for row in desk.applicant.portal("my_registrations") if row["number"] == number)
	assert mine["actions"] == ["变更", "注销"]

	changes = {"claim_amount": 1_000_000.5, "term_to": samples.day(500), "change_reason": "部分清偿并展期"}
	second = desk.sent(desk.begun(number, "变更", **changes))
	shown = people.acceptor.call("gaoping_regulation.casework.desk.show_case", "GET", case=second)["changes"]
	labels = {row["label"]: (row["before"], row["after"]) for row in shown}
	assert labels["被担保债权的数额（元）"] == ("1,200,000.00", "1,000,000.50") and set(labels) == {"被担保债权的数额（元）", "债务履行期限（止）"}
	desk.closed(second)
	text = desk.text(second, "change_certificate")
	for part in ("动产抵押变更登记书", f"{number}-2", "变更前后对照", "1,200,000.00", "1,000,000.50元（100.00005万元）", "部分清偿并展期"):
		assert "".join(part.split()) in text
	found = entry(people, number)
	assert found["status"] == "有效" and found["version"] == 2 and found["claim_amount"] == 1_000_000.5
	assert [row["category"] for row in found["versions"]] == ["设立", "变更"] and "展期" not in found["versions"][1]["changed"]
	assert status_of(people, first, "certificate", desk) == "已变更"
	assert status_of(people, second, "change_certificate", desk) == "有效"

	third = desk.closed(desk.sent(desk.begun(number, "注销", cancel_reason="主债权消灭")))
	text = desk.text(third, "cancel_certificate")
	for part in ("动产抵押注销登记书", f"{number}-3", "主债权消灭", "本登记已注销"):
		assert "".join(part.split()) in text
	assert entry(people, number)["status"] == "已注销" and len(entry(people, number)["versions"]) == 3
	assert status_of(people, second, "change_certificate", desk) == "已注销"
	refused = refusal(desk.begun, number, "变更")
	assert refused.status == 417 and "已注销" in refused.text


@pytest.mark.parametrize(
	("values", "label"),
	[
		({"applicant_name": "别的公司"}, "抵押人名称（姓名）"),
		({"id_no": samples.credit_code(77)}, "抵押人证件号码"),
		({"applicant_type": "个体工商户"}, "抵押人类型"),
	],
)
def test_a_change_keeps_the_mortgagor(desk, number, values, label):
	case = desk.begun(number, "变更", change_reason="试")
	refused = refusal(desk.applicant.portal, "save_draft", matter="DY", case=case, values=values)
	assert refused.status == 417 and f"“{label}”以登记簿为准，办理变更时不能改" in refused.text


@pytest.mark.parametrize("field", ["claim_amount", "scope", "term_to", "address", "collateral", "mortgagees", "applicant_name"])
def test_a_cancellation_keeps_everything(desk, number, field):
	case = desk.begun(number, "注销", cancel_reason="主债权消灭")
	other = {**samples.mortgage(8), "claim_amount": 5, "scope": "本金", "term_to": samples.day(9), "address": "高平市别处"}
	refused = refusal(desk.applicant.portal, "save_draft", matter="DY", case=case, values={field: other[field]})
	assert refused.status == 417 and "以登记簿为准，办理注销时不能改" in refused.text
	saved = {"agent_name": "牛秀英", "agent_id_no": samples.id_number(44), "agent_phone": "13935610001", "mandate_until": samples.day(3)}
	desk.applicant.portal("save_draft", matter="DY", case=case, values=saved)


@pytest.mark.parametrize("field", ["applicant_name", "id_no", "claim_amount"])
def test_locked_values_are_refused_through_rest(desk, people, number, field):
	"""The counter's officer writes his own draft over REST: the same rule decides."""
	answer = people.acceptor.staff("casework.api.begin_change", matter="DY", entry=number, category="注销")
	path = f"/api/resource/{DOCTYPE}/{answer['case']}"
	before = people.Administrator.request("GET", path).json()["data"][field]
	value = {"applicant_name": "别的公司", "id_no": samples.credit_code(78), "claim_amount": 3}[field]
	response = people.acceptor.request("PUT", path, json={field: value, "cancel_reason": "主债权消灭"})
	assert people.Administrator.request("GET", path).json()["data"][field] == before
	if field != "id_no":
		# A field that no role writes is dropped by core without a word.
		assert response.status_code == 417 and "以登记簿为准" in response.text


def test_a_second_open_change_is_refused(desk, people):
	number = desk.registered()
	one = desk.begun(number, "变更", change_reason="展期", term_to=samples.day(500))
	two = desk.begun(number, "注销", cancel_reason="主债权消灭")
	desk.act(two, "下一步")
	desk.upload(two)
	case_no = desk.view(desk.sent(one))["case_no"]
	refused = refusal(desk.act, two, "提交审核")
	assert refused.status == 417 and f"已有办件{case_no}在办" in refused.text
	assert f"已有办件{case_no}在办" in refusal(desk.begun, number, "变更").text
	desk.act(one, "撤回", reason="不办了")
	assert desk.act(two, "提交审核")["workflow_state"] == "待受理"


def test_a_new_registration_with_an_old_number_is_a_new_one(desk, number):
	case = desk.closed(desk.submitted(category="设立", register_entry=number))
	assert not desk.view(case)["values"]["register_entry"]
	assert number not in desk.document(case, "certificate")["number"]


def test_another_applicant_changes_nothing(desk, people, number):
	other = Mortgages(people, people.applicant2)
	assert refusal(other.begun, number, "注销").status == 403
	refused = refusal(other.draft, category="注销", register_entry=number, cancel_reason="主债权消灭")
	assert refused.status == 417 and "属于申请人的登记" in refused.text
	assert number not in [row["number"] for row in other.applicant.portal("my_registrations")]


@pytest.mark.parametrize("who", ["acceptor", "approver", "deliverer", "business_admin", "Administrator", "inspector"])
def test_nobody_writes_the_register_by_hand(people, number, who):
	row = entry(people, number)
	client = getattr(people, who)
	for verb in ("PUT", "DELETE"):
		response = client.request(verb, f"/api/resource/{REGISTER}/{row['name']}", json={"status": "已注销"})
		assert response.status_code in (403, 417), response.text
	assert client.request("POST", f"/api/resource/{REGISTER}", json={"number": "x", "matter": "DY"}).status_code in (403, 417)
	assert entry(people, number) == row


def test_the_public_search_finds_by_name_code_and_number(people, desk):
	name = f"高平市查询{next(serials)}机械厂"
	form = desk.form(applicant_name=name)
	case = desk.closed(desk.sent(desk.applicant.portal("save_draft", matter="DY", values=form)["case"]))
	number = desk.document(case, "certificate")["number"]
	guest = people.server.guest()
	for query in (name, name[3:-2], form["id_no"], form["id_no"].lower(), number):
		(row,) = guest.portal("search_register", matter="DY", query=query)
		assert row["number"] == number and row["public_name"] == name and row["status"] == "有效"
		text = str(row)
		for hidden in (form["phone"], form["agent_phone"], form["agent_id_no"], form["agent_name"], form["address"], "applicant_user"):
			assert hidden not in text
	page = guest.request("GET", "/register", params={"matter": "DY", "query": number}).text
	assert name in page and "查到 1 项" in page and form["phone"] not in page and form["agent_name"] not in page


def test_a_person_is_found_by_the_full_name_alone_and_shown_masked(people, desk):
	name = f"申屠小{'一二三四五六七八九十'[next(serials) % 10]}{next(serials)}"
	form = desk.form(applicant_type="农业生产经营者", applicant_name=name, id_type="居民身份证", id_no=samples.id_number(321))
	case = desk.closed(desk.sent(desk.applicant.portal("save_draft", matter="DY", values=form)["case"]))
	guest = people.server.guest()
	found = guest.portal("search_register", matter="DY", query=name)
	assert [row["public_name"] for row in found] == ["申" + "*" * (len(name) - 1)] and name not in str(found)
	for query in (name[:3], form["id_no"], form["phone"]):
		assert guest.portal("search_register", matter="DY", query=query) == []
	assert form["id_no"] not in desk.text(case, "certificate")


@pytest.mark.parametrize(("query", "status"), [("高", 417), ("%%", 200), ("__", 200), ("'or'", 200), (" ", 400)])
def test_a_query_is_no_pattern(people, number, query, status):
	guest = people.server.guest()
	if status != 200:
		assert refusal(guest.portal, "search_register", matter="DY", query=query).status in (status, 417)
	else:
		assert guest.portal("search_register", matter="DY", query=query) == []


def test_a_matter_without_a_public_register_says_so(people):
	refused = refusal(people.server.guest().portal, "search_register", matter="XT", query="春梅早点")
	assert refused.status == 404 and "没有可以查询的登记簿" in refused.text
	page = people.server.guest().request("GET", "/register", params={"matter": "DY", "query": "高"})
	assert page.status_code == 200 and "请至少输入2个字" in page.text
