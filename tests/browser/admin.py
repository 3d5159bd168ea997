"""The Desk in the hands of 业务管理员: forms filled in and saved as a person does it."""

from tests.browser.pages import Watched

READY = ".form-layout:visible, .frappe-list:visible, .gp-entry:visible"


class Desk(Watched):
	"""A page of the Desk, with the few moves that administration takes."""

	def form(self, doctype: str, name: str = "new") -> None:
		"""Open a form; a new one with `new`, or `new?field=value`."""
		self.open(f"/app/{doctype}/{name}", ".form-layout:visible")
		self.page.wait_for_function("() => window.cur_frm && cur_frm.doc && !cur_frm.is_loading")

	def fill(self, fieldname: str, value: str) -> None:
		"""Type into a field of the form, and leave it."""
		box = self.page.locator(f".frappe-control[data-fieldname='{fieldname}']:visible").last
		control = box.locator("input:visible:not([type=checkbox]), textarea:visible, select:visible").first
		if control.evaluate("node => node.tagName") == "SELECT":
			control.select_option(value)
		else:
			control.fill(value)
			control.blur()
		self.settle(quiet=0.3)

	def tab(self, title: str) -> None:
		self.page.locator(".form-tabs .nav-link:visible", has_text=title).first.click()

	def cell(self, table: str, row: int, fieldname: str, value: str) -> None:
		"""Open a row of a table, change one field in it and close it again."""
		self.row(table, row, **{fieldname: value})

	def row(self, table: str, number: int, **values: str) -> None:
		"""Open a row of a table (one more than there are is added), change fields in it and close it again."""
		line = self.opened_row(table, number)
		for fieldname, value in values.items():
			self.set_in_row(line.locator(f".form-in-grid .frappe-control[data-fieldname='{fieldname}']:visible"), value)
		line.locator(".grid-collapse-row").click()
		self.page.locator(".grid-row-open").wait_for(state="detached")

	def opened_row(self, table: str, number: int):
		"""A row of a table with its form; what was a row's form stays in the page when it is closed."""
		grid = self.page.locator(f".frappe-control[data-fieldname='{table}']:visible")
		line = grid.locator(f".grid-body .grid-row[data-idx='{number}']")
		if not line.count():
			grid.locator(".grid-add-row").click()
		line.locator(".btn-open-row").click()
		self.settle(quiet=0.5)
		return line

	def set_in_row(self, box, value: str) -> None:
		control = box.locator("input:visible, textarea:visible, select:visible").first
		if control.evaluate("node => node.tagName") == "SELECT":
			control.select_option(value)
		elif control.get_attribute("type") == "checkbox":
			control.set_checked(value == "1")
		elif box.get_attribute("data-fieldtype") == "Link":
			self.named(box, control, value)
		else:
			control.fill(value)
			control.blur()
		self.settle(quiet=0.3)

	def named(self, box, control, value: str) -> None:
		"""A record from the list that typing opens under a link field; one that is not there yet is made from it (“新建…”)."""
		with self.page.expect_response(lambda answer: "search_link" in answer.url):
			control.fill(value)
		options = box.locator(".awesomplete li")
		options.last.wait_for()
		found = options.filter(has=self.page.locator(f"p[title='{value}']"))
		if found.count():
			return found.first.click()
		options.filter(has_text="新建").first.click()
		dialog = self.page.locator(".modal.show").last
		dialog.wait_for()
		self.settle(quiet=0.3)
		dialog.locator("input:visible").first.fill(value)
		dialog.get_by_role("button", name="保存", exact=True).click()
		dialog.wait_for(state="detached")

	def remove(self, table: str, *numbers: int) -> None:
		"""Tick rows of a table and take them out."""
		grid = self.page.locator(f".frappe-control[data-fieldname='{table}']:visible")
		for number in numbers:
			grid.locator(f".grid-body .grid-row[data-idx='{number}'] .grid-row-check").first.check()
		grid.locator(".grid-remove-rows:visible").click()
		self.settle(quiet=0.3)

	def add(self, table: str, **values) -> None:
		"""A new row of a table, filled in by the form's own means."""
		self.page.evaluate(
			"([table, row]) => { cur_frm.add_child(table, row); cur_frm.refresh_field(table); cur_frm.dirty(); }", [table, values]
		)

	def save(self) -> None:
		with self.page.expect_response(lambda answer: "savedocs" in answer.url or "save_customization" in answer.url or "run_doc_method" in answer.url) as saved:
			self.page.locator(".page-head:visible .primary-action:visible").first.click()
		assert saved.value.ok, saved.value.text()[:500]
		self.settle()

	def press(self, label: str) -> None:
		"""A button of the page's head or of the open dialog."""
		dialog = self.page.locator(".modal.show")
		scope = dialog.last if dialog.count() else self.page.locator(".page-head:visible, .gp-entry:visible")
		scope.get_by_role("button", name=label, exact=True).first.click()
		self.settle(quiet=0.3)

	def answer(self, fieldname: str, value: str) -> None:
		"""A field of the open dialog."""
		box = self.page.locator(f".modal.show .frappe-control[data-fieldname='{fieldname}']").last
		box.locator("input, textarea").first.fill(value)

	def choose(self, fieldname: str, value: str) -> None:
		"""A record in a link field, from the list that typing opens."""
		box = self.page.locator(f".frappe-control[data-fieldname='{fieldname}']:visible").last
		box.locator("input").first.fill(value)
		box.locator(f".awesomplete li:has-text('{value}')").first.click()
		self.settle(quiet=0.3)

	def write(self, fieldname: str, text: str) -> None:
		"""Add text at the end of a code field, in its editor."""
		self.page.wait_for_timeout(1000)
		self.page.locator(f".frappe-control[data-fieldname='{fieldname}'] .ace_content").click()
		self.page.keyboard.press("Control+End")
		self.page.keyboard.insert_text(text)
		self.page.wait_for_function("([field, text]) => (cur_frm.doc[field] || '').includes(text)", arg=[fieldname, text])
