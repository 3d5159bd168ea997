"""What the law or an audit rests on is written by the engine: no role edits, adds, deletes or renames it by any way."""

import json

import pytest

from tests.client import message_of
from tests.http.story import is_chinese

EVERYBODY = ("acceptor", "reviewer", "approver", "deliverer", "inspector", "business_admin", "lab_acceptor", "Administrator")
KEPT = {
	"Stage Checklist": {"status": "待填写", "signed_by": "reviewer@gaoping.local"},
	"Issued Document": {"number": "TD0", "status": "有效", "frozen": "{}"},
	"Case Event": {"kind": "x", "content": "{}", "hash": "0"},
	"Correction Notice": {"status": "已补正", "due_on": "2030-01-01"},
	"Delivery Receipt": {"received_by": "x", "method": "电子送达"},
	"Notice Outbox": {"text": "x", "status": "已发送"},
	"Privacy Notice": {"text": "x"},
	"Matter Version": {"content": "{}", "digest": "x"},
	"Number Counter": {"current": 0},
}
CHILDREN = {"Stage Checklist Item": {"result": "发现问题", "remark": "x"}, "Correction Item": {"text": "x"}}


@pytest.fixture(scope="module")
def closed(people) -> str:
	"""A finished case that had a correction, so that there is one record of each kind."""
	case = people.submitted()
	people.reviewer.apply("Small Food Stall Filing", case, "要求补正", details={"items": [{"text": "补签名"}]})
	people.applicant.portal("act", case=case, action="补正提交")
	people.signed("reviewer", case, "资料齐全")
	people.signed("approver", case, "准予备案")
	people.printed(case)
	people.signed("deliverer", case, "送达")
	people.printed(case)
	return case


@pytest.fixture(scope="module")
def names(stored, closed) -> dict[str, str]:
	"""{DocType: the name of a record of the closed case}."""
	found = {}
	for doctype in KEPT:
		by_case = doctype not in ("Matter Version", "Number Counter", "Privacy Notice")
		where = f"where case_name = '{closed}'" if by_case else ""
		found[doctype] = stored.sql(f"select name from `tab{doctype}` {where} order by creation limit 1")[0][0]
	parents = {"Stage Checklist Item": "Stage Checklist", "Correction Item": "Correction Notice"}
	for doctype, parent in parents.items():
		found[doctype] = stored.sql(f"select name from `tab{doctype}` where parent = %s limit 1", found[parent])[0][0]
	return found


@pytest.mark.parametrize("doctype", KEPT)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_kept_record_is_neither_changed_nor_added_nor_deleted(people, stored, closed, names, who, doctype):
	client, name = getattr(people, who), names[doctype]
	path, method = f"/api/resource/{doctype}", "/api/method/frappe."
	target = {"doctype": doctype, "name": name}
	changes = json.dumps([{**KEPT[doctype], "doctype": doctype, "docname": name}])
	with stored.unchanged(closed), stored.as_many(doctype):
		before = stored.sql(f"select * from `tab{doctype}` where name = %s", name)
		for field, value in KEPT[doctype].items():
			response = client.request("PUT", f"{path}/{name}", json={field: value})
			assert response.status_code == 403, response.text
			assert who != "Administrator" or is_chinese(message_of(response))
			data = {**target, "fieldname": field, "value": value}
			assert client.request("POST", f"{method}client.set_value", data=data).status_code == 403
		assert client.request("POST", path, json=KEPT[doctype]).status_code in (403, 417)
		assert client.request("DELETE", f"{path}/{name}").status_code == 403
		assert client.request("POST", f"{method}client.delete", data=target).status_code == 403
		for call, data in (
			("client.bulk_update", {"docs": changes}),
			("desk.reportview.delete_items", {"doctype": doctype, "items": json.dumps([name])}),
			("client.rename_doc", {"doctype": doctype, "old_name": name, "new_name": "zz"}),
			("model.rename_doc.update_document_title", {"doctype": doctype, "docname": name, "name": "zz"}),
			("client.submit", {"doc": json.dumps(target)}),
			("client.cancel", target),
		):
			assert client.request("POST", f"{method}{call}", data=data).status_code < 500 or call.startswith("client.submit")
		assert stored.sql(f"select * from `tab{doctype}` where name = %s", name) == before


@pytest.mark.parametrize("doctype", CHILDREN)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_row_of_a_kept_record_is_not_changed_by_its_own_name(people, stored, closed, names, who, doctype):
	client, name = getattr(people, who), names[doctype]
	with stored.unchanged(closed), stored.as_many(doctype):
		response = client.request("PUT", f"/api/resource/{doctype}/{name}", json=CHILDREN[doctype])
		assert response.status_code == 403, response.text
		data = {"doctype": doctype, "name": name, "fieldname": json.dumps(CHILDREN[doctype])}
		assert client.request("POST", "/api/method/frappe.client.set_value", data=data).status_code == 403


@pytest.mark.parametrize("doctype", CHILDREN)
@pytest.mark.parametrize("who", EVERYBODY[:-1])
def test_a_row_of_a_kept_record_is_not_deleted(people, stored, closed, names, who, doctype):
	with stored.unchanged(closed):
		response = getattr(people, who).request("DELETE", f"/api/resource/{doctype}/{names[doctype]}")
		assert response.status_code == 403, response.text


@pytest.mark.parametrize("doctype", ["Stage Checklist Item", "Correction Item", "Case Material", "Food Worker", "Filing Item"])
def test_even_administrator_deletes_no_row_of_a_case_or_of_its_records(people, stored, doctype):
	case = people.submitted()
	people.reviewer.apply("Small Food Stall Filing", case, "要求补正", details={"items": [{"text": "补签名"}]})
	people.printed(case)
	parents = [case] + [row[0] for row in stored.sql("select name from `tabStage Checklist` where case_name = %s", case)]
	parents += [row[0] for row in stored.sql("select name from `tabCorrection Notice` where case_name = %s", case)]
	(name,) = stored.sql(f"select name from `tab{doctype}` where parent in %s", tuple(parents))[0]
	with stored.unchanged(case), stored.as_many(doctype):
		response = people.Administrator.request("DELETE", f"/api/resource/{doctype}/{name}")
		assert response.status_code == 403


def test_a_signed_checklist_is_not_signed_again_once_its_stage_is_left(people, stored, closed):
	rows = stored.sql("select name, signed_by from `tabStage Checklist` where case_name = %s", closed)
	with stored.unchanged(closed):
		for name, signer in rows:
			client = getattr(people, signer.split("@")[0])
			response = client.request(
				"POST",
				"/api/method/gaoping_regulation.risk_control.api.sign_checklist",
				data={"checklist": name, "answers": "{}"},
			)
			assert response.status_code in (403, 417)
			assert is_chinese(message_of(response))


def test_the_trail_of_a_whole_case_holds_together(people, closed, connected):
	from gaoping_regulation.engine import events

	connected.db.rollback()
	assert events.verify_chain() == []
