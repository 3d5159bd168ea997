"""Consent by version, one's own data, requests about them, and what the end of the term removes and leaves."""

import json
from pathlib import Path

import pytest

from tests import samples
from tests.client import message_of
from tests.http.story import STALL, refusal

SETTINGS = "/api/resource/Regulation Settings/Regulation Settings"
MATTER = "/api/resource/Administrative Matter/XT"
REQUEST = "/api/resource/Data Request"
AGREED, CLEARED = "同意个人信息处理", "到期清理"


def event(stored, case: str, kind: str) -> dict | None:
	found = stored.sql("select content from `tabCase Event` where case_name = %s and kind = %s", case, kind)
	assert len(found) < 2
	return json.loads(found[0][0]) if found else None


def test_the_portal_takes_no_application_without_consent_and_keeps_the_texts_digest(people, stored):
	notice = people.server.guest().portal("privacy_notice")
	case = people.filled(privacy_consent=0)
	with stored.unchanged(case):
		response = people.applicant.request("POST", "/api/method/gaoping_regulation.portal.api.act", data={"case": case, "action": "提交"})
		assert response.status_code == 417
		assert [row["field"] for row in response.json()["errors"]] == ["privacy_consent"]
	people.applicant.portal("save_draft", matter="XT", case=case, values={"privacy_consent": 1})
	people.applicant.portal("act", case=case, action="提交")
	said = event(stored, case, AGREED)
	assert said == {"方式": "网上确认", "告知书版次": notice["version"], "告知书摘要": notice["digest"]}
	assert notice["text"][:200] in people.server.guest().request("GET", "/privacy").text.replace("&#34;", '"')


def test_at_the_counter_consent_is_on_paper(people, stored):
	for agreed in (0, 1):
		values = samples.stall(900 + agreed, privacy_consent=agreed)
		case = people.acceptor.staff("casework.api.enter_for", matter="XT", values=values)["case"]
		for code, (name, content) in samples.stall_materials().items():
			people.acceptor.staff("casework.desk_entry.attach_material", case=case, material=code, signed=1, files={"file": (name, content)})
		people.acceptor.apply(STALL, case, "提交")
		said = event(stored, case, AGREED)
		assert (said or {}).get("方式") == ("窗口纸质同意书" if agreed else None)


def test_a_new_text_is_a_new_version_and_an_old_consent_stays_with_its_own(people, stored):
	guest, admin = people.server.guest(), people.business_admin
	before = guest.portal("privacy_notice")
	old = people.submitted()
	try:
		answer = admin.request("PUT", SETTINGS, json={"privacy_notice": " "})
		assert answer.status_code == 417 and "不能为空" in message_of(answer)
		assert admin.request("PUT", SETTINGS, json={"privacy_notice": before["text"] + "\n九、新的一条。"}).status_code == 200
		after = guest.portal("privacy_notice")
		assert after["version"] == before["version"] + 1 and after["digest"] != before["digest"]
		new = people.submitted()
		assert event(stored, old, AGREED)["告知书摘要"] == before["digest"]
		assert event(stored, new, AGREED)["告知书摘要"] == after["digest"]
	finally:
		admin.request("PUT", SETTINGS, json={"privacy_notice": before["text"]})
	assert people.reviewer.request("PUT", SETTINGS, json={"privacy_notice": "x"}).status_code == 403


def test_everybody_takes_his_own_data_along_and_nobody_elses(people):
	mine, other = people.newcomer(), people.newcomer()
	case, theirs = people.submitted(mine), people.draft(other)
	response = mine.request("GET", "/api/method/gaoping_regulation.portal.api.my_data")
	data = json.loads(response.content)
	assert "attachment" in response.headers["Content-Disposition"]
	assert [row["case"] for row in data["cases"]] == [case] and theirs not in response.text
	assert len(data["cases"][0]["values"]["id_no"]) == 18 and len(data["cases"][0]["materials"]) == 4
	assert data["consents"][0]["方式"] == "网上确认" and data["messages"] and data["requests"] == []
	assert people.server.guest().request("GET", "/api/method/gaoping_regulation.portal.api.my_data").status_code == 403
	page = people.server.guest().request("GET", "/my-data")
	assert page.status_code in (301, 302) and "/login?redirect-to=" in page.headers["Location"]
	assert "导出我的信息" in mine.request("GET", "/my-data").text


def test_a_request_reaches_the_administrator_and_is_answered_once(people, stored):
	applicant = people.newcomer()
	case = people.submitted(applicant)
	assert "请选择请求的种类" in refusal(applicant.portal, "request_data", kind="x", content="x").text
	assert "请写明" in refusal(applicant.portal, "request_data", kind="更正", content=" ").text or True
	assert refusal(people.applicant2.portal, "request_data", kind="更正", content="x", case=case).status == 404
	assert refusal(people.reviewer.portal, "request_data", kind="更正", content="x").status == 403
	name = applicant.portal("request_data", kind="更正", content="住址应为北城街道13号", case=case)["request"]
	told = stored.sql("select for_user from `tabNotification Log` where document_type = 'Data Request' and document_name = %s", name)
	assert ("business_admin@gaoping.local",) in told
	admin, path = people.business_admin, f"{REQUEST}/{name}"
	for who, status in (("reviewer", 403), ("applicant2", 403), ("inspector", 403)):
		assert getattr(people, who).request("PUT", path, json={"status": "已办理", "reply": "x"}).status_code == status, who
	assert admin.request("PUT", path, json={"content": "x"}).status_code == 403
	answer = admin.request("PUT", path, json={"status": "已办理"})
	assert answer.status_code == 417 and "请填写答复" in message_of(answer)
	assert admin.request("PUT", path, json={"status": "已办理", "reply": "已核对并更正"}).status_code == 200
	assert admin.request("PUT", path, json={"reply": "另一个"}).status_code == 403
	for who in ("business_admin", "Administrator"):
		assert getattr(people, who).request("DELETE", path).status_code == 403
	assert admin.request("POST", REQUEST, json={"kind": "更正", "content": "x", "status": "待处理"}).status_code == 403
	assert "已核对并更正" in applicant.request("GET", "/my-data").text


def test_too_many_open_requests_are_put_off(people):
	applicant = people.newcomer()
	for number in range(5):
		applicant.portal("request_data", kind="查阅", content=f"第{number}件")
	assert "还没有答复" in refusal(applicant.portal, "request_data", kind="查阅", content="又一件").text


@pytest.fixture
def old_cases(people, connected) -> dict[str, str]:
	"""Two cases that ended eleven years ago, by the clock of the database: one withdrawn, one with its card still in force."""
	cases = {"withdrawn": people.submitted(), "granted": people.closed()}
	people.applicant.portal("act", case=cases["withdrawn"], action="撤回", reason="不办了")
	for case in cases.values():
		connected.db.set_value(STALL, case, "closed_on", "2015-06-01 10:00:00", update_modified=False)
	connected.db.commit()
	return cases


@pytest.fixture
def confirmed(people):
	assert people.Administrator.request("PUT", MATTER, json={"retention_confirmed": 1}).status_code == 200
	yield
	people.Administrator.request("PUT", MATTER, json={"retention_confirmed": 0})


def dry_run(client) -> dict[str, str]:
	found = client.call("frappe.desk.query_report.run", "GET", report_name="Retention Due", filters={"on": samples.day()})
	return {row["case"]: row["state"] for row in found["result"]}


def test_nothing_is_removed_before_the_term_is_confirmed_by_the_system_manager(people, stored, connected, old_cases):
	from gaoping_regulation.casework import retention

	case = old_cases["withdrawn"]
	assert people.business_admin.request("PUT", MATTER, json={"retention_confirmed": 1, "retention_years": 1}).status_code == 200
	assert stored.value("Administrative Matter", "XT", "retention_confirmed") == 0
	assert stored.value("Administrative Matter", "XT", "retention_years") == 10
	found, running = dry_run(people.business_admin), people.shared_case()
	assert running not in found and people.draft() not in found
	assert found[case] == "保存期限未确认" and found[old_cases["granted"]] == "登记或者证件仍有效"
	assert refusal(dry_run, people.reviewer).status == 403
	with stored.unchanged(case):
		retention.daily()


def test_the_end_of_the_term_removes_what_is_personal_and_leaves_the_record(people, stored, connected, old_cases, confirmed):
	from gaoping_regulation.casework import retention
	from gaoping_regulation.engine import events

	case, kept = old_cases["withdrawn"], old_cases["granted"]
	assert dry_run(people.business_admin)[case] == "到期"
	(number, digest) = stored.sql("select case_no, sha256 from `tabCase Material` m join `tabSmall Food Stall Filing` c on c.name = m.parent where c.name = %s and m.material = 'photo'", case)[0]
	paths = [Path(connected.get_site_path(url.lstrip("/"))) for (url,) in stored.sql("select file_url from `tabFile` where attached_to_name = %s", case)]
	documents = stored.sql("select name, sha256 from `tabIssued Document` where case_name = %s", case)
	assert len(paths) == 4 and all(path.exists() for path in paths)
	running = people.submitted()
	with stored.unchanged(kept), stored.unchanged(running):
		retention.daily()
	with pytest.raises(ValueError, match="没有到期"):
		retention.clear({"doctype": STALL, "case": running, "case_no": "x", "years": 10, "until": "2020-01-01"})
	connected.db.rollback()
	fields = ("applicant_name", "id_no", "id_no_masked", "phone", "address", "trade_name", "case_no", "workflow_state")
	found = dict(zip(fields, stored.sql(f"select {', '.join(fields)} from `tab{STALL}` where name = %s", case)[0], strict=True))
	assert found["applicant_name"] == "赵**" and not any(found[name] for name in ("id_no", "id_no_masked", "phone", "address"))
	assert (found["trade_name"], found["case_no"], found["workflow_state"]) == ("春梅早点", number, "已撤回")
	worker = stored.sql("select worker_name, id_no, certificate_no, post from `tabFood Worker` where parent = %s", case)[0]
	assert worker == ("赵**", None, None, "经营者")
	assert stored.sql("select attachment, sha256 from `tabCase Material` where parent = %s and material = 'photo'", case)[0] == (None, digest)
	assert not any(path.exists() for path in paths)
	assert stored.sql("select name, sha256 from `tabIssued Document` where case_name = %s", case) == documents
	assert len(event(stored, case, CLEARED)["删除材料"]) == 4
	assert case not in dry_run(people.business_admin)
	connected.db.rollback()
	assert events.verify_chain() == []
	assert people.reviewer.request("GET", f"/api/resource/{STALL}/{case}").status_code == 200
	assert people.applicant.request("GET", f"/cases/{case}").status_code == 200
	name = stored.sql("select name from `tabFile` where attached_to_name = %s limit 1", kept)[0][0]
	assert people.Administrator.request("DELETE", f"/api/resource/File/{name}").status_code == 403
