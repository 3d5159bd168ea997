"""The screens of those who watch: complete, Chinese, and each number leads to what is behind it."""

import re

import pytest

from tests.browser.pages import Watched
from tests.http.story import People

WORKSPACE = "/app/监督工作台"
CARDS = ("超时在办", "待核预警", "高等级预警", "申诉待复核", "本月不予决定")
CHARTS = ("办件趋势", "各环节风险", "人员工作量")
ENGLISH = re.compile(r"\b[A-Za-z]{3,}(?: [A-Za-z]{2,})+")
TALL = {"width": 1280, "height": 2000}


@pytest.fixture(scope="module")
def case(server) -> str:
	"""A case whose review found a problem."""
	people = People(server)
	case = people.submitted()
	people.reviewer.sign(case, **{"XT-SC-5": {"result": "发现问题", "remark": "有人打招呼"}})
	people.reviewer.apply("Small Food Stall Filing", case, "资料齐全")
	return case


def test_the_workspace_shows_numbers_charts_and_no_english(browser, server, case):
	with Watched(browser, server, "inspector", TALL) as watched:
		watched.open(WORKSPACE, ".number-widget-box .widget-content .number")
		watched.page.wait_for_selector(".dashboard-widget-box svg.frappe-chart", timeout=30000)
		watched.settle()
		text = watched.page.inner_text(".layout-main-section")
		watched.shot("supervision-workspace")
		assert all(name in text for name in (*CARDS, *CHARTS, "风险热力图", "风险点一览", "留痕链核验"))
		assert watched.page.locator(".dashboard-widget-box svg.frappe-chart").count() >= 3
		assert not ENGLISH.search(text)
		assert watched.problems == []


def test_a_number_of_the_heat_map_opens_the_list_behind_it(browser, server, case):
	with Watched(browser, server, "inspector") as watched:
		watched.open("/app/risk-heatmap", ".gp-heat__table")
		row = watched.page.locator("tr", has=watched.page.locator("th:has-text('食品小摊点备案')")).first
		link = row.get_by_role("link", name=re.compile("发现问题"))
		assert int(link.locator("strong").inner_text()) >= 1
		watched.shot("supervision-heatmap")
		link.click()
		watched.page.wait_for_selector(".list-row", timeout=30000)
		watched.settle()
		assert "/app/stage-checklist" in watched.page.url
		assert "140581-XT-" in watched.page.inner_text(".frappe-list")
		assert watched.problems == []


def test_what_an_officer_typed_is_text(browser, server, connected):
	"""Core shows a report's texts as HTML: a reason must not run in the browser of who watches."""
	people = People(server)
	late = people.submitted()
	connected.db.set_value("Small Food Stall Filing", late, "due_on", "2026-01-05")
	connected.db.set_value("Stage Checklist", {"case_name": late}, "due_on", "2026-01-05")
	connected.db.commit()
	people.reviewer.sign(late)
	people.reviewer.apply("Small Food Stall Filing", late, "资料齐全", reason="忙<img src=x onerror='window.ran=1'>")
	with Watched(browser, server, "inspector", {"width": 1800, "height": 900}) as watched:
		watched.open("/app/query-report/Overdue Cases", ".dt-scrollable")
		watched.page.get_by_text("忙<img src=x onerror='window.ran=1'>").first.wait_for()
		assert watched.page.evaluate("window.ran") is None
		assert watched.page.locator(".dt-scrollable a[href*='/app/small-food-stall-filing/']").count() >= 1
		watched.shot("supervision-overdue-cases")


@pytest.mark.parametrize(
	"path,ready",
	[
		("/app/risk-points", ".gp-points__table"),
		("/app/query-report/Officer Workload", ".dt-scrollable"),
		("/app/query-report/Alert Statistics", ".page-form"),
		("/app/query-report/Risk Heat Map", ".dt-scrollable"),
		("/app/query-report/Supervision Trend", ".dt-scrollable"),
	],
)
def test_a_supervision_screen_opens_in_chinese(browser, server, case, path, ready):
	with Watched(browser, server, "inspector") as watched:
		watched.open(path, ready)
		watched.shot("supervision-" + path.split("/")[-1].replace(" ", "-").lower())
		assert watched.problems == []
		assert not ENGLISH.search(watched.page.inner_text(".page-container:visible"))


def test_an_officers_sidebar_has_no_empty_workspaces(server):
	answer = server.as_("reviewer").call("frappe.desk.desktop.get_workspace_sidebar_items", "GET")
	assert [page["title"] for page in answer["pages"]] == ["办件工作台"]
	heads = server.as_("division_head").call("frappe.desk.desktop.get_workspace_sidebar_items", "GET")
	assert [page["title"] for page in heads["pages"]] == ["办件工作台", "监督工作台"]
