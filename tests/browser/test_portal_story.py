"""An applicant's way in the browser, from sign-up to a submitted case, on a desktop's and a phone's screen."""

import random
import re

import pytest

from tests import samples
from tests.browser.pages import DESKTOP, PHONE, Watched


def fill(page, values: dict) -> None:
	"""Fill the form drawn from the meta: inputs, choices, several choices, rows."""
	for name, value in values.items():
		if name == "workers":
			fill_rows(page, name, value)
			continue
		box = page.locator(f"#f-{name}")
		kind = box.evaluate("node => node.tagName + ':' + (node.type || '')")
		if kind.startswith("SELECT"):
			box.select_option(label=value)
		elif kind == "INPUT:checkbox":
			box.check()
		elif kind.startswith(("INPUT", "TEXTAREA")):
			box.fill(str(value))
		else:
			for choice in value.split("\n"):
				box.get_by_label(choice, exact=True).check()


def fill_rows(page, table: str, rows: list[dict]) -> None:
	box = page.locator(f"#f-{table}")
	for number, row in enumerate(rows):
		if box.locator("[data-row]").count() <= number:
			page.locator(f"#f-{table} [data-add-row], [data-add-row={table}]").first.click()
		line = box.locator("[data-row]").nth(number)
		for name, value in row.items():
			line.locator(f"[name='{name}'], [data-column='{name}'], [id$='-{name}']").first.fill(str(value))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_sign_up_to_a_submitted_case(browser, server, size, tmp_path):
	phone = f"139{random.randrange(10**8):08d}"
	values = samples.stall(random.randrange(900), phone=phone)
	with Watched(browser, server, None, PHONE if size == "phone" else DESKTOP) as watched:
		page = watched.page
		watched.open("/signup", "#signup-form")
		page.fill("#full_name", "赵春梅")
		page.fill("#phone", phone)
		page.fill("#password", "weak")
		page.click("#signup-form [type=submit]")
		page.get_by_text("密码至少10位，并含").last.wait_for()
		page.fill("#password", "Zhao-chunmei-2026")
		watched.problems.clear()
		page.click("#signup-form [type=submit]")
		page.wait_for_url("**/cases")

		watched.open("/apply/XT", "#f-applicant_name")
		fill(page, values)
		watched.shot(f"portal-apply-{size}")
		page.click("#save")
		page.locator("#save-status").get_by_text(re.compile("已保存")).wait_for()
		for code, (name, content) in samples.stall_materials().items():
			path = tmp_path / name
			path.write_bytes(content)
			tick = page.locator(f"#m-{code} [data-signed]")
			if tick.count():
				tick.check()
			page.set_input_files(f"#m-{code}-file", path)
			page.locator(f"#m-{code} [data-file-link][href]").wait_for()
		page.click("#review")
		page.locator("dialog[open]").wait_for()
		watched.shot(f"portal-review-{size}")
		page.locator("dialog[open]").get_by_role("button", name="提交", exact=True).click()
		page.wait_for_url("**/cases/*")
		page.get_by_text(re.compile(r"140581-XT-\d{8}-\d{4}-")).first.wait_for()
		watched.shot(f"portal-case-{size}")
		assert "待审查" in watched.text()
		assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
		assert watched.problems == []
