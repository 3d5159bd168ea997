"""The charts' measures as work: spot checks, recusal, collective review, training, accountability, complaints, ratings."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from gaoping_regulation.risk_control import alerts, draw, measures
from tests import abuse
from tests.client import message_of
from tests.http.story import STALL, refusal

ROOT = Path(__file__).resolve().parents[2]
CHARTS = ROOT / "apps/gaoping_regulation/gaoping_regulation/seed/risk_control_chart"
PLACE = "gaoping_regulation.risk_control.doctype."
TODAY = str(date.today())


def created(client, doctype: str, **values) -> dict:
	answer = client.request("POST", f"/api/resource/{doctype}", json=values)
	assert answer.status_code == 200, message_of(answer)
	return answer.json()["data"]


def refused(client, doctype: str, **values) -> str:
	answer = client.request("POST", f"/api/resource/{doctype}", json=values)
	assert answer.status_code in (403, 409, 417), answer.text
	return message_of(answer)


def test_each_of_the_52_measures_is_carried_by_something():
	rows = [row for file in CHARTS.glob("*.json") for row in json.loads(file.read_text())[0]["measures"]]
	keys = [key for row in rows for key in row["carried_by_key"].split(",")]
	assert len(rows) == 52 and set(keys) <= set(measures.MEASURES) and all(row["carried_by_key"] for row in rows)


def test_the_report_tells_what_was_done_for_each(people):
	answer = people.inspector.call("frappe.desk.query_report.run", "GET", report_name="Measures At Work", filters={"matter": "XT"})
	rows = [row for row in answer["result"] if isinstance(row, dict)]
	assert len({row["measure"] + row["stage_title"] for row in rows}) == 8
	assert all(isinstance(row["done"], int) for row in rows) and {row["by"] for row in rows} >= {"一次性补正告知书", "责任追究"}
	assert refusal(people.reviewer.call, "frappe.desk.query_report.run", "GET", report_name="Measures At Work").status == 403
	kept = people.inspector.call("frappe.desk.query_report.run", "GET", report_name="Promise Kept", filters={"matter": "XT"})
	assert [row["promised"] for row in kept["result"] if isinstance(row, dict)] == ["当日", "当日", "当日"]


@pytest.fixture(scope="module")
def check(people) -> dict:
	"""A spot check of three closed stall cases."""
	for _ in range(3):
		people.closed()
	values = {"title": "月度抽查", "kind": "双随机", "matter": "XT", "from_date": TODAY, "to_date": TODAY, "due_on": TODAY}
	names = ("acceptor", "reviewer", "lab_acceptor", "verifier", "checker", "lab_head", "inspector")
	candidates = [{"user": f"{name}@gaoping.local"} for name in names]
	return created(people.inspector, "Spot Check", **values, seed="2026-11", share=1, fewest=2, candidates=candidates)


def test_a_draw_can_be_repeated_and_bars_who_handled_the_case(people, check, stored):
	assert len(check["items"]) == 2
	again = people.division_head.call(PLACE + "spot_check.spot_check.check_draw", "GET", check=check["name"])
	assert again["same"] is True and again["drawn"] == [row["case_no"] for row in check["items"]]
	population = json.loads(stored.value("Spot Check", check["name"], "population"))
	assert draw.order("2026-11", "办件", list(population))[:2] == again["drawn"]
	for row in check["items"]:
		hands = {row["first_inspector"], row["second_inspector"]}
		handled = {actor for (actor,) in stored.sql("select actor from `tabCase Event` where case_name = %s", row["case_name"])}
		assert len(hands) == 2 and not hands & handled


def test_a_draw_stands(people, check):
	for values in ({"seed": "other"}, {"items": []}, {"population_digest": ""}, {"candidates": check["candidates"][:2]}):
		answer = people.inspector.request("PUT", f"/api/resource/Spot Check/{check['name']}", json=values)
		now = people.inspector.request("GET", f"/api/resource/Spot Check/{check['name']}").json()["data"]
		assert answer.status_code in (200, 403, 417)
		assert [row["case_no"] for row in now["items"]] == [row["case_no"] for row in check["items"]]
		assert (now["seed"], now["population_digest"], len(now["candidates"])) == ("2026-11", check["population_digest"], len(check["candidates"]))
	assert people.inspector.request("DELETE", f"/api/resource/Spot Check/{check['name']}").status_code in (403, 417)
	assert people.reviewer.request("POST", "/api/resource/Spot Check", json={"title": "自查"}).status_code == 403


def test_only_a_drawn_inspector_enters_and_a_problem_is_an_alert(people, check, stored):
	row = check["items"][0]
	given = {"check": check["name"], "row": row["name"], "result": "有问题", "remark": "照片与本人不符"}
	drawn = people.server.as_(row["first_inspector"].split("@")[0])
	stranger = next(client for client in (people.applicant, people.applicant2) if client.user not in (row["first_inspector"], row["second_inspector"]))
	assert refusal(stranger.call, PLACE + "spot_check.spot_check.enter_result", **given).status == 403
	assert "写明检查情况" in refusal(drawn.call, PLACE + "spot_check.spot_check.enter_result", **{**given, "remark": ""}).text
	drawn.call(PLACE + "spot_check.spot_check.enter_result", **given)
	assert "不能更改" in refusal(drawn.call, PLACE + "spot_check.spot_check.enter_result", **given).text
	assert stored.count("Risk Alert", "rule = 'spot-check-problem' and case_name = %s", row["case_name"]) == 1


@pytest.mark.parametrize(
	"changes,told",
	(({"from_date": "2020-01-01", "to_date": "2020-01-02"}, "没有可以抽查"), ({"to_date": str(date.today() + timedelta(days=3))}, "起止不对"), ({"candidates": [{"user": "inspector@gaoping.local"}]}, "不足两名")),
)
def test_a_draw_that_cannot_be_made_says_why(people, check, changes, told):
	values = {"title": "抽查", "kind": "双随机", "matter": "XT", "from_date": TODAY, "to_date": TODAY, "due_on": TODAY, **changes}
	assert told in refused(people.inspector, "Spot Check", **values)


def test_the_draw_by_hand():
	assert [draw.size(100, 5, 10), draw.size(1000, 5, 10), draw.size(4, 5, 10)] == [10, 50, 4]
	assert draw.order("s", "办件", ["b", "a", "c"]) == draw.order("s", "办件", ["c", "b", "a"])
	assert "a" not in draw.hands("s", "x", ["a", "b", "c"], {"a"})


def test_an_officer_recuses_himself_from_his_kin(people, stored):
	officer = abuse.World(people.server, None).officer("审查人")
	case = people.submitted()
	number = stored.value(STALL, case, "id_no")
	made = created(officer, "Recusal Declaration", person_name="关系人", relation="配偶", id_no=number.lower(), valid_from=TODAY)
	assert made["id_no_masked"] != number and refusal(officer.sign, case).status == 403
	assert "应当回避" in refusal(officer.apply, STALL, case, "资料齐全").text
	assert people.signed("reviewer", case, "资料齐全")
	path = f"/api/resource/Recusal Declaration/{made['name']}"
	assert people.division_head.request("GET", path).status_code == people.reviewer.request("GET", path).status_code == 403
	seen = people.inspector.request("GET", path).json()["data"]
	assert seen["id_no_masked"] == made["id_no_masked"] and seen.get("id_no") in (None, "")
	assert officer.request("DELETE", path).status_code in (403, 417)


def test_a_declaration_that_is_over_binds_nobody(people, stored):
	officer = abuse.World(people.server, None).officer("审查人")
	case = people.submitted()
	yesterday = str(date.today() - timedelta(days=1))
	phone = stored.value(STALL, case, "phone")
	created(officer, "Recusal Declaration", person_name="旧关系", relation="任职或投资单位", phone=phone, valid_from="2025-01-01", valid_until=yesterday)
	officer.sign(case)
	assert officer.apply(STALL, case, "资料齐全")
	assert "至少填写一项" in refused(officer, "Recusal Declaration", person_name="甲", relation="配偶", valid_from=TODAY)


@pytest.fixture
def review(people) -> dict:
	case = people.shared_case()
	number = people.inspector.request("GET", f"/api/resource/{STALL}/{case}").json()["data"]["case_no"]
	members = [{"user": f"{name}@gaoping.local"} for name in ("reviewer", "approver", "deliverer")]
	return created(people.division_head, "Collective Review", case_no=number, subject="是否准予", held_on=TODAY, facts="有争议", votes=members)


def vote(client, review: dict, choice: str, opinion: str = "") -> dict:
	return client.call(PLACE + "collective_review.collective_review.vote", review=review["name"], choice=choice, opinion=opinion)


def test_each_member_votes_himself_and_the_majority_concludes(people, stored, review):
	vote(people.reviewer, review, "同意")
	assert "写明意见" in refusal(vote, people.approver, review, "不同意").text
	vote(people.approver, review, "不同意", "证据不足")
	assert "已经表决" in refusal(vote, people.reviewer, review, "不同意", "改主意").text
	assert refusal(vote, people.acceptor, review, "同意").status == 403
	assert vote(people.deliverer, review, "同意") == {"status": "已结束", "conclusion": "同意（2 同意，1 不同意，0 弃权）"}
	answer = people.division_head.request("PUT", f"/api/resource/Collective Review/{review['name']}", json={"facts": "改写"})
	assert answer.status_code == 403 and "已经结束" in message_of(answer)


def test_nobody_votes_for_another(people, review):
	rows = [{**row, "vote": "同意"} for row in review["votes"]]
	answer = people.division_head.request("PUT", f"/api/resource/Collective Review/{review['name']}", json={"votes": rows})
	assert answer.status_code in (200, 403)
	now = people.division_head.request("GET", f"/api/resource/Collective Review/{review['name']}").json()["data"]
	assert not any(row.get("vote") for row in now["votes"])


def test_two_votes_at_once_count_once(people, review, stored):
	with ThreadPoolExecutor(2) as pool:
		clients = [people.reviewer, people.server.as_("reviewer")]
		outcomes = list(pool.map(lambda client: tried(vote, client, review, "同意"), clients))
	assert sorted(outcomes) == [False, True]


def tried(call, *arguments) -> bool:
	try:
		call(*arguments)
	except AssertionError:
		return False
	return True


def test_training_is_listed_and_who_missed_it_is_shown(people, connected):
	from gaoping_regulation.risk_control.doctype.integrity_training import integrity_training

	rows = [{"user": "reviewer@gaoping.local"}, {"user": "approver@gaoping.local", "absent": 1}]
	created(people.division_head, "Integrity Training", title="廉政教育", held_on=TODAY, attendees=rows)
	connected.db.rollback()
	later = date.today() + timedelta(days=190)
	overdue = {row["user"] for row in integrity_training.overdue(later)}
	assert "approver@gaoping.local" in overdue and "reviewer@gaoping.local" in overdue
	soon = {row["user"] for row in integrity_training.overdue(date.today() + timedelta(days=180))}
	assert "reviewer@gaoping.local" not in soon
	assert "只登记一行" in refused(people.division_head, "Integrity Training", title="重复", held_on=TODAY, attendees=[rows[0], rows[0]])
	assert "不能晚于今天" in refused(people.division_head, "Integrity Training", title="将来", held_on=str(later), attendees=rows)


@pytest.fixture
def confirmed(people, connected) -> str:
	doc = connected.get_doc(STALL, people.shared_case())
	name = alerts.raise_alert("late", "审查超时。", {"环节": "审查"}, doc=doc, officer="reviewer@gaoping.local", points=("XT-SC-6",), key=str(time.time_ns()))
	connected.db.commit()
	return name


def test_accountability_follows_a_confirmed_alert_only(people, confirmed):
	values = {"alert": confirmed, "measure": "提醒谈话", "decided_on": TODAY, "decided_by_office": "纪检监察组", "finding": "超时属实"}
	assert "属实" in refused(people.inspector, "Accountability Record", **values)
	people.inspector.staff("risk_control.api.review_alert", alert=confirmed, verdict="属实", remark="属实")
	made = created(people.inspector, "Accountability Record", **values)
	assert (made["officer"], made["points"]) == ("reviewer@gaoping.local", "XT-SC-6")
	path = f"/api/resource/Accountability Record/{made['name']}"
	assert people.reviewer.request("GET", path).status_code == 200
	assert people.approver.request("GET", path).status_code == people.division_head.request("GET", path).status_code == 403
	assert people.reviewer.request("PUT", path, json={"measure": "不予追究"}).status_code == 403
	assert people.inspector.request("DELETE", path).status_code in (403, 417)


def test_a_complaint_goes_to_its_answer_and_its_receipt_tells(people, guest, stored):
	case = people.closed()
	number = stored.value(STALL, case, "case_no")
	receipt = guest.portal("complain", content="窗口拖延", matter="XT", case_no=number)["receipt"]
	name = stored.sql("select name from `tabComplaint` where receipt = %s", receipt)[0][0]
	path = f"/api/resource/Complaint/{name}"
	for other in (people.reviewer, people.division_head, people.deputy_director, people.business_admin):
		assert other.request("GET", path).status_code == 403
	assert "答复内容" in message_of(people.inspector.request("PUT", path, json={"status": "已答复"}))
	assert people.inspector.request("PUT", path, json={"content": "没有问题"}).status_code == 403
	assert "承办人" in message_of(people.inspector.request("PUT", path, json={"assigned_to": "reviewer@gaoping.local"}))
	assert people.inspector.request("PUT", path, json={"status": "处理中"}).status_code == 200
	assert "处理中" in guest.request("GET", f"/complain?receipt={receipt}").text
	assert people.inspector.request("PUT", path, json={"status": "已答复", "reply": "已责成改正"}).status_code == 200
	assert "已责成改正" in guest.request("GET", f"/complain?receipt={receipt}").text
	assert people.inspector.request("PUT", path, json={"reply": "改写"}).status_code == 403
	assert "没有查到" in guest.request("GET", f"/complain?receipt={receipt[:-1]}").text


def test_a_complaint_is_not_handled_by_who_is_complained_about(people, guest, stored):
	both = abuse.World(people.server, None).officer("审查人", "纪检监察")
	case = people.submitted()
	both.sign(case)
	number = stored.value(STALL, case, "case_no")
	receipt = guest.portal("complain", content="刁难", case_no=number)["receipt"]
	name = stored.sql("select name from `tabComplaint` where receipt = %s", receipt)[0][0]
	answer = both.request("PUT", f"/api/resource/Complaint/{name}", json={"status": "处理中"})
	assert answer.status_code == 403 and "办理过被投诉的办件" in message_of(answer)


def test_a_case_is_rated_once_even_twice_at_once(people, stored):
	case = people.closed()
	with ThreadPoolExecutor(2) as pool:
		clients = [people.applicant, people.server.as_("applicant")]
		outcomes = list(pool.map(lambda client: tried(lambda: client.portal("rate", case=case, grade=5, speed=5)), clients))
	assert sorted(outcomes) == [False, True] and stored.count("Service Rating", "case_name = %s", case) == 1


def test_a_bad_rating_is_called_back_and_a_demand_for_money_is_an_alert(people, stored):
	case = people.closed()
	people.applicant.portal("rate", case=case, grade=1, attitude=1, asked_to_pay=1, comment="让我找中介")
	row = stored.sql("select name, callback_status, callback_due from `tabService Rating` where case_name = %s", case)[0]
	assert row[1] == "待回访" and row[2] > date.today()
	assert stored.count("Risk Alert", "rule = 'paid-service-reported' and case_name = %s and level = '高'", case) == 1
	path = f"/api/resource/Service Rating/{row[0]}"
	assert people.reviewer.request("GET", path).status_code == people.deliverer.request("GET", path).status_code == 403
	assert people.inspector.request("PUT", path, json={"grade": 5}).status_code == 403
	assert people.inspector.request("PUT", path, json={"callback_result": "已致歉并改正"}).status_code == 200
	assert stored.value("Service Rating", row[0], "callback_status") == "已回访"
	assert people.inspector.request("PUT", path, json={"callback_result": "再改"}).status_code == 403


def test_the_first_contact_is_on_the_case(people):
	case = people.examined()
	shown = people.approver.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)
	assert shown["first_contact"]["name"] == "审查人（试用）"


def test_clocks_speak_to_the_officer_and_then_to_the_head(people, connected, stored):
	from gaoping_regulation.risk_control import reminders

	case = people.submitted()
	connected.db.rollback()
	connected.db.set_value(STALL, case, "due_on", str(date.today() - timedelta(days=1)))
	connected.db.commit()
	for _ in range(2):
		reminders.remind()
	told = dict(stored.sql("select for_user, count(*) from `tabNotification Log` where document_name = %s group by for_user", case))
	assert told["reviewer@gaoping.local"] == 1 and told["division_head@gaoping.local"] == 1
	assert "deliverer@gaoping.local" not in told and "lab_head@gaoping.local" not in told
