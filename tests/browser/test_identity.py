"""How an applicant logs in, in the browser: 企业电子营业执照 through a real provider's page, its link, a new mobile number."""

import re

import pytest
import requests

from tests.browser.axe import violations
from tests.browser.pages import DESKTOP, Watched
from tests.http.identity import TITLE, Codes, Provider, new_number, offered
from tests.http.story import People

NARROW = {"width": 360, "height": 740}
COMPANY = "高平市晋城路早点有限公司"


@pytest.fixture(scope="module")
def codes(server, connected) -> Codes:
	return Codes(server, connected)


@pytest.fixture(scope="module")
def idp(server, connected):
	"""A provider that sends the browser back to the site's own address, with the port on which it is served here."""
	from frappe.installer import update_site_config

	provider = Provider()
	before = connected.conf.host_name
	update_site_config("host_name", server.address)
	with offered(People(server).Administrator, provider):
		yield provider
	update_site_config("host_name", before)
	provider.close()


@pytest.fixture
def visitor(browser, server):
	with Watched(browser, server) as watched:
		# The provider's page asks the internet for its style.
		watched.page.route("https://**", lambda route: route.abort())
		yield watched


def known(idp: Provider, sub: str, **claims) -> str:
	"""Somebody whom the provider knows, by what it says of him."""
	requests.put(f"{idp.issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()
	return sub


def at_provider(page, sub: str, button: str = "Authorize") -> None:
	"""On the provider's own page: log in as `sub`, or turn back."""
	page.wait_for_url(re.compile("/oauth2/authorize"))
	page.fill("[name=sub]", sub)
	page.get_by_role("button", name=button, exact=True).click()


def log_in(watched, sub: str, target: str = "**/cases") -> None:
	watched.open("/login", "h1")
	watched.page.get_by_role("button", name=f"{TITLE}登录").click()
	at_provider(watched.page, sub)
	watched.page.wait_for_url(target)


def user_of(page) -> str:
	return page.evaluate("portal.http.get('session').then((now) => now.user)")


def entered(watched, client) -> None:
	"""The browser takes over a session."""
	watched.context.add_cookies([{"name": "sid", "value": client.http.cookies["sid"], "url": watched.address}])


def looks_right(watched, name: str) -> None:
	"""At a desktop's and a phone's width: nothing wider than the screen, no violation."""
	for size in (DESKTOP, NARROW):
		watched.page.set_viewport_size(size)
		watched.page.locator("#safety").scroll_into_view_if_needed()
		watched.shot(f"portal-{name}-{size['width']}")
		assert violations(watched) == []
		assert watched.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
	watched.page.set_viewport_size(DESKTOP)


def test_a_company_logs_in_by_its_licence_and_comes_back_to_its_account(visitor, browser, server, idp):
	page = visitor.page
	known(idp, "licence", name=COMPANY, uscc="91350100M000100Y43")
	visitor.open("/login", "h1")
	page.get_by_role("button", name=f"{TITLE}登录").click()
	at_provider(page, "licence", "Deny")
	page.locator("#idp-error").get_by_text("取消了登录").wait_for()
	page.get_by_role("link", name="返回登录页").click()
	log_in(visitor, "licence")
	assert COMPANY in visitor.text()
	visitor.open("/account", "#safety")
	assert f"已由{TITLE}核验" in visitor.text() and "还没有登记手机号" in visitor.text()
	user = user_of(page)
	with Watched(browser, server) as again:
		again.page.route("https://**", lambda route: route.abort())
		log_in(again, "licence")
		assert user_of(again.page) == user and again.problems == []
	assert visitor.problems == []


def test_a_licence_is_linked_to_an_account_and_unlinked(visitor, codes, idp):
	page = visitor.page
	applicant, licence = codes.sign_up("赵春梅"), known(idp, "to-be-linked")
	entered(visitor, applicant)
	visitor.open("/account", "#safety")
	page.get_by_role("button", name=f"绑定{TITLE}").click()
	at_provider(page, licence)
	page.get_by_text(f"已绑定{TITLE}").wait_for()
	assert page.url.endswith("/account")
	looks_right(visitor, "account-linked")
	page.locator("[data-logout]").first.click()
	page.wait_for_url(f"{visitor.address}/")
	log_in(visitor, licence)
	assert user_of(page) == applicant.user
	visitor.open("/account", "#safety")
	page.get_by_role("button", name="解除绑定").click()
	page.locator("dialog[open]").get_by_role("button", name="确定").click()
	page.get_by_text("已解除绑定。").wait_for()
	assert page.get_by_role("button", name="解除绑定").count() == 0 and visitor.problems == []


def test_one_that_another_account_has_is_refused_on_the_page(visitor, codes, idp):
	page = visitor.page
	licence = known(idp, "of-somebody-else")
	log_in(visitor, licence)
	visitor.context.clear_cookies()
	entered(visitor, codes.sign_up("李秋生"))
	visitor.open("/account", "#safety")
	page.get_by_role("button", name=f"绑定{TITLE}").click()
	at_provider(page, licence)
	page.locator("#idp-error").get_by_text("已经绑定另一个账号").wait_for()
	visitor.shot("portal-idp-refused")
	page.get_by_role("link", name="返回我的账号").click()
	page.wait_for_url("**/account")


def test_a_new_mobile_number_by_code(visitor, codes):
	page = visitor.page
	applicant, number = codes.sign_up("王小满"), new_number()
	entered(visitor, applicant)
	visitor.open("/account", "#safety")
	assert f"{applicant.number[:3]}****{applicant.number[-4:]}" in visitor.text()
	page.locator("summary", has_text="更换手机号").click()
	page.get_by_role("button", name="确定更换").click()
	page.locator("#number-error").get_by_text("请填写新手机号").wait_for()
	page.fill("#account", number)
	page.get_by_role("button", name="获取验证码").click()
	page.locator("[data-code-status]").get_by_text("已发往").wait_for()
	looks_right(visitor, "account-number")
	page.fill("#code", codes.latest(number))
	page.get_by_role("button", name="确定更换").click()
	page.get_by_text("手机号已登记").wait_for()
	assert f"{number[:3]}****{number[-4:]}" in visitor.text()
	assert "已改为" in codes.sent(applicant.number)[-1]["text"] and visitor.problems == []
