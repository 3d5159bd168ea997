"""The public and the applicant's pages for everybody: WCAG 2.2 AA by axe-core, keyboard alone, 200 % zoom, weight."""

import json
import re

import pytest

from config.setup.paths import APP
from tests import matters, samples
from tests.browser.axe import violations
from tests.browser.pages import DESKTOP, Watched
from tests.http.story import People

NARROW = {"width": 360, "height": 740}
# A window of 1280 pixels at 200 %, and what WCAG 1.4.10 asks for besides.
ZOOMED, REFLOWED = {"width": 640, "height": 400}, {"width": 320, "height": 256}
HEAVIEST = 150_000
NOT_FOUND = ("404", "verify-unknown")
ENGLISH = re.compile(r"\b[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")
OVERFLOW = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] : [...document.querySelectorAll("body *")]
	.filter((node) => node.getBoundingClientRect().right > window.innerWidth).map((node) => `${node.tagName}.${node.className}`)"""
PUBLIC = {
	"index": "/",
	"login": "/login",
	"signup": "/signup",
	"track": "/track",
	"track-answer": "/track?case_no={closed_no}",
	"verify": "/verify",
	"verify-answer": "/verify/{code}",
	"verify-unknown": "/verify/NO-SUCH-CODE",
	"register": "/register",
	"register-answer": "/register?matter=XT",
	"register-search": "/register?matter=DY&query=1",
	"complain": "/complain",
	"idp": "/idp",
	"privacy": "/privacy",
	"reset-password": "/reset-password",
	"figures": "/figures",
	"404": "/no-such-page",
	**{f"matters-{code}": f"/matters/{code}" for code in matters.CODES},
}
OWN = {
	"cases": "/cases",
	"account": "/account",
	"my-data": "/my-data",
	"case-waiting": "/cases/{waiting}",
	"case-correction": "/cases/{correction}",
	"case-closed": "/cases/{closed}",
	"apply-correction": "/apply/XT?case={correction}",
	**{f"apply-{code}": f"/apply/{code}" for code in matters.CODES},
}
MARKED = [
	{"code": "photo", "field": "经营场所照片", "text": "照片模糊，请重拍。"},
	{"code": "business_hours", "field": "经营时间", "text": "请写明收摊时间。"},
]


@pytest.fixture(scope="module")
def cases(server, connected) -> dict[str, str]:
	"""An applicant's cases: waiting, to be corrected, closed with its card."""
	people = People(server)
	waiting, correction, closed = people.submitted(), people.submitted(), people.closed()
	people.reviewer.sign(correction)
	people.reviewer.apply("Small Food Stall Filing", correction, "要求补正", details=json.dumps({"items": MARKED}))
	code = connected.db.get_value("Issued Document", {"case_name": closed, "verify_code": ("is", "set")}, "verify_code")
	number = connected.db.get_value("Small Food Stall Filing", closed, "case_no")
	return {"waiting": waiting, "correction": correction, "closed": closed, "code": code, "closed_no": number}


@pytest.fixture(scope="module")
def guest(browser, server):
	with Watched(browser, server, None) as watched:
		yield watched


@pytest.fixture(scope="module")
def applicant(browser, server):
	with Watched(browser, server, "applicant") as watched:
		yield watched


def examine(watched: Watched, address: str, name: str) -> None:
	"""No violation, nothing wider than the screen, at either width and at 200 %; Chinese, whole, not too heavy."""
	loaded = []
	watched.problems.clear()

	def note(answer):
		loaded.append(answer)

	watched.page.on("response", note)
	watched.page.set_viewport_size(DESKTOP)
	watched.page.goto(watched.address + address)
	watched.page.wait_for_load_state("load")
	watched.page.remove_listener("response", note)
	found = {}
	for size in (DESKTOP, NARROW):
		watched.page.set_viewport_size(size)
		found[size["width"]] = violations(watched)
		watched.shot(f"portal-{name}-{size['width']}")
	assert found == {1280: [], 360: []}
	assert not ENGLISH.search(watched.text())
	assert watched.problems == [] or name in NOT_FOUND
	for size in (NARROW, ZOOMED, REFLOWED):
		watched.page.set_viewport_size(size)
		assert watched.page.evaluate(OVERFLOW) == [], size
	weight = sum(len(answer.body()) for answer in loaded if answer.request.resource_type in ("script", "stylesheet"))
	assert 0 < weight <= HEAVIEST


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_for_everybody(guest, cases, name):
	examine(guest, PUBLIC[name].format(**cases), name)


@pytest.mark.parametrize("name", OWN)
def test_an_applicants_page_is_for_everybody(applicant, cases, name):
	examine(applicant, OWN[name].format(**cases), name)


def test_every_page_is_among_those_that_are_examined():
	# The frame with a sentence: core shows them, our own pages never lead there.
	found = {page.stem for page in (APP / "gaoping_regulation/www").glob("*.html")} - {"error", "message"}
	assert found <= {name.split("-")[0] for name in (*PUBLIC, *OWN)} | {*PUBLIC, *OWN}


def test_mistakes_and_the_summary_are_told_to_everybody(applicant):
	"""What appears on the page after it was opened is examined like the page."""
	page = applicant.page
	page.set_viewport_size(DESKTOP)
	applicant.open("/apply/XT#finish", "#summary h3")
	page.locator("#actions button").click()
	page.wait_for_selector("#errors:visible")
	assert violations(applicant) == []
	page.locator("#errors a").first.click()
	assert violations(applicant) == []
	assert page.evaluate("document.activeElement.matches('#errors, [aria-invalid=true]')")


def test_the_form_is_filled_in_by_keyboard_alone(browser, server):
	"""Everything that a mouse reaches, Tab reaches, in the order of the page, visibly, and gets past it again."""
	values = samples.stall(7)
	with Watched(browser, server, "applicant") as watched:
		page = watched.page
		watched.open("/apply/XT", "#f-category")
		page.keyboard.press("Tab")
		assert page.evaluate("document.activeElement.textContent") == "跳到正文"
		page.keyboard.press("Enter")
		for _ in range(60):
			page.keyboard.press("Tab")
			if page.evaluate("document.activeElement.id") == "continue":
				break
		page.keyboard.press("Enter")
		page.wait_for_selector("#f-applicant_name", state="visible")
		reached, places = [], []
		for _ in range(200):
			page.keyboard.press("Tab")
			here = page.evaluate(FOCUSED)
			if not here["inside"]:
				break
			reached.append(here["id"])
			places.append(here["order"])
			assert here["seen"] and here["ring"], list(here.items())
			type_by_keyboard(page, here, values)
		reachable = page.evaluate(REACHABLE)
		assert [name for name in reachable if name not in reached] == []
		assert places == sorted(places)
		assert page.input_value("#f-applicant_name") == values["applicant_name"]
		assert page.input_value("#f-phone") == values["phone"]


# Where the focus is: in the main part, its place in the document, whether it is on the screen and marked.
FOCUSED = """() => {
	const node = document.activeElement, box = node.getBoundingClientRect();
	const shown = node.classList.contains("file-input") ? node.nextElementSibling : node;
	const bar = document.querySelector(".save-bar").getBoundingClientRect();
	const covered = !node.closest(".save-bar") && box.top >= bar.top && box.bottom <= bar.bottom;
	return {
		id: node.id || node.textContent.trim() || node.getAttribute("href"),
		tag: node.tagName, kind: node.type || "",
		inside: Boolean(node.closest("main")),
		order: [...document.querySelectorAll("main *")].indexOf(node),
		seen: box.bottom > 0 && box.top < window.innerHeight && !covered,
		// The parts of a date have the focus one after the other; the browser marks them itself.
		ring: ["date", "time", "datetime-local"].includes(node.type) || getComputedStyle(shown).outlineStyle !== "none" && parseFloat(getComputedStyle(shown).outlineWidth) >= 2,
	};
}"""
REACHABLE = """() => [...document.querySelectorAll("#apply-form :is(input, select, textarea, button, a[href])")]
	.filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility() && node.type !== "radio")
	.map((node) => node.id || node.textContent.trim() || node.getAttribute("href"))"""


def type_by_keyboard(page, here: dict, values: dict) -> None:
	"""Type a field's value into what has the focus, as far as it is a field with one."""
	value = values.get(str(here["id"]).removeprefix("f-"))
	if not isinstance(value, str) or not here["id"].startswith("f-"):
		return
	if here["tag"] == "TEXTAREA" or (here["tag"] == "INPUT" and here["kind"] in ("text", "tel")):
		page.keyboard.insert_text(value)
