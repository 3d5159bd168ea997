"""业务管理员's fence (design 7): each way out of it is tried over REST as the real account, and what he may do works.

Every refusal is Chinese and leaves users, roles, permissions, forms, workflows and matters as they were.
"""

import pytest

from tests.http.fence import accepted, refused, without_column
from tests.http.story import STALL

CARD = "食品小摊点备案卡"
OTHERS = (
	"User",
	"Role",
	"DocPerm",
	"Custom DocPerm",
	"File",
	"Issued Document",
	"Case Event",
	"Stage Checklist",
	"Matter Version",
	"Administrative Matter",
	"System Settings",
)


pytestmark = pytest.mark.usefixtures("unchanged")


@pytest.mark.parametrize("doctype", OTHERS)
def test_other_doctypes_take_no_custom_field_and_no_setting(admin, doctype):
	refused(admin.custom_field(dt=doctype, insert_after=None))
	refused(admin.setter("track_changes", "0", doctype=doctype))
	refused(admin.setter("permlevel", "0", fieldname="name", doctype=doctype))
	for method in ("fetch_to_customize", "save_customization", "reset_to_defaults", "reset_layout"):
		refused(admin.run(method, {"doctype": "Customize Form", "doc_type": doctype, "fields": []}))


@pytest.mark.parametrize(
	("values", "text"),
	[
		({"fieldname": "custom_申请面积"}, "英文字母"),
		({"fieldname": None, "label": "面积"}, "英文字母"),
		({"fieldname": "case_no"}, ""),
		({"fieldname": "id_no_masked"}, ""),
		({"reqd": 1}, "必填字段不能直接加入"),
		({"mandatory_depends_on": "eval:doc.stall_type"}, "必填字段不能直接加入"),
		({"permlevel": 1}, "不能由业务管理员设置"),
		({"unique": 1}, "不能由业务管理员设置"),
		({"ignore_xss_filter": 1}, "不能由业务管理员设置"),
		({"in_global_search": 1}, "不能由业务管理员设置"),
		({"fetch_from": "applicant_user.api_key"}, "不能由业务管理员设置"),
		({"is_virtual": 1, "options": "frappe.get_all('User')"}, ""),
		({"default": "eval:frappe.session.user"}, "默认值"),
		({"default": "{{ frappe.db.get_value('User') }}"}, "默认值"),
		({"default": ":User"}, "默认值"),
		({"depends_on": "eval:frappe.call('x')"}, "显示条件"),
		({"depends_on": "eval:doc.constructor.constructor('alert(1)')()"}, "显示条件"),
		({"depends_on": "eval:alert(1)"}, "显示条件"),
		({"depends_on": "eval:doc.stall_type=1"}, "显示条件"),
		({"depends_on": "no_such_field"}, "显示条件"),
		({"read_only_depends_on": "eval:cur_frm.save()"}, "显示条件"),
		({"fieldtype": "HTML", "options": "<script>alert(1)</script>"}, "不能由业务管理员使用"),
		({"fieldtype": "Button", "options": "frappe.client.delete"}, "不能由业务管理员使用"),
		({"fieldtype": "Code"}, "不能由业务管理员使用"),
		({"fieldtype": "Password"}, "不能由业务管理员使用"),
		({"fieldtype": "Attach"}, "申请材料表"),
		({"fieldtype": "Table", "options": "Has Role"}, "不能由业务管理员使用"),
		({"fieldtype": "Dynamic Link", "options": "stage"}, "不能由业务管理员使用"),
		({"fieldtype": "Link", "options": "User"}, "目录"),
		({"fieldtype": "Link", "options": "Issued Document"}, "目录"),
		({"fieldtype": "Data", "options": "Barcode"}, "选项"),
		({"fieldtype": "Select", "options": "<img src=x onerror=alert(1)>"}, "普通文字"),
		({"label": "<b>面积</b>"}, "普通文字"),
		({"description": "<img src=https://example.invalid/x>"}, "普通文字"),
	],
)
def test_a_custom_field_runs_nothing_and_reaches_nothing(admin, values, text):
	refused(admin.custom_field(**values), text)


@pytest.mark.parametrize(
	("name", "value", "fieldname"),
	[
		("permlevel", "0", "id_no"),
		("permlevel", "0", "agent_id_no"),
		("permlevel", "1", "phone"),
		("read_only", "0", "case_no"),
		("read_only", "0", "decision"),
		("hidden", "1", "case_no"),
		("hidden", "0", "stage"),
		("hidden", "1", "phone"),
		("depends_on", "eval:doc.gender", "phone"),
		("allow_on_submit", "1", "decision"),
		("unique", "0", "case_no"),
		("default", "准予", "decision"),
		("options", "草稿", "decision"),
		("options", "User", "township"),
		("options", "流动摊点", "stall_type"),
		("options", "<b>", "stall_type"),
		("fieldtype", "Code", "trade_name"),
		("reqd", "1", "trade_name"),
		("mandatory_depends_on", "eval:doc.gender", "trade_name"),
		("fetch_from", "applicant_user.api_key", "trade_name"),
		("ignore_xss_filter", "1", "trade_name"),
		("in_list_view", "1", "id_no"),
		("in_standard_filter", "1", "id_no"),
		("in_global_search", "1", "phone"),
		("label", "<script>alert(1)</script>", "phone"),
		("track_changes", "1", None),
		("autoname", "field:phone", None),
		("naming_rule", "By fieldname", None),
		("is_submittable", "1", None),
		("allow_import", "1", None),
		("allow_rename", "1", None),
		("allow_auto_repeat", "1", None),
		("make_attachments_public", "1", None),
		("istable", "1", None),
		("search_fields", "applicant_name,id_no", None),
		("title_field", "id_no", None),
		("email_append_to", "1", None),
		("default_print_format", CARD, None),
		("field_order", "not json", None),
	],
)
def test_a_setting_does_not_switch_integrity_off(admin, name, value, fieldname):
	refused(admin.setter(name, value, fieldname))


def test_nothing_is_reached_through_the_child_tables(admin):
	refused(admin.setter("permlevel", "0", "id_no", doctype="Food Worker"))
	refused(admin.setter("hidden", "1", "attachment", doctype="Case Material"))
	refused(admin.setter("read_only", "0", "attachment", doctype="Case Material"))


def row(form: dict, fieldname: str) -> dict:
	return next(row for row in form["fields"] if row["fieldname"] == fieldname)


@pytest.mark.parametrize(
	"change",
	[
		lambda form: form.update(track_changes=1),
		lambda form: form.update(autoname="field:phone"),
		lambda form: form.update(search_fields="id_no"),
		lambda form: row(form, "id_no").update(permlevel=0),
		lambda form: row(form, "case_no").update(read_only=0),
		lambda form: row(form, "case_no").update(unique=0),
		lambda form: row(form, "phone").update(reqd=0),
		lambda form: row(form, "trade_name").update(reqd=1),
		lambda form: row(form, "decision").update(label="<script>alert(1)</script>"),
		lambda form: form["fields"].append({"fieldname": "custom_x", "label": "x", "fieldtype": "HTML", "is_custom_field": 1}),
		lambda form: form["fields"].append({"fieldname": "custom_x", "label": "x", "fieldtype": "Data", "reqd": 1, "is_custom_field": 1}),
		lambda form: form.setdefault("actions", []).append(
			{"label": "x", "action_type": "Server Action", "action": "frappe.client.delete", "custom": 1}
		),
		lambda form: form.setdefault("links", []).append({"link_doctype": "User", "link_fieldname": "name", "custom": 1}),
		lambda form: form.update(label="<script>alert(1)</script>"),
	],
)
def test_customize_form_is_no_way_round(admin, change):
	refused(admin.customize(STALL, change=change))


def test_an_own_field_cannot_be_turned_by_customize_form(admin, people, stored):
	"""Core writes changed Custom Fields there without their own checks."""
	field = accepted(admin.custom_field("custom_turned"))["name"]
	try:
		for values in ({"reqd": 1}, {"permlevel": 1}, {"depends_on": "eval:alert(1)"}, {"unique": 1}, {"description": "<b>"}):
			refused(admin.customize(STALL, change=lambda form, values=values: row(form, "custom_turned").update(values)))
			refused(admin.change("Custom Field", field, **values))
		refused(admin.change("Custom Field", field, dt="User"))
		refused(admin.method("frappe.client.rename_doc", doctype="Custom Field", old_name=field, new_name="User-x"))
	finally:
		assert people.Administrator.request("DELETE", f"/api/resource/Custom Field/{field}").status_code == 202
		without_column(stored, STALL, "custom_turned")


def test_settings_of_the_list_view_are_fenced_too(admin):
	for doctype in ("User", "Role", STALL):
		refused(
			admin.method(
				"frappe.desk.doctype.list_view_settings.list_view_settings.save_listview_settings",
				doctype=doctype,
				listview_settings={"fields": '[{"fieldname": "id_no"}]'},
				removed_listview_fields=[],
			)
		)
