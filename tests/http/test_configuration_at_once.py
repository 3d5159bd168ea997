"""What is live at once can be taken back; leave is covered by a deputy; the year's holidays come from a table."""

import json
import time
from datetime import date, timedelta

import pytest

from tests.client import Refused, message_of
from tests.http.fence import Administrator, accepted, refused, without_column
from tests.http.story import PASSWORD, STALL

LOG = "Configuration Change"
UNDO = "gaoping_regulation.matters.api.undo_change"


def last_change(admin) -> dict:
	answer = admin.client.request("GET", f"/api/resource/{LOG}", params={"order_by": "creation desc", "limit_page_length": 1, "fields": '["*"]'})
	return answer.json()["data"][0]


def undo(admin, change: str):
	return admin.method(UNDO, change=change)


def test_a_phone_is_changed_and_taken_back(admin, people):
	before = admin.read("Administrative Matter", "XD").get("service_phone")
	accepted(admin.change("Administrative Matter", "XD", service_phone="0356-5229999"))
	change = last_change(admin)
	assert (change["for_name"], change["kind"], change["made_by"]) == ("XD", "修改", people.business_admin.user)
	told = admin.client.request("GET", "/api/method/gaoping_regulation.matters.api.show_change", params={"change": change["name"]}).json()["message"]
	assert [(row["field"], row["new"]) for row in told] == [("服务电话", "0356-5229999")]
	accepted(undo(admin, change["name"]), "message")
	assert (admin.read("Administrative Matter", "XD").get("service_phone") or "") == (before or "")
	refused(undo(admin, change["name"]), "已经撤回过")


def test_an_overtaken_change_is_not_taken_back(admin):
	for phone in ("0356-1111111", "0356-2222222"):
		accepted(admin.change("Administrative Matter", "XD", service_phone=phone))
	changes = admin.client.request("GET", f"/api/resource/{LOG}", params={"order_by": "creation desc", "limit_page_length": 2}).json()["data"]
	refused(undo(admin, changes[1]["name"]), "后来又改过")
	accepted(undo(admin, changes[0]["name"]), "message")
	assert admin.read("Administrative Matter", "XD")["service_phone"] == "0356-1111111"
	accepted(undo(admin, changes[1]["name"]), "message")


def test_an_added_field_and_a_deleted_one(admin, people, stored):
	accepted(admin.custom_field("custom_undone"))
	accepted(undo(admin, last_change(admin)["name"]), "message")
	names = [row["fieldname"] for row in people.applicant.portal("matter", code="XT")["fields"]]
	assert "custom_undone" not in names
	name = accepted(admin.custom_field("custom_kept"))["name"]
	assert admin.delete("Custom Field", name).status_code == 202
	accepted(undo(admin, last_change(admin)["name"]), "message")
	assert "custom_kept" in [row["fieldname"] for row in people.applicant.portal("matter", code="XT")["fields"]]
	admin.delete("Custom Field", name)
	for column in ("custom_undone", "custom_kept"):
		without_column(stored, STALL, column)


def test_customize_form_is_one_change(admin, people):
	def change(form):
		next(row for row in form["fields"] if row["fieldname"] == "trade_name")["label"] = "摊点字号"
		next(row for row in form["fields"] if row["fieldname"] == "credit_code")["description"] = "没有的不填"

	assert admin.customize(STALL, change=change).status_code == 200
	log = last_change(admin)
	assert log["kind"] == "表单定制" and len(json.loads(log["entries"])) == 2
	form = {row["fieldname"]: row for row in people.applicant.portal("matter", code="XT")["fields"]}
	assert form["trade_name"]["label"] == "摊点字号"
	accepted(undo(admin, log["name"]), "message")
	form = {row["fieldname"]: row for row in people.applicant.portal("matter", code="XT")["fields"]}
	assert form["trade_name"]["label"] == "摊点名称" and form["credit_code"]["description"] != "没有的不填"


def test_a_template_is_taken_back(admin):
	before = admin.read("Print Format", "材料接收凭证")["html"]
	accepted(admin.change("Print Format", "材料接收凭证", html=before + "<p>请妥善保管。</p>"))
	accepted(undo(admin, last_change(admin)["name"]), "message")
	assert admin.read("Print Format", "材料接收凭证")["html"] == before


def test_who_may_not_write_does_not_take_back(people, admin):
	accepted(admin.change("Administrative Matter", "XD", hours="工作日全天"))
	name = last_change(admin)["name"]
	for who, status in (("inspector", 403), ("reviewer", 403), ("applicant", 403)):
		assert Administrator(getattr(people, who)).method(UNDO, change=name).status_code == status, who
	refused(admin.change(LOG, name, undone=1))
	assert admin.delete(LOG, name).status_code == 403
	accepted(undo(admin, name), "message")


def test_a_deputy_holds_the_roles_for_the_days_of_a_leave(people, admin, stored):
	absent, deputy = people.new_account("审查人"), people.new_account("受理人")
	client = people.server.guest().login(deputy, PASSWORD)
	case = people.submitted()
	with pytest.raises(Refused):
		client.sign(case)
	today = date.today()
	values = {"officer": absent, "deputy": deputy, "from_date": str(today), "to_date": str(today + timedelta(3)), "reason": "年休假"}
	made = accepted(admin.create("Delegation", **values))
	kept = admin.read("Delegation", made["name"])
	assert (kept["status"], kept["roles"]) == ("生效中", "审查人")
	client = people.server.guest().login(deputy, PASSWORD)
	client.sign(case)
	client.apply(STALL, case, "资料齐全")
	assert stored.value(STALL, case, "workflow_state") == "待备案"
	refused(admin.change("Delegation", made["name"], to_date=str(today + timedelta(9))), "不能修改")
	accepted(admin.method("gaoping_regulation.matters.delegating.revoke", delegation=made["name"]), "message")
	assert "审查人" not in roles(stored, deputy) and "受理人" in roles(stored, deputy)


def wait_for_contact(stored, user: str, seconds: int = 60) -> None:
	"""Core's worker makes a Contact of each new account; saving the account here before that would make it twice."""
	until = time.monotonic() + seconds
	while not stored.count("Contact", "user = %s", user):
		assert time.monotonic() < until, "no contact; see logs/"
		time.sleep(0.3)


def roles(stored, user: str) -> list[str]:
	return [row[0] for row in stored.sql("select role from `tabHas Role` where parent = %s", user)]


def test_it_begins_and_ends_by_itself(people, admin, stored):
	from gaoping_regulation.matters import delegating

	absent, deputy = people.new_account("审核人"), people.new_account("办理人")
	soon = date.today() + timedelta(2)
	name = accepted(admin.create("Delegation", officer=absent, deputy=deputy, from_date=str(soon), to_date=str(soon), reason="出差"))["name"]
	assert "审核人" not in roles(stored, deputy)
	wait_for_contact(stored, deputy)
	for days, expected, status in ((0, True, "生效中"), (-2, False, "已结束")):
		day = date.today() + timedelta(days)
		stored.frappe.db.set_value("Delegation", name, {"from_date": str(day), "to_date": str(day)})
		stored.frappe.db.commit()
		delegating.daily()
		stored.frappe.db.commit()
		assert ("审核人" in roles(stored, deputy)) is expected
		assert stored.value("Delegation", name, "status") == status


def test_what_another_absence_needs_stays_until_that_ends(people, admin, stored):
	first, second, deputy = (people.new_account(role) for role in ("审查人", "审查人", "办理人"))
	accepted(admin.method("gaoping_regulation.matters.officers.set_roles", user=second, role_keys=["reviewer", "approver"]), "message")
	today = str(date.today())
	names = [
		accepted(admin.create("Delegation", officer=officer, deputy=deputy, from_date=today, to_date=today, reason="请假"))["name"]
		for officer in (first, second)
	]
	for name, held in zip(names, ({"审查人", "审核人", "办理人"}, {"办理人"}), strict=True):
		accepted(admin.method("gaoping_regulation.matters.delegating.revoke", delegation=name), "message")
		assert set(roles(stored, deputy)) & {"审查人", "审核人", "办理人"} == held


def test_a_list_is_exported_without_a_number_in_full(people):
	"""业务管理员 takes a list of the calendar to Excel; of cases he exports none."""
	data = {"doctype": "Work Calendar Day", "fields": json.dumps(["day", "kind"]), "file_format_type": "Excel", "title": "日历"}
	answer = people.business_admin.request("POST", "/api/method/frappe.desk.reportview.export_query", data=data)
	assert answer.status_code == 200 and answer.content[:2] == b"PK"
	of_cases = {**data, "doctype": STALL, "fields": '["name"]'}
	assert people.business_admin.request("POST", "/api/method/frappe.desk.reportview.export_query", data=of_cases).status_code == 403


def test_a_delegation_gives_nothing_that_he_may_not_give(people, admin):
	officer, other = people.new_account("审查人"), people.new_account("审查人")
	today = str(date.today())
	base = {"from_date": today, "to_date": today, "reason": "请假"}
	refused(admin.create("Delegation", officer=officer, deputy=officer, **base), "不能是请假人员本人")
	refused(admin.create("Delegation", officer=officer, deputy=other, **base), "已有请假人员的全部角色")
	refused(admin.create("Delegation", officer=officer, deputy=people.business_admin.user, **base), "不能管理本人")
	refused(admin.create("Delegation", officer=people.inspector.user, deputy=other, **base), "不是普通工作人员账号")
	refused(admin.create("Delegation", officer=officer, deputy="Administrator", **base), "不是普通工作人员账号")
	refused(admin.create("Delegation", officer=officer, deputy=other, **{**base, "to_date": "2020-01-01"}), "截止日期")
	for who in ("reviewer", "inspector", "applicant", "deputy_director"):
		assert Administrator(getattr(people, who)).create("Delegation", officer=officer, deputy=other, **base).status_code == 403, who


def days(client, text: str, name: str = "节假日.csv"):
	return client.request("POST", "/api/method/gaoping_regulation.matters.holidays.import_days", files={"file": (name, text.encode(), "text/csv")})


def test_next_years_holidays_come_from_a_table(people, admin):
	text = "日期,类型,名称\n2032-01-01,放假,元旦\n2032/1/3,调休上班,元旦\n"
	assert accepted(days(people.business_admin, text), "message") == {"added": 2, "changed": 0}
	assert accepted(days(people.business_admin, text.replace("元旦", "新年")), "message") == {"added": 0, "changed": 2}
	assert admin.read("Work Calendar Day", "2032-01-03")["title"] == "新年"
	for day in ("2032-01-01", "2032-01-03"):
		assert admin.delete("Work Calendar Day", day).status_code == 202


def test_a_wrong_row_is_named_and_nothing_is_imported(people, stored):
	answer = days(people.business_admin, "日期,类型,名称\n2033-01-01,放假,元旦\n明天,放假,\n2033-01-01,休息,元旦\n")
	refused(answer)
	assert [(row["row"], row["message"][:5]) for row in answer.json()["errors"]] == [(2, "“明天”不"), (3, "2033-"), (3, "类型应为“")]
	assert stored.count("Work Calendar Day", "day = '2033-01-01'") == 0
	refused(days(people.business_admin, "x", "x.txt"), "只能导入")
	refused(days(people.business_admin, "", "x.csv"), "文件是空的")
	assert days(people.reviewer, "日期,类型,名称\n2033-01-01,放假,元旦\n").status_code == 403
	assert message_of(days(people.applicant, "日期,类型,名称\n2033-01-01,放假,元旦\n"))
