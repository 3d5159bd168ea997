"""A browser page that remembers what went wrong on it: console errors, failed requests, uncaught exceptions."""

import re
import time
from pathlib import Path

SHOTS = Path(__file__).resolve().parents[2] / ".bench" / "screenshots"
# The registry build brings no socket server, and selects what has the focus though it may be a button; all else counts.
EXPECTED = re.compile(r"socket\.io|ERR_ABORTED|activeElement\.select is not a function")
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


class Watched:
	"""One page of a fresh browser context, logged in as an account if one is given."""

	def __init__(self, browser, server, account: str | None = None, size: dict = DESKTOP):
		self.context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
		self.address = server.address
		self.problems: list[str] = []
		if account:
			who = server.accounts[account]
			answer = self.context.request.post(
				f"{self.address}/api/method/login", form={"usr": who["user"], "pwd": who["password"]}
			)
			assert answer.ok, answer.text()
		self.page = self.context.new_page()
		self.page.on("console", self.on_console)
		self.page.on("pageerror", lambda error: self.note(f"exception: {error}"))
		self.page.on("response", self.on_response)
		self.running: set = set()
		self.page.on("request", lambda request: self.running.add(request))
		self.page.on("requestfinished", lambda request: self.running.discard(request))
		self.page.on("requestfailed", lambda request: self.running.discard(request))

	def __enter__(self) -> "Watched":
		return self

	def __exit__(self, *_) -> None:
		self.context.close()

	def note(self, text: str) -> None:
		if not EXPECTED.search(text):
			self.problems.append(text)

	def on_console(self, message) -> None:
		# A failed request is noted with its address by on_response.
		if message.type == "error" and "Failed to load resource" not in message.text:
			self.note(f"console: {message.text}")

	def on_response(self, response) -> None:
		if response.status >= 400:
			self.note(f"{response.status}: {response.url}")

	def open(self, path: str, ready: str) -> None:
		"""Go to a path and wait until the selector is visible and the network is quiet."""
		self.page.goto(self.address + path)
		self.page.wait_for_selector(ready, state="visible", timeout=60000)
		self.settle()

	def settle(self, quiet: float = 0.5, most: float = 30) -> None:
		"""Wait until no request has run for a while. The browser's own idle event never comes for the print view's frame."""
		until = time.monotonic() + most
		since = time.monotonic()
		while time.monotonic() - since < quiet:
			self.page.wait_for_timeout(50)
			if any("socket.io" not in request.url for request in self.running):
				since = time.monotonic()
			assert time.monotonic() < until, [request.url for request in self.running]

	def shot(self, name: str) -> None:
		SHOTS.mkdir(parents=True, exist_ok=True)
		self.page.screenshot(path=SHOTS / f"{name}.png")

	def text(self) -> str:
		return self.page.inner_text("body")
