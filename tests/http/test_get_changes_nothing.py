"""A GET changes nothing, whoever sends it and whatever it calls."""

import json

import pytest

from tests.client import PORTAL
from tests.http.raw import raw
from tests.http.story import APPLY, PASSWORD, STALL, is_chinese, message_of

POST_ONLY = "须用 POST 请求"
OFFICERS = ("reviewer", "business_admin", "Administrator")


@pytest.mark.parametrize("method", ["save_draft", "attach", "act", "rate", "complain"])
@pytest.mark.parametrize("who", ["applicant", "reviewer", "Administrator", "guest"])
def test_the_portals_changes_are_refused_by_get(people, guest, stored, frozen_case, who, method):
	arguments = {"matter": "XT", "values": "{}", "content": "x", "case": frozen_case, "action": "撤回", "reason": "x", "grade": 5}
	arguments |= {"material": "photo"}
	client = guest if who == "guest" else getattr(people, who)
	with stored.unchanged(frozen_case), stored.as_many(STALL, "Complaint", "Service Rating"):
		for path, more in ((f"/api/method/{PORTAL}{method}", {}), ("/", {"cmd": PORTAL + method})):
			response = client.request("GET", path, params={**arguments, **more}, headers={"Accept": "application/json"})
			assert response.status_code == 403
			assert is_chinese(message_of(response))


def writing_calls(case: str) -> list[tuple[str, dict]]:
	"""Methods of the framework that take GET as well as POST, and what they would do to a case."""
	doc = json.dumps({"doctype": STALL, "name": case})
	todo = json.dumps({"doctype": "ToDo", "description": "x"})
	target = {"doctype": STALL, "name": case}
	return [
		(APPLY, {"doc": doc, "action": "要求补正"}),
		("frappe.model.workflow.bulk_workflow_approval", {"doctype": STALL, "docnames": f'["{case}"]', "action": "资料齐全"}),
		("frappe.client.insert", {"doc": todo}),
		("frappe.client.save", {"doc": todo}),
		("frappe.client.set_value", {**target, "fieldname": "trade_name", "value": "x"}),
		("frappe.client.delete", target),
		("frappe.client.cancel", target),
		("frappe.client.bulk_update", {"docs": f"[{doc}]"}),
		("frappe.desk.form.save.savedocs", {"doc": todo, "action": "Save"}),
		("frappe.desk.form.save.cancel", target),
		("frappe.desk.form.linked_with.cancel_all_linked_docs", {"docs": "[]"}),
		("frappe.desk.reportview.delete_items", {"doctype": STALL, "items": f'["{case}"]'}),
		("frappe.desk.reportview.delete_items/x.get", {"doctype": STALL, "items": f'["{case}"]'}),
		("frappe.desk.form.assign_to.add", {**target, "assign_to": '["approver@gaoping.local"]'}),
		("frappe.desk.doctype.tag.tag.add_tag", {"tag": "x", "dt": STALL, "dn": case}),
		("frappe.desk.like.toggle_like", {**target, "add": "Yes"}),
		("frappe.share.add", {**target, "user": "approver@gaoping.local", "read": 1}),
		("frappe.core.doctype.user.user.generate_keys", {"user": "reviewer@gaoping.local"}),
		("frappe.core.doctype.communication.email.make", {**target, "content": "x", "send_email": 0}),
		("frappe.utils.print_format.print_by_server", {**target, "printer_setting": "x"}),
		("frappe.sessions.clear", {}),
		("frappe.handler.upload_file", {**target}),
		("run_doc_method", {"dt": STALL, "dn": case, "method": "rename", "args": '["x"]'}),
		("gaoping_regulation.casework.api.reveal", {"case": case, "field": "id_no", "reason": "x"}),
		("gaoping_regulation.casework.api.pause_clock", {"case": case, "kind": "检定运输", "reason": "x"}),
		("gaoping_regulation.casework.api.resume_clock", {"case": case}),
		("gaoping_regulation.casework.api.ask_extension", {"case": case, "days": 5, "reason": "x"}),
		("gaoping_regulation.casework.api.decide_extension", {"case": case, "approve": 1}),
		("gaoping_regulation.casework.api.apply_workflow", {"doc": doc, "action": "要求补正"}),
		("gaoping_regulation.casework.api.enter_for", {"matter": "XT", "values": "{}"}),
		("gaoping_regulation.risk_control.api.sign_checklist", {"checklist": "x", "answers": "{}"}),
		("gaoping_regulation.risk_control.api.countersign", {"checklist": "x", "remark": "x"}),
	]


@pytest.mark.parametrize("index", range(len(writing_calls(""))), ids=[call[0] for call in writing_calls("")])
def test_a_method_that_writes_is_refused_by_get(people, stored, frozen_case, index):
	method, arguments = writing_calls(frozen_case)[index]
	tables = (STALL, "ToDo", "DocShare", "Comment", "Communication", "Tag Link", "File")
	with stored.unchanged(frozen_case), stored.as_many(*tables):
		for who in OFFICERS:
			for path, more in ((f"/api/method/{method}", {}), ("/app", {"cmd": method}), ("/", {"cmd": method})):
				response = getattr(people, who).request(
					"GET", path, params={**arguments, **more}, headers={"Accept": "application/json"}
				)
				assert response.status_code == 403, (who, path)
				assert is_chinese(message_of(response))


@pytest.mark.parametrize("who", OFFICERS)
def test_run_method_on_a_document_is_refused_by_get(people, stored, frozen_case, who):
	with stored.unchanged(frozen_case):
		for method in ("rename", "submit", "cancel", "save", "delete", "db_set", "add_comment"):
			response = getattr(people, who).request("GET", f"/api/resource/{STALL}/{frozen_case}", params={"run_method": method})
			assert response.status_code == 403, method
			assert POST_ONLY in message_of(response)


@pytest.mark.parametrize("who", ["applicant", "reviewer"])
def test_a_get_logs_nobody_in_or_out(server, people, who):
	client = getattr(people, who)
	for path in ("/api/method/logout", "/api/method/web_logout", "/?cmd=web_logout", "/api/method/frappe.handler.logout"):
		response = client.request("GET", path, headers={"Accept": "application/json"})
		assert response.status_code == 403
		assert POST_ONLY in message_of(response)
	assert client.portal("session")["user"] == client.user


def test_logging_in_takes_a_post(server, people):
	user = people.new_account()
	stranger = server.guest()
	for verb in ("GET", "HEAD", "PUT"):
		response = stranger.request(verb, "/api/method/login", params={"usr": user, "pwd": PASSWORD})
		assert response.status_code == 405
		assert verb == "HEAD" or "登录须用 POST" in message_of(response)
	stranger.request("GET", "/", params={"cmd": "login", "usr": user, "pwd": PASSWORD})
	body = b'{"cmd": "login", "usr": "%s", "pwd": "%s"}' % (user.encode(), PASSWORD.encode())
	_status, answer = raw(
		server.address, "GET / HTTP/1.1", "Content-Type: application/json", f"Content-Length: {len(body)}", body=body
	)
	assert user not in answer
	assert stranger.portal("session")["user"] == "Guest"


def test_what_only_reads_still_answers_a_get(people, frozen_case):
	reads = {
		"frappe.client.get_list": {"doctype": STALL},
		"frappe.desk.form.load.getdoc": {"doctype": STALL, "name": frozen_case},
		"frappe.desk.reportview.get": {"doctype": STALL, "fields": '["name"]'},
		"frappe.model.workflow.get_transitions": {"doc": json.dumps({"doctype": STALL, "name": frozen_case})},
		"gaoping_regulation.risk_control.api.checklist": {"case": frozen_case},
	}
	for method, arguments in reads.items():
		response = people.reviewer.request("GET", f"/api/method/{method}", params=arguments)
		assert response.status_code == 200, (method, response.text)
