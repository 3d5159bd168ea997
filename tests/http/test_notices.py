"""Notices: written with the case, read on the portal, sent after commit, tried again, and no case waits for them."""

import json
import time

import pytest

from tests.client import message_of
from tests.http.story import STALL, refusal

SETTINGS = "/api/resource/Regulation Settings/Regulation Settings"
OUTBOX = "/api/resource/Notice Outbox"
TEMPLATE = "/api/resource/Notice Template"
RESEND = "gaoping_regulation.casework.notices.api.resend"
OFF, FILE = "不启用", "写入文件（试用）"


def rows(stored, case: str, **conditions) -> list[dict]:
	"""The case's lines in the outbox, oldest first."""
	fields = ("name", "kind", "channel", "status", "user", "recipient", "text", "attempts", "next_try_on", "error", "read_on")
	where = "".join(f" and `{field}` = '{value}'" for field, value in conditions.items())
	found = stored.sql(f"select {', '.join(fields)} from `tabNotice Outbox` where case_name = %s{where} order by creation, name", case)
	return [dict(zip(fields, row, strict=True)) for row in found]


def until(check, seconds: float = 30):
	"""What `check` gives once it gives anything."""
	end = time.monotonic() + seconds
	while time.monotonic() < end:
		if found := check():
			return found
		time.sleep(0.2)
	raise TimeoutError("nothing came")


@pytest.fixture
def no_sms(people, connected):
	"""Text messages are switched off, so that every one fails."""
	assert people.Administrator.request("PUT", SETTINGS, json={"sms_channel": OFF}).status_code == 200
	# This process may have read the settings for an earlier test.
	connected.clear_document_cache("Regulation Settings", "Regulation Settings")
	yield
	assert people.Administrator.request("PUT", SETTINGS, json={"sms_channel": FILE}).status_code == 200


def test_a_case_tells_its_applicant_what_happens_and_nobody_else(people, stored):
	applicant = people.newcomer()
	case = people.submitted(applicant)
	number = stored.value(STALL, case, "case_no")
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	found = applicant.portal("messages")
	assert [row["subject"] for row in found["messages"]] == ["请补正材料", "已收到您的申请"] and found["unread"] == 2
	due = stored.sql("select due_on from `tabCorrection Notice` where case_name = %s", case)[0][0]
	assert number in found["messages"][0]["text"] and str(due) in found["messages"][0]["text"]
	page = applicant.request("GET", f"/cases/{case}").text
	assert "请补正材料" in page and "2 条未读" in page
	assert "2 条未读" in applicant.request("GET", "/cases").text
	assert applicant.portal("read_messages", case=case)["unread"] == 0
	assert people.applicant2.portal("messages", page_length=100)["messages"] == [] or case not in str(people.applicant2.portal("messages", page_length=100))
	for method in ("messages", "read_messages"):
		assert refusal(people.applicant2.portal, method, case=case).status == 404
		assert refusal(people.server.guest().portal, method).status == 403


def test_a_decision_and_its_document_are_told_and_no_personal_data_goes_out(people, stored):
	case = people.decided("不予备案", reason="经营地点在禁止区域")
	kinds = [row["kind"] for row in rows(stored, case, channel="站内消息")]
	assert kinds == ["submitted", "refused", "document"]
	message = until(lambda: rows(stored, case, channel="短信", status="已发送"))[0]
	person = stored.sql(f"select applicant_name, id_no, address from `tab{STALL}` where name = %s", case)[0]
	assert message["kind"] == "refused" and not any(value in message["text"] for value in person)
	people.signed("deliverer", case, "送达")
	assert rows(stored, case)[-1]["kind"] == "delivered"


def test_a_refused_action_leaves_no_notice(people, stored):
	case = people.submitted()
	before = rows(stored, case)
	assert refusal(people.reviewer.apply, STALL, case, "要求补正", details={"items": [{"text": ""}]}).status in (403, 417)
	assert rows(stored, case) == before


def test_a_failure_stops_no_case_is_tried_again_told_and_sent_by_hand(people, stored, connected, no_sms):
	from gaoping_regulation.casework.notices import sending

	case = people.submitted()
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	assert stored.state(case) == "待补正"
	failed = until(lambda: [row for row in rows(stored, case, channel="短信") if row["attempts"] == 1])[0]
	assert failed["status"] == "待发送" and "没有启用" in failed["error"] and failed["next_try_on"] is not None
	for _ in sending.BACK_OFF:
		connected.db.set_value("Notice Outbox", failed["name"], "next_try_on", "2020-01-01 00:00:00")
		sending.send_due()
	last = rows(stored, case, channel="短信")[0]
	assert last["status"] == "发送失败" and last["attempts"] == len(sending.BACK_OFF) + 1
	told = stored.sql("select for_user from `tabNotification Log` where document_type = 'Notice Outbox' and document_name = %s", failed["name"])
	assert ("business_admin@gaoping.local",) in told
	card = people.business_admin.call("gaoping_regulation.casework.notices.api.count_failed", "GET")
	assert card["value"] >= 1 and card["route_options"] == {"status": "发送失败"}
	assert refusal(people.reviewer.call, RESEND, notice=failed["name"]).status == 403
	people.Administrator.request("PUT", SETTINGS, json={"sms_channel": FILE})
	people.business_admin.call(RESEND, notice=failed["name"])
	assert until(lambda: rows(stored, case, channel="短信", status="已发送"))
	assert "不用重新发送" in refusal(people.business_admin.call, RESEND, notice=failed["name"]).text
	assert people.applicant.portal("act", case=case, action="补正提交")["workflow_state"] == "待审查"


def test_the_business_admin_words_the_templates_within_the_fence(people, stored):
	admin = people.business_admin
	before = admin.request("GET", f"{TEMPLATE}/submitted").json()["data"]
	try:
		answer = admin.request("PUT", f"{TEMPLATE}/submitted", json={"text": "收到了 {办件编号}，请等消息。{没有值}"})
		assert answer.status_code == 417 and "没有“{没有值}”这个占位符" in message_of(answer)
		for text in ("{{ frappe.db.sql('x') }}", "<script>1</script>", "{% for x in y %}", "字" * 501):
			assert admin.request("PUT", f"{TEMPLATE}/submitted", json={"text": text}).status_code == 417, text
		assert admin.request("PUT", f"{TEMPLATE}/submitted", json={"text": "收到了 {办件编号}，请等消息。"}).status_code == 200
		case = people.submitted()
		number = stored.value(STALL, case, "case_no")
		assert [row["text"] for row in rows(stored, case, kind="submitted")] == [f"收到了 {number}，请等消息。"]
		assert admin.request("PUT", f"{TEMPLATE}/submitted", json={"enabled": 0}).status_code == 200
		assert rows(stored, people.submitted()) == []
	finally:
		admin.request("PUT", f"{TEMPLATE}/submitted", json={"text": before["text"], "enabled": 1})
	for change in ({"enabled": 0}, {"by_sms": 0}, {"by_email": 0}):
		answer = admin.request("PUT", f"{TEMPLATE}/e_delivered", json=change)
		assert answer.status_code == 417 and "不能停用" in message_of(answer)
	assert people.reviewer.request("PUT", f"{TEMPLATE}/submitted", json={"text": "x"}).status_code == 403
	assert admin.request("DELETE", f"{TEMPLATE}/submitted").status_code == 403
	assert admin.request("POST", TEMPLATE, json={"kind": "new", "title": "x", "subject": "x", "text": "x"}).status_code == 403


def test_officers_see_a_notice_without_its_address_and_only_of_their_matters(people, stored):
	case = people.decided()
	name = rows(stored, case, channel="短信")[0]["name"]
	shown = people.reviewer.request("GET", f"{OUTBOX}/{name}").json()["data"]
	assert not shown.get("recipient") and shown["recipient_masked"].count("*") == 4
	assert people.lab_acceptor.request("GET", f"{OUTBOX}/{name}").status_code == 403
	listed = people.lab_acceptor.request("GET", OUTBOX, params={"filters": json.dumps({"case_name": case})})
	assert listed.json()["data"] == []
	assert people.applicant.request("GET", f"{OUTBOX}/{name}").status_code == 403


def test_nothing_is_delivered_electronically_without_consent(people, stored):
	case = people.decided()
	shown = people.deliverer.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)["delivery"]
	assert "电子送达" not in shown["methods"] and shown["electronic"]["agreed"] == 0
	people.deliverer.sign(case)
	with stored.unchanged(case):
		refused = refusal(people.deliverer.apply, STALL, case, "送达", details={"method": "电子送达", "received_by": "x", "place": "x"})
		assert "没有同意电子送达" in refused.text


def test_with_consent_the_receipt_says_so_and_the_notice_goes_where_he_agreed(people, stored):
	assert "手机号或者电子邮箱" in refusal(people.draft, e_delivery=1, e_delivery_to="12345").text
	assert "接收电子送达" in refusal(people.submitted, e_delivery=1).text
	case = people.decided(e_delivery=1, e_delivery_to="13935600999")
	shown = people.deliverer.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)["delivery"]
	assert "电子送达" in shown["methods"] and shown["electronic"]["to"] == "13935600999"
	people.signed("deliverer", case, "送达", details={"method": "电子送达", "received_by": "赵春梅", "place": "别处"})
	receipt = stored.sql("select method, place, consent from `tabDelivery Receipt` where case_name = %s", case)[0]
	assert receipt == ("电子送达", "13935600999", "申请人在申请时确认同意电子送达")
	message = until(lambda: rows(stored, case, kind="e_delivered", channel="短信"))[0]
	assert message["recipient"] == "13935600999" and f"/cases/{case}" in message["text"]
