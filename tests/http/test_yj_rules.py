"""What a filing of a prize draw must keep, over HTTP as the organiser: each refusal names its field and its clause."""

import pytest

from tests import samples
from tests.client import message_of
from tests.http.prize_story import FILING, Filings
from tests.http.story import refusal


@pytest.fixture(scope="module")
def filings(people) -> Filings:
	return Filings(people)


def cash(**changes) -> dict:
	return samples.prize(kind="现金", is_cash=1, price_basis="", **changes)


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"prizes": [samples.prize(unit_value=50000.01)]}, "超过最高奖金额 50,000 元的上限"),
		({"prizes": [cash(unit_value=25000.5, quantity=2)], "may_win_again": 1, "max_wins": 2}, "累计可达 50,001 元"),
		({"prizes": [samples.prize(probability=60), samples.prize(probability=40.5)]}, "合计 100.5%"),
		({"prizes": [samples.prize(kind="现金")]}, "“是否现金”与“奖品种类”不一致"),
		({"prizes": [samples.prize(unit_value="nan")]}, "奖品单个价值应大于零"),
		({"prizes": [samples.prize(unit_value="1e400")]}, "奖品单个价值应大于零"),
		({"prizes": [samples.prize(quantity="99999999999999999999")]}, "奖品数量应在"),
		({"may_win_again": 1, "max_wins": 10**20}, "最多中奖次数应在"),
		({"activity_end": f"{samples.day(20)} 09:00:00"}, "活动结束时间须晚于开始时间"),
		({"activity_start": f"{samples.day(0)} 23:00:00"}, "活动须在备案后开始"),
		({"draw_time": f"{samples.day(19)} 09:00:00"}, "开奖时间不能早于活动开始时间"),
		({"claim_until": f"{samples.day(30)} 19:59:00", "claim_from": f"{samples.day(29)} 09:00:00"}, "兑奖截止时间不能早于开奖时间"),
		({"credit_code": "91140581MA0GX0001X"}, "统一社会信用代码不正确"),
		({"id_no": "140581199001010007"}, "身份证号校验位不正确"),
		(
			{"has_agent": 1, "mandate_from": samples.day(1), "mandate_until": samples.day(9), "agent_phone": "13900000000"},
			"请提交有效的委托书",
		),
		({"has_agent": 1, "agent_phone": "12"}, "电话号码不正确"),
	],
)
def test_a_mistake_is_refused_where_it_is_saved(people, filings, changes, message):
	refused = refusal(filings.draft, **changes)
	assert refused.status == 417 and message in refused.text


@pytest.mark.parametrize(
	"changes",
	[
		{"prizes": [samples.prize(unit_value=50000)]},
		{"prizes": [cash(unit_value=25000, quantity=2)], "may_win_again": 1, "max_wins": 2},
		{"prizes": [samples.prize(probability=60), samples.prize(probability=40)]},
	],
)
def test_at_the_limit_it_is_saved(filings, changes):
	assert filings.draft(**changes)


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"prizes": [samples.prize(quantity=0, probability=0)]}, "数量和中奖概率至少填写一项：《规范促销行为暂行规定》第十三条"),
		({"prizes": [samples.prize(price_basis="")]}, "非现金奖品请填写“定价依据”（同期市场同类商品的价格）：《规范促销行为暂行规定》第十七条"),
		({"forfeiture": ""}, "请填写“弃奖条件”：《规范促销行为暂行规定》第十三条"),
		({"draw_time": ""}, "请填写“开奖时间”：《规范促销行为暂行规定》第十三条"),
		({"may_win_again": 1, "max_wins": 0}, "请填写“最多中奖次数”"),
		({"prizes": []}, "请填写“奖项”"),
		({"commitment": 0}, "请填写“本单位承诺"),
	],
)
def test_what_is_missing_is_told_at_submission_once(people, filings, changes, message):
	case = filings.filled(**changes)
	refused = refusal(people.applicant.portal, "act", case=case, action="提交")
	assert refused.status == 417 and refused.text.count(message) == 1
	assert refused.text.count("请填写") <= 1
	assert people.applicant.portal("case", case=case)["workflow_state"] == "草稿"


def test_all_the_papers_are_asked_for_at_once(people, filings):
	case = filings.draft()
	refused = refusal(people.applicant.portal, "act", case=case, action="提交")
	for title in ("《有奖销售备案表》", "申请书", "活动方案", "营业执照副本复印件", "商品合格证书"):
		assert f"缺少材料“{title}”" in refused.text
	assert "委托" not in refused.text


def test_an_agent_brings_his_own_papers(people, filings):
	agent = {
		"has_agent": 1,
		"agent_name": "王小军",
		"agent_id_no": samples.id_number(77),
		"agent_phone": "13935600000",
		"mandate_from": samples.day(0),
		"mandate_until": samples.day(60),
	}
	case = filings.filled(without=("agent_id_copy", "mandate"), **agent)
	refused = refusal(people.applicant.portal, "act", case=case, action="提交")
	assert "缺少材料“被委托人身份证复印件”" in refused.text and "缺少材料“举办单位委托书及复印件”" in refused.text
	case = filings.submitted(**agent)
	shown = people.acceptor.request("GET", f"/api/resource/{FILING}/{case}").json()["data"]
	assert [name for name, value in shown.items() if samples.id_number(77) in str(value)] == []
	assert shown["agent_name"] == "王小军"


def test_an_agent_without_his_data_is_told_all_of_it(people, filings):
	case = filings.filled(without=("agent_id_copy", "mandate"), has_agent=1)
	refused = refusal(people.applicant.portal, "act", case=case, action="提交")
	for label in ("被委托人姓名", "被委托人身份证号", "被委托人电话", "委托期限起", "委托期限止"):
		assert f"请填写“{label}”。" in refused.text


def test_nobody_writes_the_reviewers_fields_beforehand(people, filings):
	values = samples.prize_draw(499)
	case = people.acceptor.staff("casework.api.enter_for", matter="YJ", values=values)["case"]
	for field, value in (("review_conclusion", "同意"), ("review_opinion", "先写好"), ("decision_article", "x")):
		answer = people.acceptor.request("PUT", f"/api/resource/{FILING}/{case}", json={field: value})
		assert answer.status_code == 403 and "只能在办理时填写" in message_of(answer)
