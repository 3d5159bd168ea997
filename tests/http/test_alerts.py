"""A risk alert's way: who sees it, explains, reviews, appeals, closes; and the settings of the rules."""

import json
import time

import pytest

from gaoping_regulation.risk_control import alerts
from tests.client import message_of
from tests.http.story import PASSWORD, STALL, refusal

API = "risk_control.api."


@pytest.fixture
def alert(connected, people) -> str:
	"""An alert about the reviewer, on a case of his."""
	case = people.shared_case()
	connected.db.rollback()
	doc = connected.get_doc(STALL, case)
	key = str(time.time_ns())
	name = alerts.raise_alert("late", "审查环节超时。", {"环节": "审查环节"}, doc=doc, officer="reviewer@gaoping.local", points=("XT-SC-6",), key=key)
	connected.db.commit()
	return name


def other_inspector(people):
	return people.server.guest().login(people.new_account("纪检监察"), PASSWORD)


def status(stored, alert: str) -> str:
	return stored.value("Risk Alert", alert, "status")


def test_an_alert_goes_from_review_over_appeal_to_its_end(people, stored, alert):
	people.reviewer.staff(API + "state_alert", alert=alert, text="当日系统故障，已报告所长")
	people.inspector.staff(API + "review_alert", alert=alert, verdict="属实", remark="查留痕属实")
	assert status(stored, alert) == "属实"
	people.reviewer.staff(API + "appeal_alert", alert=alert, reason="故障有记录为证")
	assert status(stored, alert) == "申诉"
	other_inspector(people).staff(API + "review_alert", alert=alert, verdict="误报", remark="故障记录属实")
	people.inspector.staff(API + "close_alert", alert=alert, measures="不予追究，修复系统")
	assert status(stored, alert) == "已办结" and stored.value("Risk Alert", alert, "verdict") == "误报"
	kinds = [row[0] for row in stored.sql("select kind from `tabCase Event` where content like %s order by seq", f"%{alert}%")]
	assert kinds == ["发出预警", "预警说明", "核查预警", "预警申诉", "核查预警", "预警办结"]


def test_the_officer_is_told_and_sees_it_others_do_not(people, stored, alert):
	assert people.reviewer.request("GET", f"/api/resource/Risk Alert/{alert}").status_code == 200
	for other in (people.approver, people.division_head, people.applicant):
		assert other.request("GET", f"/api/resource/Risk Alert/{alert}").status_code == 403
	names = [row["name"] for row in people.approver.request("GET", "/api/resource/Risk Alert").json().get("data", [])]
	assert alert not in names
	assert stored.count("Notification Log", "document_name = %s and for_user = 'reviewer@gaoping.local'", alert) == 1


@pytest.mark.parametrize("who", ("reviewer", "approver", "division_head", "deputy_director", "business_admin", "applicant"))
def test_only_the_inspectors_review(people, stored, alert, who):
	refused = refusal(getattr(people, who).staff, API + "review_alert", alert=alert, verdict="误报", remark="没有问题")
	assert refused.status == 403 and status(stored, alert) == "待核"


def test_an_inspector_of_the_officers_own_line_does_not_review(people, alert):
	from tests import abuse

	both = abuse.World(people.server, None).officer("纪检监察", "审核人")
	assert "经办人员" in refusal(both.staff, API + "review_alert", alert=alert, verdict="误报", remark="没有问题").text


def test_only_the_officer_concerned_explains_and_appeals_once(people, alert):
	assert refusal(people.approver.staff, API + "state_alert", alert=alert, text="不是我").status == 403
	assert "不能再这样处理" in refusal(people.reviewer.staff, API + "appeal_alert", alert=alert, reason="早了").text
	people.inspector.staff(API + "review_alert", alert=alert, verdict="属实", remark="属实")
	people.reviewer.staff(API + "appeal_alert", alert=alert, reason="不服")
	other = other_inspector(people)
	assert "原核查人以外" in refusal(people.inspector.staff, API + "review_alert", alert=alert, verdict="属实", remark="复核").text
	other.staff(API + "review_alert", alert=alert, verdict="属实", remark="复核仍属实")
	assert "申诉过一次" in refusal(people.reviewer.staff, API + "appeal_alert", alert=alert, reason="仍不服").text


@pytest.mark.parametrize("call,values", (("review_alert", {"verdict": "也许", "remark": "看过"}), ("review_alert", {"verdict": "属实", "remark": " "}), ("close_alert", {"measures": "无"})))
def test_a_verdict_is_one_of_two_with_its_ground(people, stored, alert, call, values):
	assert refusal(people.inspector.staff, API + call, alert=alert, **values).status == 417
	assert status(stored, alert) == "待核"


@pytest.mark.parametrize("who", ("inspector", "Administrator", "reviewer"))
def test_nobody_writes_or_deletes_an_alert(people, stored, alert, who):
	client = getattr(people, who)
	assert client.request("PUT", f"/api/resource/Risk Alert/{alert}", json={"status": "误报"}).status_code in (403, 417)
	assert client.request("DELETE", f"/api/resource/Risk Alert/{alert}").status_code in (403, 417)
	assert status(stored, alert) == "待核"


def rule(client, **values):
	return client.request("PUT", "/api/resource/Detection Rule/empty-reason", json=values)


def test_the_inspector_sets_a_rule_and_that_stays_in_the_trail(people, stored):
	row = people.inspector.request("GET", "/api/resource/Detection Rule/empty-reason").json()["data"]["thresholds"][0]
	assert rule(people.inspector, thresholds=[{**row, "value": 12}]).status_code == 200
	try:
		(content,) = stored.sql("select content from `tabCase Event` where kind = '修改检测规则' order by seq desc limit 1")[0]
		assert json.loads(content)["理由的最少字数"] == "10.0 → 12"
	finally:
		rule(people.inspector, thresholds=[{**row, "value": 10}])


@pytest.mark.parametrize("values", ({"title": "改名"}, {"explanation": "什么也不查"}, {"points": ""}, {"thresholds": []}))
def test_what_a_rule_does_is_not_changed_in_the_browser(people, values):
	answer = rule(people.inspector, **values)
	assert answer.status_code == 403 and "只能修改" in message_of(answer)


@pytest.mark.parametrize("who", ("reviewer", "business_admin", "deputy_director", "applicant"))
def test_others_do_not_set_the_rules(people, who):
	assert rule(getattr(people, who), mode="停用").status_code == 403


def test_evidence_is_attached_to_an_answer_and_only_there(people, stored):
	from tests import samples

	case = people.submitted()
	found = people.reviewer.staff("risk_control.api.checklist", case=case)
	upload = {"file": ("佐证.png", samples.scan("evidence"))}
	given = people.reviewer.staff(API + "attach_evidence", checklist=found["name"], point="XT-SC-3", files=upload)
	answers = {item["point"]: {"result": "符合"} for item in found["items"]}
	answers["XT-SC-3"]["attachment"] = given["attachment"]
	wrong = {**answers, "XT-SC-3": {"result": "符合", "attachment": "/private/files/other.png"}}
	assert "不是本检查表的附件" in refusal(people.reviewer.staff, API + "sign_checklist", checklist=found["name"], answers=wrong).text
	signed = people.reviewer.staff(API + "sign_checklist", checklist=found["name"], answers=answers)
	assert next(item for item in signed["items"] if item["point"] == "XT-SC-3")["attachment"] == given["attachment"]
	assert people.reviewer.request("GET", given["attachment"]).status_code == 200
	assert people.applicant.request("GET", given["attachment"]).status_code in (403, 404)
	assert refusal(people.applicant.staff, API + "attach_evidence", checklist=found["name"], point="XT-SC-3", files=upload).status == 403


def test_a_look_at_a_cases_file_stays_in_the_trail(people, stored):
	case = people.submitted()
	(url,) = stored.sql("select attachment from `tabCase Material` where parent = %s and material = 'photo'", case)[0]
	assert people.reviewer.request("GET", url).status_code == 200
	assert stored.count("Case Event", "kind = '查看材料' and actor = 'reviewer@gaoping.local' and content like %s", f"%{case}%") == 1
	assert people.applicant.request("GET", url).status_code == 200
	assert stored.count("Case Event", "kind = '查看材料' and actor = 'applicant@gaoping.local' and content like %s", f"%{case}%") == 0


@pytest.fixture
def at_once(connected):
	"""The site as it runs in production: the worker looks at a case after each step. What came before is not looked at."""
	from frappe.installer import update_site_config
	from gaoping_regulation.risk_control.detectors import runner

	runner.move_cursor(connected.db.sql("select max(seq) from `tabCase Event`")[0][0])
	connected.db.commit()
	update_site_config("gaoping_detect_at_once", 1, validate=False)
	yield
	update_site_config("gaoping_detect_at_once", 0, validate=False)


def test_the_worker_finds_a_sign_by_itself(people, stored, at_once):
	case = people.submitted()
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "请到指定中介代办"}]})
	until = time.monotonic() + 180
	while not stored.count("Risk Alert", "rule = 'paid-service' and case_name = %s", case):
		assert time.monotonic() < until, "no alert within three minutes; see logs/"
		time.sleep(0.3)
