"""Nobody meets English at the Desk: the screens of each role, with their menus, filters, dialogs and hints."""

import json

import pytest

from tests.browser.pages import Watched
from tests.browser.wording import english
from tests.http.story import People
from tests.http.verifications import Verifications

WAIT = 30000
STALL, VERIFICATION = "/app/small-food-stall-filing", "/app/instrument-verification"
FORM = ".form-layout:visible"
LIST = ".frappe-list:visible"
REPORT = ".dt-scrollable:visible"


@pytest.fixture(scope="module")
def cases(server) -> dict[str, str]:
	"""A case in each state that a role acts on, and the record of a verification."""
	people = People(server)
	verifications = Verifications(people)
	tested = verifications.accepted()
	found = {"waiting": people.submitted(), "examined": people.examined(), "decided": people.decided(), "tested": tested}
	return {**found, "record": verifications.records(tested)[0]}


class Walk(Watched):
	"""An account's way through the Desk; what it reads in English is kept by screen."""

	def __init__(self, browser, server, account: str):
		super().__init__(browser, server, account)
		self.found: dict[str, list[str]] = {}
		self.known: set[str] = set()
		self.open("/app", ".layout-main-section:visible")
		self.read("workspace")

	def read(self, screen: str) -> None:
		"""Note the English texts that no earlier screen had."""
		texts = [text for text in english(self) if text not in self.known]
		self.known.update(texts)
		if texts:
			self.found[screen] = texts
			self.shot(f"english-{screen.strip('/').replace('/', '-')}"[:80])

	def go(self, path: str, ready: str) -> None:
		"""To another screen by the Desk's own way, and read it."""
		self.page.evaluate("path => frappe.set_route(path)", path)
		self.page.wait_for_function("path => decodeURIComponent(location.pathname) === path", arg=path.split("?")[0], timeout=WAIT)
		self.page.wait_for_selector(ready, timeout=WAIT)
		self.settle(quiet=0.2)
		self.read(path)

	def press(self, selector: str, ready: str) -> None:
		"""Open what a click opens, read it, and close it."""
		self.page.locator(selector).first.click()
		self.page.wait_for_selector(ready, timeout=WAIT)
		self.settle(quiet=0.2)
		self.read(selector)
		self.page.keyboard.press("Escape")

	def act(self, case: str, action: str) -> None:
		self.go(case, ".gp-action")
		self.press(f".gp-action[data-action='{action}']", ".gp-dialog .modal-footer .btn-primary:visible")

	def search(self, text: str) -> None:
		self.page.fill("#navbar-search", text)
		self.page.wait_for_selector("#navbar-search ~ ul li, .search-bar ul li")
		self.read("search")
		self.page.fill("#navbar-search", "")

	def filters(self) -> None:
		self.press(".filter-selector:visible .filter-button", ".filter-popover")
		self.press(".sort-selector:visible .sort-selector-button", ".sort-selector .dropdown-menu.show")


def acceptor(walk: Walk, cases: dict) -> None:
	walk.go("/app/prize-promotion-filing", LIST)
	walk.filters()
	walk.go("/app/counter-entry/XT", ".gp-entry__form")
	walk.search("办件")


def reviewer(walk: Walk, cases: dict) -> None:
	walk.go(STALL, ".list-row:visible")
	walk.filters()
	walk.act(f"{STALL}/{cases['waiting']}", "要求补正")
	walk.go(f"/app/user-profile/{walk.page.evaluate('frappe.session.user')}", ".user-profile-sidebar")


def approver(walk: Walk, cases: dict) -> None:
	walk.act(f"{STALL}/{cases['examined']}", "准予备案")
	walk.go(f"/app/print/Small Food Stall Filing/{cases['examined']}", ".print-preview-wrapper:visible")
	walk.go(f"/app/user/{walk.page.evaluate('frappe.session.user')}", FORM)


def deliverer(walk: Walk, cases: dict) -> None:
	walk.act(f"{STALL}/{cases['decided']}", "送达")
	walk.go(f"{STALL}/view/report", REPORT)
	walk.go("/app/issued-document", LIST)


def division_head(walk: Walk, cases: dict) -> None:
	# A chart that is left before it is drawn throws.
	walk.go("/app/监督工作台", ".dashboard-widget-box svg.frappe-chart")
	walk.go("/app/query-report/Overdue Cases", ".page-form:visible")
	walk.go("/app/risk-heatmap", ".gp-heat__table")
	walk.go("/app/stage-checklist", LIST)


def lab_acceptor(walk: Walk, cases: dict) -> None:
	walk.go(VERIFICATION, LIST)
	walk.go("/app/instrument-register", LIST)


def verifier(walk: Walk, cases: dict) -> None:
	walk.go(f"{VERIFICATION}/{cases['tested']}", ".gp-work__state")
	walk.go(f"/app/verification-record/{cases['record']}", FORM)


def checker(walk: Walk, cases: dict) -> None:
	walk.go("/app/verification-record", LIST)
	walk.filters()


def lab_head(walk: Walk, cases: dict) -> None:
	walk.go("/app/measurement-standard", LIST)
	walk.go("/app/verification-officer", LIST)


def signatory(walk: Walk, cases: dict) -> None:
	walk.go(VERIFICATION, LIST)


def lab_deliverer(walk: Walk, cases: dict) -> None:
	walk.go("/app/issued-document", LIST)


def inspector(walk: Walk, cases: dict) -> None:
	walk.go("/app/risk-alert", LIST)
	walk.filters()
	walk.go("/app/case-event", LIST)
	walk.go("/app/query-report/Officer Workload", ".page-form:visible")
	walk.go("/app/risk-points", ".gp-points__table")


def business_admin(walk: Walk, cases: dict) -> None:
	walk.go("/app/administrative-matter/XT", FORM)
	walk.go("/app/configuration-draft", LIST)
	walk.go("/app/officers", ".layout-main-section:visible")
	walk.go("/app/workflow/食品小摊点备案", FORM)
	walk.go("/app/user", LIST)
	walk.search("事项")


ROLES = (acceptor, reviewer, approver, deliverer, division_head, lab_acceptor, verifier, checker, lab_head, signatory)
ROLES += (lab_deliverer, inspector, business_admin)


@pytest.mark.parametrize("role", ROLES, ids=[role.__name__ for role in ROLES])
def test_a_role_reads_no_english(browser, server, cases, role):
	with Walk(browser, server, role.__name__) as walk:
		role(walk, cases)
		assert not walk.found, json.dumps(walk.found, ensure_ascii=False, indent=1)
