"""Filling in the portal's form as a person does: step by step, by what is seen."""


def in_sight(page, selector: str):
	"""The element, its step opened by the list of steps if it is not the one on the screen."""
	box = page.locator(selector).first
	box.wait_for(state="attached")
	if not box.is_visible():
		step = box.evaluate("node => node.closest('[data-step]').querySelector('h2').id")
		page.click(f".step-nav a[href='#{step}']")
	return box


def fill(page, values: dict) -> None:
	"""Fill the form drawn from the meta: inputs, choices, several choices, rows."""
	for name, value in values.items():
		if isinstance(value, list):
			fill_rows(page, name, value)
			continue
		box = in_sight(page, f"#f-{name}")
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
	box = in_sight(page, f"#f-{table}")
	for number, row in enumerate(rows):
		if box.locator("[data-row]").count() <= number:
			box.locator("[data-add-row]").click()
		line = box.locator("[data-row]").nth(number)
		for name, value in row.items():
			line.locator(f"[id$='-{name}']").first.fill(str(value))


def saved(page) -> None:
	"""Wait until the server has what is filled in."""
	page.locator("#save-status").get_by_text("已保存").wait_for()


def log_out_elsewhere(watched) -> None:
	"""Another tab logs out; this one does not know it yet."""
	token = watched.page.evaluate("portal.http.get('session').then((now) => now.csrf_token)")
	watched.context.request.post(f"{watched.address}/api/method/logout", headers={"X-Frappe-CSRF-Token": token})


def log_in_again(page, account: dict, back: str) -> None:
	"""From the dialog that tells of the ended session, through the log-in, back to the form at an address."""
	page.get_by_role("button", name="重新登录").last.click()
	page.wait_for_url("**/login?*")
	page.fill("[name=usr]", account["user"])
	page.fill("[name=pwd]", account["password"])
	page.click("#login-form [type=submit]")
	page.wait_for_url(f"**{back}*")
