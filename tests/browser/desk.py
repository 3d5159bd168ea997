"""An officer at the Desk: a page that counts clicks and seconds, as the office would."""

import time

from tests.browser.pages import DESKTOP, Watched

LIST = "/app/small-food-stall-filing"
WAIT = 30000


class Officer(Watched):
	"""An account's browser page; what an officer would click is clicked through `click` and counted."""

	def __init__(self, browser, server, account: str, size: dict = DESKTOP):
		super().__init__(browser, server, account, size)
		# A headless browser has no printer, and its PDF viewer breaks down when asked to print.
		self.context.add_init_script("window.print = () => {}")
		self.clicks = 0
		self.seconds: dict[str, float] = {}

	def click(self, selector: str) -> None:
		self.page.click(selector, timeout=WAIT)
		self.clicks += 1

	def inbox(self) -> None:
		self.open("/app", ".gp-inbox__head")

	def show(self, case: str) -> None:
		self.open(f"{LIST}/{case}", ".gp-work__state")

	def take(self, case: str) -> None:
		"""From the inbox to the case; a longer inbox is unfolded first, which counts too."""
		row = f".gp-inbox a[href$='{case}']"
		while not self.page.locator(row).count():
			self.click(".gp-inbox [data-more]")
			self.page.wait_for_timeout(500)
		self.click(row)
		self.page.wait_for_selector(".gp-action", timeout=WAIT)

	def find(self, case: str) -> None:
		"""Wait until the inbox holds a case, unfolding what is folded."""
		until = time.monotonic() + WAIT / 1000
		while not self.page.locator(f".gp-inbox a[href$='{case}']").count():
			assert time.monotonic() < until, f"{case} is not in the inbox"
			if self.page.locator(".gp-inbox [data-more]").count():
				self.page.locator(".gp-inbox [data-more]").first.click()
			self.page.wait_for_timeout(500)

	def begin(self, action: str) -> None:
		self.click(f".gp-action[data-action='{action}']")
		self.page.wait_for_selector(".gp-dialog .modal-footer .btn-primary", state="visible", timeout=WAIT)

	def answer_open_points(self) -> None:
		for point in self.page.eval_on_selector_all(".gp-item--open", "nodes => nodes.map(node => node.dataset.point)"):
			self.click(f"[data-point='{point}'] .gp-choice--0")

	def confirm(self) -> None:
		self.click(".gp-dialog .modal-footer .btn-primary")

	def act(self, action: str, state: str) -> None:
		"""An action with its checklist, until the case shows its new state."""
		started = time.monotonic()
		self.begin(action)
		self.answer_open_points()
		self.confirm()
		self.expect_state(state)
		self.seconds[action] = time.monotonic() - started

	def expect_state(self, state: str) -> None:
		self.page.wait_for_selector(f".gp-work__state strong:text-is('{state}')", timeout=WAIT)
		self.page.wait_for_selector(".gp-dialog", state="detached", timeout=WAIT)

	def look_again(self) -> None:
		"""What the tab does when it is looked at again, or half a minute later."""
		self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

	def tab(self, name: str) -> None:
		self.click(f".gp-tabs [data-tab='{name}']")
