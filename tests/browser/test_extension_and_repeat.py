"""延期 and 可能重复 as people meet them: the Desk's dialogs, the counter's form, the applicant's form on a phone."""

import pytest

from tests import samples
from tests.browser.desk import WAIT, Officer
from tests.browser.form import in_sight
from tests.browser.pages import PHONE, Watched
from tests.http.story import STALL, People, own_materials, serials

REASON = "另一摊位，经营时段不同"


@pytest.fixture(scope="module")
def people(server) -> People:
	return People(server)


@pytest.fixture
def twice(people) -> tuple[str, dict]:
	"""A submitted case's number, and the form of another of the same person and place."""
	values = samples.stall(next(serials))
	case = people.applicant.portal("save_draft", matter="XT", values=values)["case"]
	for code, (name, content) in own_materials(case).items():
		people.applicant.attach(case, code, name, content)
	return people.applicant.portal("act", case=case, action="提交")["case_no"], values


def expected(watched: Watched) -> list[str]:
	"""What went wrong beside the refusal that the test wants."""
	return [problem for problem in watched.problems if not problem.startswith("417")]


def test_an_officer_asks_and_the_leader_decides(browser, server, people):
	case = people.submitted()
	with Officer(browser, server, "reviewer") as reviewer:
		reviewer.show(case)
		reviewer.click(".gp-ask-extension")
		# The framework fills its dialogs in after it has shown them.
		reviewer.page.wait_for_function("document.querySelector('.gp-dialog [data-fieldname=days] input')?.value === '10'")
		reviewer.settle()
		reviewer.page.fill(".gp-dialog [data-fieldname=reason] textarea", "须与乡镇一同现场核查")
		reviewer.page.fill(".gp-dialog [data-fieldname=days] input", "5")
		reviewer.shot("desk-extension-ask")
		reviewer.confirm()
		reviewer.page.wait_for_selector(".gp-extension:has-text('申请延期 5 个工作日')", timeout=WAIT)
		assert reviewer.page.locator(".gp-ask-extension").count() == 0 and reviewer.problems == []
	with Officer(browser, server, "deputy_director") as leader:
		leader.inbox()
		leader.click(".gp-chip[data-state='延期待批']")
		leader.find(case)
		leader.click(f".gp-inbox a[href$='{case}']")
		leader.page.wait_for_selector(".gp-decide-extension", timeout=WAIT)
		leader.click(".gp-decide-extension")
		leader.page.wait_for_selector(".gp-dialog :text('须与乡镇一同现场核查')", timeout=WAIT)
		leader.shot("desk-extension-decide")
		leader.confirm()
		leader.page.wait_for_selector(".gp-extension", state="detached", timeout=WAIT)
		leader.tab("events")
		leader.page.wait_for_selector(".gp-events :text('批准延期')", timeout=WAIT)
		leader.shot("desk-extension-done")
		assert leader.problems == []
	assert people.reviewer.request("GET", f"/api/resource/{STALL}/{case}").json()["data"]["due_on"] > samples.day(5)


def test_the_counter_shows_the_other_case_and_takes_the_reason(browser, server, people, twice):
	number, values = twice
	case = people.acceptor.staff("casework.desk_entry.save_entry", matter="XT", values=values)["case"]
	for code, (name, content) in own_materials(case).items():
		people.acceptor.staff("casework.desk_entry.attach_material", case=case, material=code, signed=1, files={"file": (name, content)})
	with Officer(browser, server, "acceptor") as acceptor:
		acceptor.open(f"/app/counter-entry/XT/{case}", f".gp-repeats a:text-is('{number}')")
		acceptor.click(".gp-entry__foot .btn-primary")
		acceptor.page.wait_for_selector(f".gp-problem:has-text('{number}')", timeout=WAIT)
		acceptor.shot("desk-entry-repeat")
		acceptor.page.fill("#gp-repeat-reason", REASON)
		acceptor.click(".gp-entry__foot .btn-primary")
		acceptor.page.wait_for_selector(".gp-done__no", timeout=WAIT)
		assert expected(acceptor) == []
	with Officer(browser, server, "reviewer") as reviewer:
		reviewer.show(case)
		reviewer.page.wait_for_selector(f".gp-repeated:has-text('{REASON}') a:text-is('{number}')", timeout=WAIT)
		reviewer.shot("desk-case-repeat")
		assert reviewer.problems == []


def test_the_applicant_is_told_while_typing_and_asked_when_submitting(browser, server, people, twice):
	number, values = twice
	case = people.applicant.portal("save_draft", matter="XT", values=values)["case"]
	for code, (name, content) in own_materials(case).items():
		people.applicant.attach(case, code, name, content)
	with Watched(browser, server, "applicant", PHONE) as phone:
		page = phone.page
		phone.open(f"/apply/XT?case={case}", ".step-nav a[aria-current]")
		in_sight(page, "#f-trade_name").fill("春梅夜宵")
		page.locator("#repeats").get_by_text(number).wait_for()
		phone.shot("apply-repeat-told")
		page.click(".step-nav a[href='#finish']")
		page.locator("#actions button").click()
		page.locator("#f-duplicate_reason-err").get_by_text(number).wait_for()
		phone.shot("apply-repeat-asked")
		assert page.inner_text("#save-status") == "已保存，还有 1 处需要修改"
		assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
		page.fill("#f-duplicate_reason", REASON)
		page.locator("#actions button").click()
		page.wait_for_url("**/cases/*")
		assert expected(phone) == []
