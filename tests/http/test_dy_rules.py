"""动产抵押登记: what the server asks of a declaration (域: 办法 arts. 2-5), each refusal with its message."""

import pytest

from tests import samples
from tests.http.mortgages import DOCTYPE, Mortgages
from tests.http.story import PASSWORD, refusal, serials


@pytest.fixture(scope="module")
def desk(people) -> Mortgages:
	return Mortgages(people)


def party(**changes) -> list[dict]:
	return [{**samples.mortgage(7)["mortgagees"][0], **changes}]


def thing(**changes) -> list[dict]:
	return [{**samples.mortgage(7)["collateral"][0], "serial_no": "", **changes}]


WRONG = [
	({"id_no": "91140581MA0GX0001X"}, "统一社会信用代码不正确"),
	({"id_type": "居民身份证", "id_no": samples.id_number(5)}, "请填统一社会信用代码"),
	({"applicant_type": "农业生产经营者", "id_type": "居民身份证", "id_no": "140581198503120001"}, "校验位不正确"),
	({"applicant_type": "公司"}, "只能在所列选项中选择"),
	({"address": "山西省泽州县南村镇1号"}, "不属于我局受理范围"),
	({"phone": "12345"}, "电话号码不正确"),
	({"mortgagees": party(id_no="91140581MA0GX0001X")}, "统一社会信用代码不正确"),
	({"mortgagees": party(id_type="居民身份证", id_no="140581198503120001")}, "校验位不正确"),
	({"mortgagees": party(phone="1")}, "电话号码不正确"),
	({"mortgagees": party() + party()}, "同一抵押权人填了两次"),
	({"mortgagees": party(id_no="")}, "请填写“证件号码”"),
	({"mortgage_contract_date": samples.day(2)}, "签订日期晚于今天"),
	({"term_from": samples.day(1), "term_to": samples.day(-1)}, "止日早于起日"),
	({"claim_amount": -5}, "数额须大于0"),
	({"claim_amount": "一百万"}, "填写不正确"),
	({"collateral": thing(quantity=-1)}, "数量须大于0"),
	({"collateral": thing(item_value=-1)}, "价值须大于0"),
	({"collateral": thing(serial_no="A 1") + thing(serial_no="a1")}, "同一序列号填了两次"),
	({"agent_id_no": "140581198503120001"}, "校验位不正确"),
	({"agent_id_no": ""}, "请填写“代理人身份证号”"),
	({"agent_phone": "1"}, "电话号码不正确"),
	({"mandate_until": samples.day(-2)}, "委托期限已过"),
	({"category": "变更"}, "请填写“原登记编号”"),
	({"category": "注销", "register_entry": "没有的编号"}, "没有编号为“没有的编号”"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG, ids=[message for changes, message in WRONG])
def test_a_mistake_is_refused_where_it_is_saved(desk, changes, message):
	refused = refusal(desk.draft, **changes)
	assert refused.status == 417 and message in refused.text


MISSING = [
	("applicant_name", "", "抵押人名称（姓名）"),
	("id_no", "", "抵押人证件号码"),
	("mortgagees", [], "抵押权人"),
	("collateral", [], "抵押财产"),
	("claim_amount", 0, "被担保债权的数额（元）"),
	("term_to", "", "债务履行期限（止）"),
	("mortgage_contract_date", "", "抵押合同签订日期"),
	("agent_name", "", "代理人姓名"),
	("mandate_until", "", "委托期限至"),
	("commitment", 0, "所填内容属实，抵押财产不属于法律禁止抵押的财产"),
]


@pytest.mark.parametrize(("field", "value", "label"), MISSING, ids=[field for field, value, label in MISSING])
@pytest.mark.parametrize("action", ["提交预审", "下一步"])
def test_what_is_missing_keeps_the_application_from_going_on(desk, field, value, label, action):
	case = desk.draft(**{field: value})
	refused = refusal(desk.act, case, action)
	assert refused.status == 417 and f"请填写“{label}”" in refused.text


def test_the_debtor_is_asked_for_only_if_he_is_another(desk):
	case = desk.draft(debtor_differs=1)
	assert "请填写“债务人名称（姓名）”" in refusal(desk.act, case, "下一步").text
	desk.applicant.portal("save_draft", matter="DY", case=case, values={"debtor_name": "高平市丹河农机合作社"})
	assert desk.act(case, "下一步")["workflow_state"] == "待盖章上传"


def test_what_the_system_fills_in_cannot_be_sent(desk):
	for field in ("case_no", "decision", "workflow_state", "applicant_user"):
		refused = refusal(desk.applicant.portal, "save_draft", matter="DY", values=desk.form(**{field: "x"}))
		assert refused.status == 403
	case = desk.draft(review_opinion="同意", content_code="00000000")
	doc = desk.people.Administrator.request("GET", f"/api/resource/{DOCTYPE}/{case}").json()["data"]
	assert not doc.get("review_opinion") and doc["content_code"] not in ("", "00000000")


def evidence(people, who: str, case: str, point: str) -> dict:
	found = getattr(people, who).staff("risk_control.api.checklist", case=case)
	return next(item for item in found["items"] if item["point"] == point)


def test_an_application_without_doubts_raises_none(desk, people):
	case = desk.submitted()
	desk.officer("acceptor", case, "受理")
	assert evidence(people, "reviewer", case, "DY-SC-2")["pre_answer"] == "符合"


def test_doubts_do_not_bar_and_must_be_answered(desk, people):
	case = desk.submitted(
		claim_amount=9_000_000, term_from=samples.day(-400), term_to=samples.day(-1), collateral=thing(customs_supervised=1)
	)
	desk.officer("acceptor", case, "受理")
	item = evidence(people, "reviewer", case, "DY-SC-2")
	assert item["pre_answer"] == "发现问题"
	for part in ("抵押财产总价值", "低于被担保债权", "届满", "海关监管货物"):
		assert part in item["evidence"]
	found = people.reviewer.staff("risk_control.api.checklist", case=case)
	answers = {row["point"]: {"result": "符合"} for row in found["items"]}
	refused = refusal(people.reviewer.staff, "risk_control.api.sign_checklist", checklist=found["name"], answers=answers)
	assert "须写明核实情况" in refused.text


def test_a_serial_number_of_a_live_registration_is_a_doubt_until_it_is_cancelled(desk, people):
	serial = f"XLH {next(serials)} 甲"
	number = desk.registered(collateral=thing(serial_no=serial))
	other = desk.submitted(collateral=thing(serial_no=serial.lower().replace(" ", "")))
	desk.officer("acceptor", other, "受理")
	item = evidence(people, "reviewer", other, "DY-SC-2")
	assert item["pre_answer"] == "发现问题" and number in item["evidence"]
	# A longer number that has this one in it is another thing.
	longer = desk.submitted(collateral=thing(serial_no=f"{serial}2"))
	desk.officer("acceptor", longer, "受理")
	assert evidence(people, "reviewer", longer, "DY-SC-2")["pre_answer"] == "符合"
	desk.closed(desk.sent(desk.begun(number, "注销", cancel_reason="主债权消灭")))
	assert evidence(people, "reviewer", other, "DY-SC-2")["pre_answer"] == "符合"


def test_who_accepted_or_examined_does_not_decide(desk, people):
	user = f"two-hats-{next(serials)}@gaoping.local"
	roles = [{"role": "受理人"}, {"role": "审核人"}]
	values = {"email": user, "first_name": "两职", "new_password": PASSWORD, "send_welcome_email": 0, "user_type": "Website User", "roles": roles}
	assert people.Administrator.request("POST", "/api/resource/User", json=values).status_code == 200
	both = people.server.guest().login(user, PASSWORD)
	case = desk.submitted()
	both.sign(case)
	both.apply(DOCTYPE, case, "受理")
	desk.officer("reviewer", case, "提交审查意见", details={"review_opinion": "已核对。"})
	for refused in (refusal(both.sign, case), refusal(both.apply, DOCTYPE, case, "审核通过")):
		assert refused.status == 403 and "您已在“受理”办理过本件" in refused.text


def test_a_matter_that_is_handed_over_takes_no_new_application(desk, people):
	path = "/api/resource/Administrative Matter/DY"
	assert people.Administrator.request("PUT", path, json={"status": "已划转"}).status_code == 200
	try:
		refused = refusal(desk.draft)
		assert "本事项已划转" in refused.text and "zhongdengwang.org.cn" in refused.text
	finally:
		assert people.Administrator.request("PUT", path, json={"status": "在办"}).status_code == 200
	assert desk.draft()
