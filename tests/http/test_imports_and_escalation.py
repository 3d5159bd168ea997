"""Data Import changes no case; an officer who saves his profile stays what he is; a matter's papers stay in the matter."""

import json
import time

import pytest

from tests.http.story import PASSWORD, STALL, message_of


def start_import(client, kind: str, csv: str):
	"""Make a Data Import with a CSV file and start it; the answers of both steps."""
	made = client.request("POST", "/api/resource/Data Import", json={"reference_doctype": STALL, "import_type": kind})
	if made.status_code != 200:
		return made, None
	name = made.json()["data"]["name"]
	upload = client.request(
		"POST",
		"/api/method/upload_file",
		data={"doctype": "Data Import", "docname": name, "is_private": 1},
		files={"file": ("cases.csv", csv.encode())},
	)
	url = upload.json()["message"]["file_url"]
	client.request("PUT", f"/api/resource/Data Import/{name}", json={"import_file": url})
	data = {"data_import": name}
	return made, client.request("POST", "/api/method/frappe.core.doctype.data_import.data_import.form_start_import", data=data)


@pytest.mark.parametrize("who", ["reviewer", "acceptor", "business_admin", "applicant"])
def test_an_officer_makes_no_import(people, stored, frozen_case, who):
	with stored.unchanged(frozen_case), stored.as_many("Data Import", STALL):
		made, _started = start_import(getattr(people, who), "Update Existing Records", f"ID,状态\n{frozen_case},办结\n")
		assert made.status_code in (403, 417), made.text


@pytest.mark.parametrize(
	("kind", "csv"),
	[
		("Update Existing Records", "name,workflow_state\n{case},待备案\n"),
		("Update Existing Records", "name,decision\n{case},准予\n"),
		("Update Existing Records", "name,docstatus\n{case},1\n"),
		("Update Existing Records", "name,applicant_user\n{case},applicant2@gaoping.local\n"),
		("Insert New Records", "applicant_name,workflow_state\n李四,办结\n"),
		("Insert New Records", "applicant_name,case_no\n李四,X-1\n"),
	],
)
def test_even_administrators_import_moves_no_case(people, stored, frozen_case, kind, csv):
	with stored.unchanged(frozen_case), stored.as_many(STALL):
		_made, started = start_import(people.Administrator, kind, csv.format(case=frozen_case))
		if started is not None and started.status_code == 200:
			until = time.monotonic() + 20
			pending = "select count(*) from `tabData Import` where status = 'Pending'"
			while stored.sql(pending)[0][0] and time.monotonic() < until:
				time.sleep(0.3)


# Core's User.add_system_manager_role would make whoever is saved a System Manager while only Administrator is one.


@pytest.mark.parametrize("role", ["申请人", "审查人"])
def test_a_new_account_has_just_the_role_that_it_was_given(people, stored, role):
	user = f"made-{time.time_ns()}@gaoping.local"
	values = {"email": user, "first_name": "新", "send_welcome_email": 0, "roles": [{"role": role}]}
	try:
		assert people.Administrator.request("POST", "/api/resource/User", json=values).status_code == 200
		assert stored.sql("select role from `tabHas Role` where parent = %s and parenttype = 'User'", user) == ((role,),)
	finally:
		people.Administrator.request("PUT", f"/api/resource/User/{user}", json={"enabled": 0})


def test_an_officer_who_saves_his_own_profile_stays_what_he_is(people, server, stored):
	user = people.new_account("审查人")
	officer = server.guest().login(user, PASSWORD)
	try:
		officer.request(
			"POST",
			"/api/method/frappe.desk.page.user_profile.user_profile.update_profile_info",
			data={"profile_info": json.dumps({"location": "高平"})},
		)
		officer.request("PUT", f"/api/resource/User/{user}", json={"bio": "x"})
		roles = stored.sql("select role from `tabHas Role` where parent = %s and parenttype = 'User'", user)
		assert roles == (("审查人",),)
	finally:
		people.Administrator.request("PUT", f"/api/resource/User/{user}", json={"enabled": 0})


@pytest.mark.parametrize("who", ["reviewer", "approver", "inspector", "business_admin"])
def test_nobody_gives_himself_a_role(people, stored, server, who):
	role = {"reviewer": "审查人", "approver": "审核人", "inspector": "纪检监察", "business_admin": "业务管理员"}[who]
	user = people.new_account(role)
	client = server.guest().login(user, PASSWORD)
	before = stored.sql("select role from `tabHas Role` where parent = %s", user)
	wanted = [{"role": role}, {"role": "办理人"}]
	for verb, path, options in (
		("PUT", f"/api/resource/User/{user}", {"json": {"roles": wanted}}),
		("POST", "/api/method/frappe.client.insert", {"data": {"doc": json.dumps({"doctype": "Has Role", "parent": user, "parenttype": "User", "parentfield": "roles", "role": "办理人"})}}),
		("POST", "/api/resource/Has Role", {"json": {"parent": user, "parenttype": "User", "parentfield": "roles", "role": "办理人"}}),
	):
		client.request(verb, path, **options)
		roles = {role for (role,) in stored.sql("select role from `tabHas Role` where parent = %s", user)}
		assert "办理人" not in roles, path
	assert before


@pytest.mark.parametrize("doctype", ["Issued Document", "Stage Checklist", "Correction Notice", "Delivery Receipt", "Case Event"])
def test_the_laboratory_does_not_read_the_papers_of_a_food_stall(people, stored, doctype):
	case = people.submitted()
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	filters = json.dumps([["matter", "=", "XT"]])
	if not stored.count(doctype, "matter = 'XT'"):
		people.closed()
	response = people.lab_acceptor.request("GET", f"/api/resource/{doctype}", params={"filters": filters})
	assert response.status_code == 403 or response.json()["data"] == []


def test_sharing_and_assigning_open_no_case_to_who_may_not_see_it(people, stored, frozen_case):
	outsider = people.lab_acceptor.user
	with stored.as_many("DocShare"):
		for who in ("reviewer", "approver", "acceptor"):
			client = getattr(people, who)
			share = {"doctype": STALL, "name": frozen_case, "user": outsider, "read": 1}
			assign = {"doctype": STALL, "name": frozen_case, "assign_to": json.dumps([outsider])}
			for method, data in (("frappe.share.add", share), ("frappe.desk.form.assign_to.add", assign)):
				response = client.request("POST", f"/api/method/{method}", data=data)
				assert response.status_code in (403, 417), message_of(response)
	assert people.lab_acceptor.request("GET", f"/api/resource/{STALL}/{frozen_case}").status_code == 403
