"""The framework's screens work on our assets: nothing missing, no error, dates that stay clean."""

import re

import pytest

from tests.browser.pages import Watched

SCREENS = {
	"desk": ("/app/users", ".widget"),
	"list": ("/app/user", ".list-row"),
	"form": ("/app/user/Administrator", ".form-layout"),
	"report": ("/app/user/view/report", ".dt-scrollable"),
	"matter": ("/app/administrative-matter/XT", ".form-layout"),
	"print": ("/app/print/User/Administrator", ".print-preview"),
	"workflow-builder": ("/app/workflow-builder/食品小摊点备案", ".vue-flow__node"),
	"form-builder": ("/app/doctype/Township", ".form-layout"),
	"customize": ("/app/customize-form?doc_type=Township", ".form-layout"),
	"permission-manager": ("/app/permission-manager", ".layout-main-section"),
	"file": ("/app/file", ".layout-main-section"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_desk_screen_opens_without_error_or_missing_file(browser, server, name):
	path, ready = SCREENS[name]
	with Watched(browser, server, "Administrator") as watched:
		watched.open(path, ready)
		if name == "form-builder":
			watched.page.get_by_role("tab", name=re.compile("表单|Form")).first.click()
			watched.page.wait_for_selector(".form-builder-container", state="visible")
		watched.shot(f"desk-{name}")
		assert watched.problems == []


@pytest.fixture
def datetime_field(server):
	"""An editable Datetime, Date and Time on a form, made in the browser's way and removed again."""
	admin = server.as_("Administrator")
	names = []
	for kind in ("Datetime", "Date", "Time"):
		field = {"dt": "Township", "fieldname": f"trial_{kind.lower()}", "label": f"试用{kind}", "fieldtype": kind}
		answer = admin.request("POST", "/api/resource/Custom Field", json=field)
		assert answer.status_code == 200, answer.text
		names.append(answer.json()["data"]["name"])
	admin.request(
		"PUT", "/api/resource/Township/米山镇", json={"trial_datetime": "2026-11-22 20:08:31", "trial_time": "20:08:31"}
	)
	yield
	for name in names:
		admin.request("DELETE", f"/api/resource/Custom Field/{name}")


def test_a_datetime_shows_its_seconds_and_leaves_the_form_clean(browser, server, datetime_field):
	with Watched(browser, server, "Administrator") as watched:
		watched.open("/app/township/米山镇", "[data-fieldname=trial_datetime] input")
		value = watched.page.input_value("[data-fieldname=trial_datetime] input")
		assert value == "2026-11-22 20:08:31"
		assert watched.page.input_value("[data-fieldname=trial_time] input") == "20:08:31"
		assert ":ss" not in watched.text()
		assert watched.page.evaluate("cur_frm.is_dirty()") in (0, False, None)
		watched.page.click("[data-fieldname=trial_datetime] input")
		watched.page.wait_for_selector(".datepicker.active", state="visible")
		assert watched.page.evaluate("cur_frm.is_dirty()") in (0, False, None)
		watched.shot("desk-datetime")
		assert watched.problems == []
