"""An applicant's way in the browser, from sign-up to a submitted case, on a desktop's and a phone's screen."""

import random
import re

import pytest

from tests import samples
from tests.browser.form import fill, in_sight, saved
from tests.browser.pages import DESKTOP, PHONE, Watched
from tests.http.identity import Codes


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_sign_up_to_a_submitted_case(browser, server, connected, size, tmp_path):
	phone = f"139{random.randrange(10**8):08d}"
	values = samples.stall(random.randrange(900), phone=phone)
	with Watched(browser, server, None, PHONE if size == "phone" else DESKTOP) as watched:
		page = watched.page
		watched.open("/signup", "#signup-form")
		page.fill("#full_name", "赵春梅")
		page.fill("#account", phone)
		page.fill("#password", "weak")
		page.click("[data-send-code]")
		page.get_by_text("验证码已发往").wait_for()
		page.fill("#code", Codes(server, connected).latest(phone))
		page.click("#signup-form [type=submit]")
		page.get_by_text("密码至少10位，并含").last.wait_for()
		page.fill("#password", "Zhao-chunmei-2026")
		watched.problems.clear()
		page.click("#signup-form [type=submit]")
		page.wait_for_url("**/cases")

		watched.open("/apply/XT", "#f-category")
		fill(page, values)
		watched.shot(f"portal-apply-{size}")
		page.click("#save")
		saved(page)
		for code, (name, content) in samples.stall_materials().items():
			path = tmp_path / name
			path.write_bytes(content)
			in_sight(page, f"#m-{code}")
			tick = page.locator(f"#m-{code} [data-signed]")
			if tick.count():
				tick.check()
			page.set_input_files(f"#m-{code}-file", path)
			page.locator(f"#m-{code} [data-file-link][href]").wait_for()
		page.click("#continue")
		page.locator("#summary").get_by_text(values["business_address"]).wait_for()
		watched.shot(f"portal-review-{size}")
		page.locator("#actions").get_by_role("button", name="提交", exact=True).click()
		page.wait_for_url("**/cases/*")
		page.get_by_text(re.compile(r"140581-XT-\d{8}-\d{4}-")).first.wait_for()
		watched.shot(f"portal-case-{size}")
		assert "待审查" in watched.text()
		assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
		assert watched.problems == []
