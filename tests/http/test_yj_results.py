"""抽奖结果登记: by the organiser or an officer, only after the draw of a filing that was agreed to; kept as written."""

import pytest

from tests import samples
from tests.http.prize_story import FILING, Filings
from tests.http.story import refusal

ROW = {"winner": "赵春梅", "grade": "一等奖", "won_on": samples.day(-1), "claimed": 1}
SMALL = {"winner": "孙小红", "grade": "三等奖", "won_on": samples.day(-1)}


@pytest.fixture(scope="module")
def filings(people) -> Filings:
	return Filings(people)


@pytest.fixture(scope="module")
def closed(filings) -> str:
	return filings.closed()


def let_time_pass(stored, case: str, ended: int = 1) -> None:
	"""As if the activity had ended so many days ago: no test can wait for it."""
	end = samples.day(-ended)
	values = {"activity_start": f"{samples.day(-ended - 9)} 09:00:00", "activity_end": f"{end} 21:00:00", "draw_time": f"{end} 20:00:00"}
	stored.frappe.db.set_value(FILING, case, values, update_modified=False)
	stored.frappe.db.commit()


@pytest.fixture
def drawn(stored, filings, closed) -> str:
	let_time_pass(stored, closed)
	return closed


def register(client, case: str, *winners, **more):
	return client.portal("register_result", case=case, values={"winners": list(winners), **more})


def records(stored, case: str) -> list:
	stored.frappe.db.rollback()
	return stored.sql("select name from `tabPrize Result` where case_name = %s", case)


def test_not_before_the_end_of_the_case_nor_before_the_draw(people, filings):
	case = filings.decided()
	assert "同意备案并办结以后" in refusal(register, people.applicant, case, ROW).text
	filings.act("deliverer", case, "送达")
	assert "开奖以后才能登记" in refusal(register, people.applicant, case, ROW).text
	assert people.applicant.portal("case", case=case)["after_closing"]["open"] == 0


@pytest.mark.parametrize(
	("winners", "more", "message"),
	[
		([ROW], {}, "超过 500 元的中奖情况须随时公布"),
		([{**ROW, "grade": "特等奖"}], {"published": 1}, "备案的奖项中没有“特等奖”"),
		([{**ROW, "winner": " "}], {"published": 1}, "请填写中奖者姓名"),
		([{**ROW, "won_on": samples.day(1)}], {"published": 1}, "中奖日期应在"),
		([{**ROW, "won_on": samples.day(-11)}], {"published": 1}, "中奖日期应在"),
		([{**ROW, "won_on": "x"}], {"published": 1}, "中奖日期应在"),
		([ROW] * 4, {"published": 1}, "备案 3 份，登记的中奖者有 4 人"),
		([], {}, "没有人中奖的，请在“说明”中写明"),
		(["x"], {}, "应为若干行"),
		([SMALL] * 501, {}, "每次最多 500 行"),
	],
)
def test_wrong_results_are_refused(people, stored, drawn, winners, more, message):
	before = records(stored, drawn)
	refused = refusal(register, people.applicant, drawn, *winners, **more)
	assert refused.status == 417 and message in refused.text
	assert records(stored, drawn) == before


def test_the_organiser_registers_and_names_are_masked(people, stored, filings):
	case = filings.closed()
	let_time_pass(stored, case)
	found = register(people.applicant, case, ROW, SMALL, published=1)
	(record,) = found["records"]
	assert [row["winner"] for row in record["winners"]] == ["赵**", "孙**"]
	assert "赵春梅" not in str(stored.sql("select * from `tabPrize Winner` where parent in (select name from `tabPrize Result` where case_name = %s)", case))
	assert "赵**" in people.applicant.request("GET", f"/cases/{case}").text
	# Earlier records count against the number of prizes.
	assert "备案 3 份，登记的中奖者有 4 人" in refusal(register, people.applicant, case, *[ROW] * 3, published=1).text
	register(people.applicant, case, SMALL)
	assert len(records(stored, case)) == 2


def test_an_officer_registers_what_came_on_paper(people, drawn):
	values = {"winners": [SMALL]}
	found = people.deliverer.staff("casework.prize_results.enter", case=drawn, values=values)
	assert found["records"]


@pytest.mark.parametrize("who", ["inspector", "lab_acceptor", "business_admin", "Administrator"])
def test_no_other_role_registers(people, stored, drawn, who):
	before = records(stored, drawn)
	refused = refusal(getattr(people, who).staff, "casework.prize_results.enter", case=drawn, values={"winners": [SMALL]})
	assert refused.status == 403
	assert records(stored, drawn) == before


def test_strangers_learn_nothing(people, guest, stored, drawn):
	before = records(stored, drawn)
	assert refusal(register, people.applicant2, drawn, SMALL).status == 404
	assert refusal(guest.call, "gaoping_regulation.portal.api.register_result", case=drawn, values={"winners": [SMALL]}).status == 403
	assert refusal(people.applicant2.call, "gaoping_regulation.casework.prize_results.enter", case=drawn, values={}).status == 403
	assert records(stored, drawn) == before


def test_a_record_stays_as_written(people, stored, drawn):
	register(people.applicant, drawn, SMALL)
	((name,), *_) = records(stored, drawn)
	for who in ("deliverer", "business_admin", "inspector", "Administrator"):
		client = getattr(people, who)
		assert client.request("PUT", f"/api/resource/Prize Result/{name}", json={"remark": "x"}).status_code == 403
		assert client.request("DELETE", f"/api/resource/Prize Result/{name}").status_code == 403
	assert people.lab_acceptor.request("GET", f"/api/resource/Prize Result/{name}").status_code == 403
	assert people.inspector.request("GET", f"/api/resource/Prize Result/{name}").status_code == 200


def test_the_daily_job_reminds_once_of_a_missing_result(stored, filings):
	from gaoping_regulation.casework import prize_results

	case, early = filings.closed(), filings.closed()
	let_time_pass(stored, case, ended=31)
	let_time_pass(stored, early, ended=29)
	stored.frappe.set_user("Administrator")
	for _ in range(2):
		prize_results.remind()
	stored.frappe.db.rollback()
	count = "select count(*) from `tabCase Event` where case_name = %s and kind = %s"
	assert stored.sql(count, case, prize_results.REMINDED) == ((1,),)
	assert stored.sql(count, early, prize_results.REMINDED) == ((0,),)
