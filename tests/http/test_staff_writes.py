"""Staff change a case by its actions alone: not by REST, not by the framework's client, not in bulk, not by its rows."""

import json

import pytest

from tests import samples
from tests.http.story import STALL, is_chinese, message_of

EVERYBODY = ("acceptor", "reviewer", "approver", "deliverer", "inspector", "business_admin", "lab_acceptor", "Administrator")
SYSTEM_VALUES = {
	"workflow_state": "待备案",
	"docstatus": 1,
	"case_no": "140581-XT-20260101-0001-X",
	"decision": "准予",
	"decision_reason": "理由",
	"owner": "reviewer@gaoping.local",
	"applicant_user": "reviewer@gaoping.local",
	"entered_by": "reviewer@gaoping.local",
	"principal": "reviewer@gaoping.local",
	"stage": "SD",
	"config_version": "XT-9-00000000",
	"due_on": "2030-01-01",
	"submitted_on": "2020-01-01 00:00:00",
	"decided_on": "2020-01-01 00:00:00",
	"closed_on": "2020-01-01 00:00:00",
}
CONTENT = {
	"business_address": "高平市改过的地址1号",
	"applicant_name": "改过的名字",
	"phone": "13800000000",
	"commitment": 0,
	"business_hours": "00:00-24:00",
	"workers": [{**samples.stall(7)["workers"][0], "worker_name": "换了人"}],
}


def ways(case: str, doc: dict, change: dict) -> dict[str, tuple]:
	"""Every way of the framework to write fields of a document: (verb, path, options)."""
	changed = json.dumps({**doc, **change})
	method = "/api/method/frappe."
	bulk = f"{method}desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	target = {"doctype": STALL, "name": case}
	return {
		"PUT": ("PUT", f"/api/resource/{STALL}/{case}", {"json": change}),
		"set_value": ("POST", f"{method}client.set_value", {"data": {**target, "fieldname": json.dumps(change)}}),
		"save": ("POST", f"{method}client.save", {"data": {"doc": changed}}),
		"bulk_update": ("POST", f"{method}client.bulk_update", {"data": {"docs": json.dumps([{**change, "doctype": STALL, "docname": case}])}}),
		"bulk edit": ("POST", bulk, {"data": {"doctype": STALL, "docnames": json.dumps([case]), "action": "update", "data": json.dumps(change)}}),
		"savedocs": ("POST", f"{method}desk.form.save.savedocs", {"data": {"doc": changed, "action": "Save"}}),
	}


# These answer 200 and list what failed.
LISTS_FAILURES = ("bulk_update", "bulk edit")


def assert_refused(response, way: str) -> None:
	assert response.status_code < 500, way
	if way in LISTS_FAILURES and response.status_code == 200:
		assert any(key in response.text for key in ("exc_type", "failed_docs", "_error_message")), way
	else:
		assert response.status_code in (403, 404, 417), (way, response.text)


@pytest.mark.parametrize("field", SYSTEM_VALUES)
@pytest.mark.parametrize("who", ["reviewer", "Administrator"])
def test_a_field_of_the_system_is_written_by_no_way_of_the_framework(people, stored, frozen_case, who, field):
	client = getattr(people, who)
	doc = client.request("GET", f"/api/resource/{STALL}/{frozen_case}").json()["data"]
	with stored.unchanged(frozen_case):
		for way, (verb, path, options) in ways(frozen_case, doc, {field: SYSTEM_VALUES[field]}).items():
			if (way, field) == ("savedocs", "docstatus"):
				continue  # "Save" sets it to 0 by itself; "Submit" is below
			response = client.request(verb, path, **options)
			assert_refused(response, way)
			if way == "PUT" and response.status_code == 403 and field not in ("docstatus", "workflow_state"):
				assert "由系统填写" in message_of(response)


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_role_moves_the_state_by_writing_it(people, stored, frozen_case, who):
	client = getattr(people, who)
	with stored.unchanged(frozen_case):
		for state in ("待备案", "待送达", "办结", "草稿", "已撤回", "已终止", "不予受理", "没有的状态", ""):
			response = client.request("PUT", f"/api/resource/{STALL}/{frozen_case}", json={"workflow_state": state})
			assert response.status_code in (403, 417), (state, response.text)


@pytest.mark.parametrize("field", CONTENT)
@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ("reviewer", "Administrator")])
def test_who_does_not_examine_a_case_changes_nothing_of_its_content(people, stored, frozen_case, who, field):
	with stored.unchanged(frozen_case):
		response = getattr(people, who).request("PUT", f"/api/resource/{STALL}/{frozen_case}", json={field: CONTENT[field]})
		assert response.status_code == 403, response.text


@pytest.mark.parametrize("field", CONTENT)
@pytest.mark.parametrize("who", ["reviewer", "Administrator"])
def test_nobody_changes_what_the_applicant_has_declared_and_submitted(people, stored, who, field):
	case = people.submitted()
	people.printed(case)
	client = getattr(people, who)
	doc = client.request("GET", f"/api/resource/{STALL}/{case}").json()["data"]
	with stored.unchanged(case):
		for way, (verb, path, options) in ways(case, doc, {field: CONTENT[field]}).items():
			assert_refused(client.request(verb, path, **options), way)


@pytest.mark.parametrize("who", ["reviewer", "Administrator"])
def test_a_row_of_a_submitted_case_is_not_written_by_its_own_name(people, stored, who):
	case = people.submitted()
	people.printed(case)
	client = getattr(people, who)
	((worker,),) = stored.sql("select name from `tabFood Worker` where parent = %s", case)
	((row,), *_others) = stored.sql("select name from `tabCase Material` where parent = %s", case)
	with stored.unchanged(case):
		for doctype, name, change in (
			("Food Worker", worker, {"worker_name": "换了人"}),
			("Case Material", row, {"signed": 0}),
			("Case Material", row, {"attachment": "/private/files/x.pdf"}),
		):
			for verb, path, options in (
				("PUT", f"/api/resource/{doctype}/{name}", {"json": change}),
				("POST", "/api/method/frappe.client.set_value", {"data": {"doctype": doctype, "name": name, "fieldname": json.dumps(change)}}),
			):
				response = client.request(verb, path, **options)
				assert response.status_code in (403, 417), response.text


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_deletes_or_renames_a_case_that_has_a_number(people, stored, frozen_case, who):
	client = getattr(people, who)
	target = {"doctype": STALL, "name": frozen_case}
	calls = {
		"client.delete": target,
		"desk.reportview.delete_items": {"doctype": STALL, "items": json.dumps([frozen_case])},
		"client.rename_doc": {"doctype": STALL, "old_name": frozen_case, "new_name": "zz"},
		"model.rename_doc.update_document_title": {"doctype": STALL, "docname": frozen_case, "name": "zz"},
		"client.cancel": target,
		"desk.form.save.cancel": target,
	}
	with stored.unchanged(frozen_case):
		assert client.request("DELETE", f"/api/resource/{STALL}/{frozen_case}").status_code == 403
		for method, data in calls.items():
			response = client.request("POST", f"/api/method/frappe.{method}", data=data)
			assert response.status_code in (403, 417) or response.json().get("exc_type"), (method, response.text)
	assert stored.count(STALL, "name = 'zz'") == 0


@pytest.mark.parametrize("who", ["reviewer", "acceptor", "Administrator"])
def test_nothing_is_submitted_in_the_frameworks_sense(people, stored, frozen_case, who):
	client = getattr(people, who)
	doc = client.request("GET", f"/api/resource/{STALL}/{frozen_case}").json()["data"]
	calls = {
		"frappe.client.submit": {"doc": json.dumps(doc)},
		"frappe.desk.form.save.savedocs": {"doc": json.dumps(doc), "action": "Submit"},
		"run_doc_method": {"docs": json.dumps(doc), "method": "submit"},
	}
	with stored.unchanged(frozen_case):
		for method, data in calls.items():
			response = client.request("POST", f"/api/method/{method}", data=data)
			assert response.status_code in (403, 417), (method, response.text)
			assert is_chinese(message_of(response)) or method != "frappe.client.submit" or response.status_code == 403
		for name in ("submit", "cancel", "rename", "save", "db_set", "delete", "set_new_name"):
			response = client.request("POST", f"/api/resource/{STALL}/{frozen_case}", params={"run_method": name})
			assert response.status_code in (403, 417, 404), name


@pytest.mark.parametrize("who", ["acceptor", "Administrator"])
@pytest.mark.parametrize(
	"change",
	[
		{"workflow_state": "办结"},
		{"docstatus": 1},
		{"case_no": "X-1"},
		{"decision": "准予"},
		{"applicant_user": "applicant@gaoping.local"},
		{"principal": "applicant@gaoping.local"},
		{"closed_on": "2026-01-01 00:00:00"},
		{"config_version": "XT-9-00000000"},
	],
)
def test_a_new_case_brings_no_field_of_the_system_along(people, stored, who, change):
	client = getattr(people, who)
	doc = {"doctype": STALL, **samples.stall(3), "business_items": [], **change}
	with stored.as_many(STALL):
		for verb, path, options in (
			("POST", f"/api/resource/{STALL}", {"json": doc}),
			("POST", "/api/method/frappe.client.insert", {"data": {"doc": json.dumps(doc)}}),
			("POST", "/api/method/frappe.client.insert_many", {"data": {"docs": json.dumps([doc])}}),
			("POST", "/api/method/frappe.desk.form.save.savedocs", {"data": {"doc": json.dumps({**doc, "__islocal": 1}), "action": "Save"}}),
		):
			response = client.request(verb, path, **options)
			assert response.status_code in (403, 417), (path, response.text)
