"""业务管理员 at lists, workspaces, leave and templates: the tasks of every week, done on the screen."""

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest

from tests.browser.admin import Desk
from tests.browser.test_admin_tasks import admin, desk, form_of, people, undo_last  # noqa: F401
from tests.http.story import STALL

WORKSPACE, CHART, FILTER = "我的统计", "各月小摊点收件", "放假的日子"


@pytest.fixture
def own_things(connected, people):  # noqa: F811
	"""What the test leaves in the person's own workspace, taken away."""
	yield
	user = people.business_admin.user
	connected.db.rollback()
	for doctype, filters in (
		("Workspace", {"title": WORKSPACE}),
		("Dashboard Chart", {"chart_name": CHART}),
		("List Filter", {"filter_name": FILTER, "for_user": user}),
	):
		for name in connected.get_all(doctype, filters, pluck="name"):
			connected.delete_doc(doctype, name, force=True)
	connected.db.commit()


def test_a_list_is_saved_and_a_chart_added_to_a_workspace(desk, people, own_things):  # noqa: F811
	desk.open("/app/work-calendar-day?kind=放假", ".frappe-list .list-row")
	desk.page.locator(".save-filter-section:visible input, .list-filters:visible input").first.fill(FILTER)
	desk.page.keyboard.press("Enter")
	desk.page.get_by_text(FILTER).first.wait_for()
	desk.form("dashboard-chart", "new")
	desk.fill("chart_name", CHART)
	desk.choose("document_type", "食品小摊点备案")
	desk.page.locator(".frappe-control[data-fieldname='timeseries'] input:visible").check()
	desk.fill("based_on", "creation")
	desk.fill("time_interval", "Monthly")
	# The framework empties the fields below the DocType in its own time, on a slow machine after they are filled in.
	if desk.page.evaluate("cur_frm.doc.based_on") != "creation":
		desk.fill("based_on", "creation")
	desk.save()
	desk.open("/app/配置工作台", ".widget.shortcut-widget-box")
	desk.press("创建工作区")
	desk.answer("title", WORKSPACE)
	desk.press("新建")
	desk.page.wait_for_url("**/private/**")
	desk.settle()
	desk.page.locator(".codex-editor .ce-block").last.click()
	desk.page.locator(".new-block-button:visible").first.click()
	desk.page.locator(".block-list-container .block-list-item:visible", has_text="图表").first.click()
	desk.answer("chart_name", CHART)
	desk.page.locator(".modal.show .awesomplete li", has_text=CHART).first.click()
	desk.press("添加")
	desk.press("保存")
	desk.page.locator(".chart-wrapper, .dashboard-widget-box", has_text=CHART).first.wait_for()
	desk.shot("admin-own-workspace")


def test_a_list_is_taken_to_excel(desk):  # noqa: F811
	desk.open("/app/work-calendar-day/view/report", ".dt-scrollable")
	desk.page.locator(".menu-btn-group button:visible").first.click()
	desk.page.locator(".dropdown-menu:visible .dropdown-item", has_text="导出").first.click()
	desk.page.locator(".modal.show").wait_for()
	desk.page.locator(".modal.show .frappe-control[data-fieldname='file_format'] select").select_option("Excel")
	desk.shot("admin-export")
	with desk.page.expect_download() as download:
		desk.page.locator(".modal.show .btn-primary:visible").first.click()
	with open(download.value.path(), "rb") as file:
		rows = list(openpyxl.load_workbook(io.BytesIO(file.read())).active.iter_rows(values_only=True))
	assert {"日期", "类别"} <= set(rows[0]) and len(rows) > 20


def test_a_deputy_during_a_leave(desk, people, connected):  # noqa: F811
	absent, deputy = people.new_account("审查人"), people.new_account("受理人")
	today = date.today()
	desk.form("delegation", "new")
	desk.choose("officer", absent)
	desk.choose("deputy", deputy)
	for field, day in (("from_date", today), ("to_date", today + timedelta(2))):
		desk.page.evaluate("([field, day]) => cur_frm.set_value(field, day)", [field, str(day)])
	desk.fill("reason", "年休假")
	desk.save()
	desk.shot("admin-delegation")
	assert "审查人" in roles(connected, deputy)
	desk.press("收回")
	desk.page.get_by_text("已收回").first.wait_for()
	assert "审查人" not in roles(connected, deputy)


def roles(connected, user: str) -> list[str]:
	connected.db.rollback()
	return connected.get_all("Has Role", {"parent": user}, pluck="role")


def test_a_templates_text_is_changed_and_taken_back(desk, people):  # noqa: F811
	desk.form("print-format", "一次性补正告知书")
	before = desk.page.evaluate("() => cur_frm.doc.html")
	desk.write("html", "<p>请带身份证原件核对。</p>")
	desk.save()
	desk.shot("admin-template")
	stored = people.business_admin.request("GET", "/api/resource/Print Format/一次性补正告知书").json()["data"]["html"]
	assert "请带身份证原件核对" in stored
	undo_last(desk)
	desk.form("print-format", "一次性补正告知书")
	assert desk.page.evaluate("() => cur_frm.doc.html") == before
	desk.write("html", "{{ frappe.get_all('User') }}")
	with desk.page.expect_response(lambda answer: "savedocs" in answer.url) as refused:
		desk.page.locator(".page-head:visible .primary-action:visible").first.click()
	assert refused.value.status == 403
	desk.problems.clear()


def test_order_choice_and_hiding_on_the_form(desk, people):  # noqa: F811
	"""Customize Form: a field moved, one hidden, a choice more; one change, taken back as one."""
	before = list(form_of(people))
	kinds = form_of(people)["stall_type"]["options"]
	desk.open(f"/app/customize-form?doc_type={STALL.replace(' ', '%20')}", ".form-layout:visible")
	desk.page.wait_for_function("() => window.cur_frm && (cur_frm.doc.fields || []).length > 20")
	desk.settle()
	desk.page.evaluate(
		"""async () => {
			const rows = cur_frm.doc.fields, row = (name) => rows.find((row) => row.fieldname === name);
			await frappe.model.set_value(row("trade_name").doctype, row("trade_name").name, "hidden", 1);
			const kind = row("stall_type");
			await frappe.model.set_value(kind.doctype, kind.name, "options", kind.options + "\\n早市摊位");
			const moved = rows.splice(rows.indexOf(row("business_hours")), 1)[0];
			rows.splice(rows.indexOf(row("stall_type")), 0, moved);
			rows.forEach((row, at) => { row.idx = at + 1; });
			cur_frm.dirty();
		}"""
	)
	desk.save()
	after = form_of(people)
	assert "trade_name" not in after and "早市摊位" in json.dumps(after["stall_type"]["options"], ensure_ascii=False)
	assert list(after).index("business_hours") == list(after).index("stall_type") - 1
	undo_last(desk)
	assert list(form_of(people)) == before and form_of(people)["stall_type"]["options"] == kinds
