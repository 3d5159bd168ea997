"""业务管理员 changes how a matter runs, what it asks for and what it tells, on the screen; each seen where it counts (issue 6.1)."""

import time

import pytest

from tests import samples
from tests.browser.admin import Desk
from tests.browser.form import fill
from tests.browser.test_admin_tasks import admin, drafted, people, undo_last  # noqa: F401
from tests.client import Refused
from tests.http.story import STALL


@pytest.fixture(scope="module")
def desk(browser, server):
	"""One login for all the tasks of this file."""
	with Desk(browser, server, "business_admin", {"width": 1440, "height": 1000}) as found:
		yield found
		assert found.problems == []


def place(desk, table: str, **matching) -> int:
	"""The number of the row of a table that matches."""
	rows = desk.page.evaluate("(table) => cur_frm.doc[table]", table)
	return next(row["idx"] for row in rows if all(row.get(key) == value for key, value in matching.items()))


def test_the_first_page_leads_to_each_decision(desk, admin):  # noqa: F811
	"""待核实事项, from the workspace to the matter's form and the decision; taken back."""
	desk.open("/app/配置工作台", ".widget.shortcut-widget-box")
	desk.page.locator(".shortcut-widget-box", has_text="待核实事项").click()
	desk.page.locator(".dt-cell a", has_text="是否办理已确认").first.wait_for()
	desk.settle()
	desk.shot("admin-open-questions")
	assert "统一登记系统" in desk.text() and "强检目录种类" in desk.text()
	desk.page.locator(".dt-cell a", has_text="是否办理已确认").first.click()
	desk.page.wait_for_function("() => window.cur_frm && cur_frm.doc.name === 'DY' && !cur_frm.is_loading")
	desk.settle()
	assert "待核实：是否仍由本局办理" in desk.text()
	desk.page.locator(".frappe-control[data-fieldname='status_confirmed'] input:visible").check()
	desk.fill("status_basis", "局务会 2026年12月1日")
	desk.save()
	assert admin.read("Administrative Matter", "DY")["status_confirmed"] == 1
	undo_last(desk)
	assert not admin.read("Administrative Matter", "DY")["status_confirmed"]


def test_states_and_actions_are_added_renamed_and_removed(desk, people, drafted, connected):  # noqa: F811
	running = people.examined()
	desk.tab("环节与流程")
	count = len(desk.page.evaluate("() => cur_frm.doc.states"))
	desk.row("states", count + 1, key="on_site", state="现场核查中", stage="SC", editor_role="审查人")
	desk.row("states", place(desk, "states", key="decide"), state="待决定备案")
	desk.remove("states", place(desk, "states", key="rejected"))
	desk.remove("actions", place(desk, "actions", key="reject"), place(desk, "actions", key="send_back"))
	count = len(desk.page.evaluate("() => cur_frm.doc.actions"))
	desk.row("actions", count + 1, key="visit", from_state="review", action="现场核查", to_state="on_site", roles="审查人")
	desk.row("actions", count + 2, key="visited", from_state="on_site", action="核查完毕", to_state="decide", roles="审查人")
	desk.row("actions", place(desk, "actions", key="approve"), action="同意备案")
	desk.save()
	desk.shot("admin-draft-states")
	drafted()
	case = people.submitted()
	with pytest.raises(Refused):
		people.reviewer.apply(STALL, case, "不予受理", reason="不属于本机关职权范围")
	people.reviewer.apply(STALL, case, "现场核查")
	assert state(connected, case) == "现场核查中"
	people.signed("reviewer", case, "核查完毕")
	assert state(connected, case) == "待决定备案"
	people.signed("approver", case, "同意备案")
	assert state(connected, case) == "待送达"
	assert state(connected, running) == "待备案"
	people.signed("approver", running, "准予备案")
	assert state(connected, running) == "待送达", "a case under way goes on as it began"


def state(connected, case: str) -> str:
	connected.db.rollback()
	return connected.db.get_value(STALL, case, "workflow_state")


def test_a_condition_a_sample_and_an_optional_material(desk, browser, server, people, drafted):  # noqa: F811
	desk.tab("材料与文书")
	desk.row("requirements", 1, fieldname="trade_name", only_if="stall_type=固定摊点", message="固定摊点请填写字号。")
	desk.cell("materials", place(desk, "materials", code="photo"), "required", "0")
	upload_sample(desk, place(desk, "materials", code="filing_form"))
	desk.page.get_by_text("草拟").first.wait_for()
	desk.shot("admin-draft-sample")
	drafted()
	with Desk(browser, server, "applicant") as portal:
		portal.open("/matters/XT", "h1")
		portal.shot("admin-sample-guide")
		assert "有就提供" in portal.page.locator(".material-list li", has_text="一寸照片").inner_text()
		link = portal.page.locator(".material-list li", has_text="小摊点备案表").get_by_role("link", name="查看样例").get_attribute("href")
		assert server.guest().request("GET", link).content.startswith(b"%PDF"), "everybody may open it"
		portal.open("/apply/XT", ".step-nav a[aria-current]")
		for kind, required in (("流动摊点", "false"), ("固定摊点", "true")):
			fill(portal.page, {"stall_type": kind})
			assert portal.page.locator("#f-trade_name").get_attribute("aria-required") == required
		assert portal.problems == []
	with pytest.raises(Refused, match="固定摊点请填写字号"):
		people.applicant.portal("act", case=people.filled(trade_name="", stall_type="固定摊点"), action="提交")
	people.applicant.portal("act", case=people.filled(trade_name="", stall_type="流动摊点", without=("photo",)), action="提交")


def upload_sample(desk, row: int) -> None:
	desk.opened_row("materials", row).locator(".form-in-grid .frappe-control[data-fieldname='sample'] .btn-attach").click()
	file = {"name": "备案表样例.pdf", "mimeType": "application/pdf", "buffer": samples.pdf("filing form, a sample")}
	desk.page.locator(".modal.show input[type=file]").first.set_input_files(file)
	with desk.page.expect_response(lambda answer: "savedocs" in answer.url) as saved:
		desk.page.locator(".modal.show .btn-primary:visible", has_text="上传").click()
	assert saved.value.ok
	desk.settle()


def test_one_day_of_the_calendar(desk, connected):
	"""A holiday becomes a working day, and is taken back from the list of changes."""
	from gaoping_regulation.engine import clock

	day = next(day for day, kind in sorted(clock.exceptions().items()) if kind == clock.HOLIDAY)
	desk.open(f"/app/work-calendar-day?day={day}", ".frappe-list .list-row")
	desk.page.locator(".list-row .list-subject a.ellipsis").first.click()
	desk.page.wait_for_function("(day) => window.cur_frm && cur_frm.doc.name === day && !cur_frm.is_loading", arg=str(day))
	desk.fill("kind", clock.MADE_UP)
	desk.fill("title", "按上级通知上班")
	desk.save()
	desk.shot("admin-calendar-day")
	clock.clear()
	assert clock.is_working_day(day)
	undo_last(desk)
	clock.clear()
	assert not clock.is_working_day(day)


def test_a_notices_text_as_it_goes_out(desk, browser, server, people, connected):  # noqa: F811
	desk.form("notice-template", "granted")
	desk.fill("text", "您的“{事项}”（{办件编号}）已准予，请带身份证到窗口领取备案卡。")
	desk.save()
	desk.shot("admin-notice-template")
	case = people.decided()
	number = connected.db.get_value(STALL, case, "case_no")
	text = f"您的“食品小摊点备案”（{number}）已准予，请带身份证到窗口领取备案卡。"
	until = time.monotonic() + 30
	while "已发送" not in (sent := sms(connected, case, text)):
		assert time.monotonic() < until, sent
		time.sleep(0.3)
	with Desk(browser, server, "applicant") as portal:
		portal.open(f"/cases/{case}", "h1")
		assert text in portal.text()
		portal.shot("admin-notice-sent")
	undo_last(desk)
	connected.db.rollback()
	assert "窗口领取备案卡" not in connected.db.get_value("Notice Template", "granted", "text")


def sms(connected, case: str, text: str) -> list[str]:
	"""How the text messages of a case with that text stand."""
	connected.db.rollback()
	return connected.get_all("Notice Outbox", {"case_name": case, "channel": "短信", "text": text}, pluck="status")
