"""A file on its way to the server outlives the session, the page and the network; logging out takes it off the device."""

import pytest

from tests import samples
from tests.browser.form import fill, in_sight, log_in_again, log_out_elsewhere, saved
from tests.browser.pages import PHONE, Watched
from tests.browser.test_applying import case_of, opened
from tests.client import PORTAL

ATTACH = f"**/{PORTAL}attach"
FILE, LINK = "#m-id_copy-file", "#m-id_copy [data-file-link][href]"
KEPT = """() => new Promise((resolve) => {
	const asked = indexedDB.open("portal-files", 1);
	asked.onupgradeneeded = () => asked.result.createObjectStore("files");
	asked.onsuccess = () => {
		const count = asked.result.transaction("files").objectStore("files").count();
		count.onsuccess = () => { asked.result.close(); resolve(count.result); };
	};
})"""


@pytest.fixture
def phone(browser, server):
	with Watched(browser, server, "applicant", PHONE) as watched:
		yield watched


@pytest.fixture
def scan(tmp_path):
	path = tmp_path / "身份证.png"
	path.write_bytes(samples.scan(f"ID copy of {tmp_path.name}"))
	return path


def began(phone) -> str:
	"""A draft, opened at its materials; returns the case."""
	opened(phone)
	fill(phone.page, {"applicant_name": "陈小冰"})
	phone.page.click("#save")
	saved(phone.page)
	in_sight(phone.page, "#m-id_copy")
	return case_of(phone.page)


def hold(page, scan) -> None:
	"""Choose a file whose upload does not end; the page's next one does."""
	held = []
	page.unroute(ATTACH)
	page.route(ATTACH, lambda route: route.continue_() if held else held.append(route))
	with page.expect_request(ATTACH):
		page.set_input_files(FILE, scan)
	assert page.evaluate(KEPT) == 1


def test_a_file_goes_on_after_logging_in_again_in_the_same_tab(phone, server, scan):
	page, case = phone.page, began(phone)
	log_out_elsewhere(phone)
	page.set_input_files(FILE, scan)
	page.locator("dialog[open]").get_by_text("没有传完的文件已经暂存").wait_for()
	phone.shot("apply-ended-upload-phone")
	log_in_again(page, server.accounts["applicant"], f"/apply/XT?case={case}")
	page.locator(LINK).wait_for(state="attached")
	phone.shot("apply-upload-resumed-phone")
	assert page.inner_text("#m-id_copy [data-file-link]") == "身份证.png"
	phone.settle()
	assert page.evaluate(KEPT) == 0


def test_a_file_goes_on_when_the_page_is_opened_again_and_not_over_a_newer_one(phone, server, scan):
	page, case = phone.page, began(phone)
	hold(page, scan)
	opened(phone, f"/apply/XT?case={case}")
	page.locator(LINK).wait_for(state="attached")
	in_sight(page, "#m-id_copy")
	hold(page, scan)
	server.as_("applicant").attach(case, "id_copy", "另一台设备.png", samples.scan(f"newer ID copy {case}"))
	opened(phone, f"/apply/XT?case={case}")
	assert page.text_content("#m-id_copy [data-file-link]") == "另一台设备.png" and page.evaluate(KEPT) == 0


def test_logging_out_takes_the_file_off_the_device(phone, server, scan):
	page, case = phone.page, began(phone)
	hold(page, scan)
	page.locator("[data-logout]").first.click()
	page.wait_for_url(f"{phone.address}/")
	assert page.evaluate(KEPT) == 0
	assert server.as_("applicant").portal("case", case=case)["materials"][0]["file_name"] in (None, "")
