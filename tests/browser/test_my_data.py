"""Messages and 我的信息 as an applicant sees them, on a desktop's and a phone's screen; 配置工作台 of who sends them."""

import pytest

from tests.browser.pages import DESKTOP, PHONE, Watched
from tests.http.story import PASSWORD, STALL, People

NO_WIDER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def story(server) -> dict:
	"""An account with one case that needs a correction."""
	people = People(server)
	user = people.new_account()
	case = people.submitted(server.guest().login(user, PASSWORD))
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	return {"user": user, "case": case}


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_messages_are_read_and_data_corrected(browser, server, story, size):
	with Watched(browser, server, None, PHONE if size == "phone" else DESKTOP) as watched:
		answer = watched.context.request.post(f"{server.address}/api/method/login", form={"usr": story["user"], "pwd": PASSWORD})
		assert answer.ok
		page = watched.page
		watched.open("/cases", "#messages-title")
		watched.shot(f"portal-messages-{size}")
		if size == "desktop":
			assert "2 条未读" in watched.text()
			page.click("[data-read]")
			page.locator("[data-unread-chip]").first.wait_for(state="detached")
		watched.open(f"/cases/{story['case']}", "#messages-title")
		assert "请补正材料" in watched.text() and page.evaluate(NO_WIDER) <= 0
		watched.open("/my-data", "#data-request")
		page.click("#data-request [type=submit]")
		assert "请写明要更正什么" in watched.text()
		page.fill("#content", "住址应为北城街道13号")
		with page.expect_navigation():
			page.click("#data-request [type=submit]")
		page.locator("#requests-title").wait_for()
		watched.shot(f"portal-my-data-{size}")
		assert "住址应为北城街道13号" in watched.text() and page.evaluate(NO_WIDER) <= 0
		watched.open("/privacy", "h1")
		watched.shot(f"portal-privacy-{size}")
		assert watched.problems == []


@pytest.fixture
def old_case(server, connected) -> str:
	"""The number of a case that was withdrawn eleven years ago, by the clock of the database."""
	people = People(server)
	case = people.submitted()
	people.applicant.portal("act", case=case, action="撤回", reason="不办了")
	connected.db.set_value(STALL, case, "closed_on", "2015-06-01 10:00:00", update_modified=False)
	connected.db.commit()
	return connected.db.get_value(STALL, case, "case_no")


def test_the_administrator_finds_outbox_templates_and_dry_run(browser, server, story, old_case):
	with Watched(browser, server, "business_admin") as watched:
		watched.open("/app/配置工作台", ".number-widget-box .number")
		assert "发送失败的通知" in watched.text() and "到期清理预览" in watched.text()
		watched.shot("desk-notices-workspace")
		watched.open("/app/notice-template/correction", ".form-layout")
		watched.shot("desk-notice-template")
		watched.open("/app/query-report/Retention Due", ".page-head .title-text")
		row = watched.page.locator(".dt-row", has_text=old_case)
		row.get_by_text("保存期限未确认").wait_for()
		watched.shot("desk-retention")
		assert "到期清理预览" in watched.text() and watched.problems == []
