"""What 业务管理员 changes in the browser, each with its effect looked at where it counts; everything is put back."""

import json
import re

import pytest

from tests.browser.admin import Desk
from tests.client import message_of
from tests.http.drafting import API, live, restore, step
from tests.http.fence import Administrator, without_column
from tests.http.story import STALL, People

FIELD = "custom_awning"


@pytest.fixture(scope="module")
def people(server) -> People:
	return People(server)


@pytest.fixture(scope="module")
def admin(people) -> Administrator:
	return Administrator(people.business_admin)


@pytest.fixture
def desk(browser, server):
	with Desk(browser, server, "business_admin", {"width": 1440, "height": 1000}) as found:
		yield found
		assert found.problems == []


def form_of(people, code: str = "XT") -> dict[str, dict]:
	return {row["fieldname"]: row for row in people.applicant.portal("matter", code=code)["fields"]}


def undo_last(desk) -> None:
	"""Task: take back a change, from the list of changes."""
	desk.open("/app/configuration-change", ".frappe-list .list-row")
	desk.page.locator(".list-row .list-subject a.ellipsis").first.click()
	desk.page.locator(".gp-config").first.wait_for()
	desk.settle()
	desk.shot("admin-change")
	desk.press("撤回这次修改")
	desk.press("是")
	desk.page.get_by_text("这次修改已经撤回").first.wait_for()


@pytest.fixture
def own_field(people, connected):
	yield
	people.Administrator.request("DELETE", f"/api/resource/Custom Field/{STALL}-{FIELD}")

	class Stored:
		frappe = connected

		def sql(self, query: str):
			return connected.db.sql(query)

	without_column(Stored(), STALL, FIELD)


def test_a_field_is_added_relabelled_and_taken_off(desk, people, own_field):
	desk.form("custom-field", f"new?dt={STALL.replace(' ', '%20')}&fieldtype=Data&insert_after=stall_type")
	desk.fill("label", "遮阳棚")
	desk.page.evaluate("(name) => cur_frm.set_value('fieldname', name)", FIELD)
	desk.save()
	desk.shot("admin-field")
	assert form_of(people)[FIELD]["label"] == "遮阳棚"
	desk.fill("label", "遮阳棚尺寸")
	desk.save()
	assert form_of(people)[FIELD]["label"] == "遮阳棚尺寸"
	undo_last(desk)
	assert form_of(people)[FIELD]["label"] == "遮阳棚"


def test_a_form_is_relabelled_hidden_and_given_a_choice(desk, people):
	"""Customize Form: label, option and order of the form's own fields, saved as one change and taken back as one."""
	before = form_of(people)["trade_name"]["label"]
	desk.open(f"/app/customize-form?doc_type={STALL.replace(' ', '%20')}", ".form-layout:visible")
	desk.page.wait_for_function("() => window.cur_frm && (cur_frm.doc.fields || []).length > 20")
	desk.settle()
	desk.tab("表单")
	change = "() => { const row = cur_frm.doc.fields.find((row) => row.fieldname === 'trade_name'); return frappe.model.set_value(row.doctype, row.name, 'label', '摊点字号'); }"
	desk.page.evaluate(change)
	desk.shot("admin-customize")
	desk.save()
	assert form_of(people)["trade_name"]["label"] == "摊点字号"
	undo_last(desk)
	assert form_of(people)["trade_name"]["label"] == before


def test_a_phone_and_the_offices_name(desk, people, admin):
	desk.form("administrative-matter", "XT")
	desk.tab("办事指南")
	desk.fill("service_phone", "0356-5227777")
	desk.save()
	desk.shot("admin-matter")
	assert "0356-5227777" in json.dumps(people.applicant.portal("matter", code="XT"), ensure_ascii=False)
	undo_last(desk)
	desk.form("regulation-settings", "Regulation Settings")
	desk.fill("office_name", "高平市市场监督管理局（试）")
	desk.save()
	undo_last(desk)
	assert admin.read("Regulation Settings", "Regulation Settings")["office_name"] == "高平市市场监督管理局"


def test_a_matter_is_paused_with_a_notice(desk, browser, server, people, admin):
	desk.form("administrative-matter", "YJ")
	desk.page.locator(".frappe-control[data-fieldname='status'] select:visible").select_option("暂停")
	desk.fill("notice", "系统升级，12月1日恢复办理。")
	desk.save()
	try:
		with Desk(browser, server, "applicant") as portal:
			portal.open("/matters/YJ", "h1")
			assert "系统升级，12月1日恢复办理" in portal.text()
			portal.shot("admin-paused")
		answer = people.applicant.request(
			"POST", "/api/method/gaoping_regulation.portal.api.save_draft", data={"matter": "YJ", "values": json.dumps({"applicant_name": "某店"})}
		)
		assert answer.status_code == 417 and "不再接受新的申请" in message_of(answer)
	finally:
		undo_last(desk)
	assert admin.read("Administrative Matter", "YJ")["status"] == "在办"


@pytest.fixture
def drafted(desk, browser, server, people, admin):
	"""A draft of XT begun from the matter's page; `approve` hands it in and has it approved; the matter is taken back."""
	before = live(admin)
	desk.form("administrative-matter", "XT")
	desk.press("起草修改")
	desk.page.wait_for_url(re.compile("configuration-draft"))
	desk.settle()
	desk.fill("reason", "试验：在浏览器中修改")
	desk.save()

	def approve() -> None:
		desk.press("提交批准")
		desk.press("已核对，提交批准")
		desk.page.get_by_text("待批准").first.wait_for()
		with Desk(browser, server, "deputy_director", {"width": 1440, "height": 1000}) as second:
			second.form("configuration-draft", desk.page.url.split("/")[-1])
			second.page.locator(".gp-config").first.wait_for(state="attached")
			second.shot("admin-approve")
			second.press("批准")
			second.press("确定")
			second.page.get_by_text("已发布").first.wait_for(timeout=30000)
			assert second.problems == []
		assert live(admin) != before

	yield approve
	open_draft = admin.client.request("GET", f"/api/method/{API}get_open_draft", params={"matter": "XT"}).json().get("message")
	if open_draft:
		step(admin.client, "discard_draft", draft=open_draft)
	if live(admin) != before:
		restore(admin, people.deputy_director, before)


def test_limits_and_who_may_act(desk, people, drafted, admin):
	"""A limit, and a role more on an action; cases under way stay as they began."""
	running = people.submitted()
	desk.tab("环节与流程")
	desk.cell("stages", 2, "limit_days", "2")
	change = "() => { const row = cur_frm.doc.actions.find((row) => row.key === 'complete'); return frappe.model.set_value(row.doctype, row.name, 'roles', '审查人,审核人'); }"
	desk.page.evaluate(change)
	desk.shot("admin-draft-flow")
	desk.save()
	drafted()
	fresh = people.submitted()
	with_role = admin.read("Workflow", "食品小摊点备案")["transitions"]
	assert ("资料齐全", "审核人") in [(row["action"], row["allowed"]) for row in with_role]
	people.approver.sign(fresh)
	people.approver.apply(STALL, fresh, "资料齐全")
	answer = people.approver.request(
		"POST", "/api/method/frappe.model.workflow.apply_workflow", data={"doc": json.dumps({"doctype": STALL, "name": running}), "action": "资料齐全"}
	)
	assert answer.status_code in (403, 417)


def test_a_required_material_and_a_required_field(desk, people, drafted):
	desk.tab("材料与文书")
	desk.add("materials", code="site_photo", title="摊位照片", required=1)
	desk.add("requirements", fieldname="trade_name")
	desk.shot("admin-draft-papers")
	desk.save()
	drafted()
	told = people.applicant.portal("matter", code="XT")
	assert "摊位照片" in [row["title"] for row in told["materials"] if row["required"]]
	assert form_of(people)["trade_name"]["reqd"] == 1


def test_a_risk_point_a_measure_and_a_level(desk, people, drafted):
	desk.tab("风险防控图")
	desk.add("points", code="XT-SC-9", stage="SC", original_text="收受摊主礼品", level="高", question="是否收受礼品？")
	desk.add("measures", stage="SC", number="9", original_text="《廉政回访制度》")
	desk.shot("admin-draft-chart")
	desk.save()
	drafted()
	items = people.reviewer.staff("risk_control.api.checklist", case=people.submitted())["items"]
	assert "是否收受礼品？" in [item["question"] for item in items]
	charted = people.business_admin.request("GET", "/api/resource/Risk Control Chart/XT").json()["data"]
	assert "《廉政回访制度》" in [row["original_text"] for row in charted["measures"]]
	assert [row["level"] for row in charted["points"] if row["code"] == "XT-SC-9"] == ["高"]


def test_the_versions_are_listed_and_compared(desk, people, drafted, admin):
	first = live(admin)
	desk.tab("环节与流程")
	desk.cell("stages", 2, "limit_days", "3")
	desk.save()
	drafted()
	desk.form("administrative-matter", "XT")
	desk.press("历次版本")
	desk.page.locator(f"[data-compare='{first}']").click()
	desk.page.locator(".gp-config__compared td").first.wait_for()
	desk.shot("admin-versions")
	assert "时限" in desk.page.inner_text(".gp-config__compared")


def test_an_officer_for_two_matters_and_a_deputy(desk, people, connected):
	desk.open("/app/officers", ".gp-config")
	desk.shot("admin-officers")
	desk.press("增加人员")
	desk.answer("full_name", "试用人员")
	desk.answer("mobile", "13935699901")
	for role in ("受理人", "审查人"):
		desk.page.locator(".modal.show .checkbox", has_text=role).locator("input").first.check()
	desk.shot("admin-officer-new")
	desk.press("增加")
	desk.page.get_by_text("初始密码").wait_for()
	connected.db.rollback()
	held = connected.get_all("Has Role", {"parent": "13935699901@officer.invalid"}, pluck="role")
	assert {"受理人", "审查人"} <= set(held)
	connected.db.rollback()


def test_next_years_holidays(desk, admin):
	desk.open("/app/work-calendar-day", ".frappe-list .list-row")
	with desk.page.expect_file_chooser() as chooser:
		desk.press("导入节假日")
	text = "日期,类型,名称\n2034-01-01,放假,元旦\n2034-01-02,放假,元旦\n"
	chooser.value.set_files({"name": "2034.csv", "mimeType": "text/csv", "buffer": text.encode()})
	desk.page.get_by_text("已增加 2 日").wait_for()
	desk.shot("admin-calendar")
	for day in ("2034-01-01", "2034-01-02"):
		assert admin.delete("Work Calendar Day", day).status_code == 202


def test_the_desk_of_the_administrator_is_chinese(desk):
	desk.open("/app/配置工作台", ".widget.shortcut-widget-box")
	desk.shot("admin-workspace")
	text = desk.page.inner_text(".layout-main-section")
	assert all(word in text for word in ("事项设计器", "配置草案", "人员授权", "修改记录", "升级差异"))
	assert not re.search(r"\b[A-Za-z]{3,}(?: [A-Za-z]{2,})+", text)
