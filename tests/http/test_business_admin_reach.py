"""业务管理员's fence (design 7): no right on accounts, roles, permissions, code, mail or integrations by any standard way."""

import json

import pytest

from tests.http.fence import refused

ME = "business_admin@gaoping.local"
VICTIM = "reviewer@gaoping.local"
pytestmark = pytest.mark.usefixtures("unchanged")

# What every staff account may create in Frappe; none of it gives rights or runs for others.
EVERYBODYS = {
	"Custom HTML Block",
	"Document Follow",
	"Event",
	"File",
	"Google Calendar",
	"Google Contacts",
	"Kanban Board",
	"List Filter",
	"Note",
	"Notification Settings",
	"Reminder",
	"Tag",
	"Tag Link",
	"ToDo",
}
HIS = {
	"Administrative Matter",
	"Custom Field",
	"Customize Form",
	"Dashboard",
	"Dashboard Chart",
	"Data Request",
	"Flow Box",
	"Food Business Item",
	"Instrument Catalogue Item",
	"Notice Template",
	"Number Card",
	"Print Format",
	"Property Setter",
	"Regulation Settings",
	"Risk Control Chart",
	"Township",
	"Translation",
	"Work Calendar Day",
	"Workflow",
	"Workflow Action Master",
	"Workflow State",
}


def doctypes(stored, istable: int = 0) -> list[str]:
	return [row[0] for row in stored.sql("select name from tabDocType where istable = %s and is_virtual = 0 order by name", istable)]


def test_he_creates_nothing_outside_his_list(admin, stored):
	"""Every DocType of the site is tried, so that a new one must be put on a list to be his."""
	open_ones = []
	for doctype in doctypes(stored):
		if doctype in HIS | EVERYBODYS:
			continue
		answer = admin.create(doctype, name="probe", title="probe")
		if answer.status_code < 400:
			open_ones.append((doctype, answer.status_code, answer.text[:200]))
	assert open_ones == []


def test_he_changes_and_deletes_nothing_outside_his_list(admin, stored):
	open_ones = []
	for doctype in doctypes(stored):
		if doctype in HIS | EVERYBODYS:
			continue
		single = stored.sql("select issingle from tabDocType where name = %s", doctype)[0][0]
		names = [doctype] if single else [row[0] for row in stored.sql(f"select name from `tab{doctype}` where name != %s limit 1", ME)]
		for name in names:
			for answer in (admin.change(doctype, name, modified_by="x", title="probe"), admin.delete(doctype, name)):
				if answer.status_code < 400:
					open_ones.append((doctype, name, answer.status_code, answer.text[:200]))
	assert open_ones == []


def test_no_child_row_gives_a_role_or_a_permission(admin):
	for values in (
		{"doctype": "Has Role", "parent": ME, "parenttype": "User", "parentfield": "roles", "role": "System Manager"},
		{"doctype": "Has Role", "parent": VICTIM, "parenttype": "User", "parentfield": "roles", "role": "System Manager"},
		{"doctype": "DocPerm", "parent": "User", "parenttype": "DocType", "parentfield": "permissions", "role": "业务管理员", "write": 1},
		{"doctype": "Custom DocPerm", "parent": "User", "role": "业务管理员", "read": 1, "write": 1, "create": 1},
		{"doctype": "Workflow Transition", "parent": "食品小摊点备案", "parenttype": "Workflow", "parentfield": "transitions", "state": "草稿", "action": "提交", "next_state": "办结", "allowed": "All"},
	):
		refused(admin.create(values["doctype"], **{key: value for key, value in values.items() if key != "doctype"}))
		admin.method("frappe.client.insert", doc=values)
		admin.method("frappe.client.insert_many", docs=[values])
		admin.method("frappe.desk.form.save.savedocs", doc={**values, "__islocal": 1}, action="Save")


@pytest.mark.parametrize("user", [ME, VICTIM, "Administrator"])
def test_no_account_gets_a_role_directly(admin, user):
	"""His own record he may write (every user may); the roles on it are not his to set."""
	roles = [{"role": "System Manager"}, {"role": "业务管理员"}]
	answers = [
		admin.change("User", user, roles=roles),
		admin.method("frappe.client.set_value", doctype="User", name=user, fieldname={"roles": roles}),
		admin.method("frappe.client.bulk_update", docs=[{"doctype": "User", "docname": user, "roles": roles}]),
		admin.method("frappe.client.save", doc={"doctype": "User", "name": user, "roles": roles}),
		admin.method("run_doc_method", docs={"doctype": "User", "name": user}, method="add_roles", args=["System Manager"]),
		admin.method("frappe.core.doctype.user.user.generate_keys", user=user),
		admin.method("frappe.core.doctype.user.user.reset_password", user=user),
		admin.method("frappe.share.add", doctype="User", name=user, user=VICTIM, write=1, share=1),
	]
	if user != ME:
		for answer in (*answers[:2], *answers[4:6]):
			assert answer.status_code in (403, 404, 417), answer.text


@pytest.mark.parametrize("user", [VICTIM, "Administrator"])
def test_no_password_of_others(admin, user):
	refused(admin.change("User", user, new_password="Xt-7391-stalls-of-Gaoping"))
	refused(admin.method("frappe.client.set_value", doctype="User", name=user, fieldname="new_password", value="Xt-7391-of-Gaoping"))
	refused(admin.change("User", user, enabled=0))
	refused(admin.delete("User", user))
	for method in ("frappe.client.get_password", "frappe.core.doctype.user.user.impersonate"):
		answer = admin.method(method, doctype="User", name=user, user=user, fieldname="password", reason="x")
		assert answer.status_code in (401, 403, 404, 417), answer.text


ROLE_NAME = "业务管理员"


@pytest.mark.parametrize(
	("method", "values"),
	[
		("frappe.core.page.permission_manager.permission_manager.add", {"parent": "User", "role": ROLE_NAME, "permlevel": 0}),
		(
			"frappe.core.page.permission_manager.permission_manager.update",
			{"doctype": "Print Format", "role": ROLE_NAME, "permlevel": 0, "ptype": "export", "value": 1},
		),
		("frappe.core.page.permission_manager.permission_manager.remove", {"doctype": "Workflow", "role": "System Manager", "permlevel": 0}),
		("frappe.core.page.permission_manager.permission_manager.reset", {"doctype": "Workflow"}),
		("frappe.core.page.permission_manager.permission_manager.get_users_with_role", {"role": "System Manager"}),
		(
			"frappe.core.doctype.user_permission.user_permission.add_user_permissions",
			{"data": {"user": ME, "doctype": "Township", "docname": "x", "apply_to_all_doctypes": 1}},
		),
		("frappe.desk.doctype.workspace.workspace.new_page", {"new_page": {"title": "公共页", "public": 1, "content": "[]"}}),
		("frappe.core.doctype.data_import.data_import.get_preview_from_template", {"data_import": "x"}),
		("frappe.core.doctype.data_import.data_import.form_start_import", {"data_import": "x"}),
		("frappe.desk.doctype.system_console.system_console.execute_code", {"doc": {"doctype": "System Console", "console": "1", "type": "Python"}}),
		("frappe.core.doctype.deleted_document.deleted_document.restore", {"name": "x"}),
		("frappe.desk.page.backups.backups.schedule_files_backup", {"user_email": ME}),
		("frappe.utils.password.set_encrypted_password", {"doctype": "User", "name": "Administrator", "pwd": "x"}),
	],
)
def test_no_method_of_core_gives_it(admin, method, values):
	answer = admin.method(method, **values)
	public_page = method.endswith("new_page")
	assert answer.status_code in (403, 404, 417) or (public_page and not answer.json().get("message")), answer.text[:300]


@pytest.mark.parametrize(
	"values",
	[
		{"doctype": "Server Script", "name": "x", "script_type": "API", "api_method": "x", "script": "1"},
		{"doctype": "Client Script", "dt": "User", "script": "alert(1)", "enabled": 1},
		{"doctype": "Report", "report_name": "x", "ref_doctype": "User", "report_type": "Script Report", "is_standard": "No", "report_script": "1"},
		{"doctype": "Report", "report_name": "x", "ref_doctype": "User", "report_type": "Query Report", "is_standard": "No", "query": "select 1"},
		{"doctype": "Notification", "subject": "x", "document_type": "User", "event": "New", "condition": "1", "message": "{{ frappe.get_all('User') }}"},
		{"doctype": "Webhook", "webhook_doctype": "User", "webhook_docevent": "on_update", "request_url": "https://example.invalid"},
		{"doctype": "Email Account", "email_id": "x@example.invalid"},
		{"doctype": "Social Login Key", "provider_name": "x"},
		{"doctype": "OAuth Client", "app_name": "x"},
		{"doctype": "Data Import", "reference_doctype": "User", "import_type": "Insert New Records"},
		{"doctype": "Assignment Rule", "document_type": "User", "name": "x"},
		{"doctype": "Auto Repeat", "reference_doctype": "ToDo", "reference_document": "x"},
		{"doctype": "Package", "package_name": "x"},
		{"doctype": "DocType", "name": "Trial Escape", "module": "Core", "custom": 1},
		{"doctype": "Role", "role_name": "新角色"},
		{"doctype": "User", "email": "pwned@example.invalid", "first_name": "x", "roles": [{"role": "System Manager"}]},
		{"doctype": "User Permission", "user": VICTIM, "allow": "Township", "for_value": "北城街道"},
		{"doctype": "DocShare", "user": ME, "share_doctype": "User", "share_name": "Administrator", "write": 1},
		{"doctype": "Role Profile", "role_profile": "x", "roles": [{"role": "System Manager"}]},
		{"doctype": "Web Page", "title": "x", "main_section": "<script>alert(1)</script>"},
		{"doctype": "Workspace", "title": "x", "label": "x", "public": 1},
		{"doctype": "Letter Head", "letter_head_name": "x", "content": "<script>alert(1)</script>"},
	],
)
def test_each_dangerous_record_is_refused_by_each_way(admin, values):
	doctype = values["doctype"]
	plain = {key: value for key, value in values.items() if key != "doctype"}
	refused(admin.create(doctype, **plain))
	refused(admin.method("frappe.client.insert", doc=values))
	refused(admin.method("frappe.client.insert_many", docs=[values]))
	refused(admin.method("frappe.desk.form.save.savedocs", doc=json.dumps({**values, "__islocal": 1, "name": "new-x-1"}), action="Save"))


def test_bulk_update_and_case_writes_are_not_his(admin, people):
	case = people.shared_case()
	for values in ({"business_hours": "00:00-24:00"}, {"decision": "准予"}, {"workflow_state": "办结"}):
		refused(admin.change("Small Food Stall Filing", case, **values))
	bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	admin.method(bulk, doctype="User", docnames=[VICTIM], action="update", data={"enabled": 0})
	admin.method(bulk, doctype="Small Food Stall Filing", docnames=[case], action="update", data={"phone": "13800000000"})
	assert people.Administrator.portal("case", case=case)["values"]["phone"] != "13800000000"
