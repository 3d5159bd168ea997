"""Logging in: what a wrong password says, the lock of an account, the cookie, where it leads."""

import pytest

from tests.client import Refused
from tests.http.story import PASSWORD, message_of

WRONG = "用户名或密码不正确，请重新输入。"


def attempt(client, user, password):
	return client.request("POST", "/api/method/login", data={"usr": user, "pwd": password})


@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*"])
def test_a_wrong_password_and_an_unknown_account_read_alike(server, people, accept):
	user = people.new_account()
	answers = []
	for name in (user, "nobody@gaoping.local", "Guest", "x" * 5000, "😀", "a\0b", "' or 1=1 --"):
		client = server.guest()
		data = {"usr": name, "pwd": "wrong"}
		answers.append(client.request("POST", "/api/method/login", data=data, headers={"Accept": accept}))
		assert client.portal("session")["user"] == "Guest"
	assert {answer.status_code for answer in answers} == {401}
	assert len({answer.json()["message"] for answer in answers}) == 1
	assert answers[0].json()["message"].startswith(WRONG)


@pytest.mark.parametrize("given", [{}, {"usr": "x"}, {"pwd": "x"}, {"usr": "", "pwd": ""}])
@pytest.mark.parametrize("path", ["/api/method/login", "/", "/login"])
def test_an_empty_log_in_says_what_is_missing(guest, path, given):
	response = guest.request("POST", path, data={"cmd": "login", **given})
	assert response.status_code == 401
	assert response.json()["message"] == "请输入用户名和密码。"


@pytest.mark.parametrize("value", [["a"], {"a": 1}, 5, True, None])
def test_a_log_in_that_is_no_text_is_refused(guest, value):
	for given in ({"usr": value, "pwd": "x"}, {"usr": "x", "pwd": value}):
		response = guest.request("POST", "/api/method/login", json=given)
		assert response.status_code == 401
		assert response.json()["message"] in ("请输入用户名和密码。", response.json()["message"])


@pytest.fixture
def locked(server, people):
	"""An account with five wrong passwords."""
	user = people.new_account()
	for _ in range(5):
		assert attempt(server.guest(), user, "wrong").status_code == 401
	return user


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(server, locked):
	response = attempt(server.guest(), locked, PASSWORD)
	assert response.status_code >= 400
	assert "锁定" in message_of(response)


def test_a_locked_account_locks_nobody_else_at_the_same_address(server, people, locked):
	assert attempt(server.guest(), locked, "wrong").status_code >= 400
	neighbour = people.newcomer()
	assert neighbour.portal("session")["user"] == neighbour.user


def test_four_wrong_passwords_lock_nothing_and_a_right_one_starts_anew(server, people):
	user = people.new_account()
	for _ in range(2):
		for _ in range(4):
			assert attempt(server.guest(), user, "wrong").status_code == 401
		assert attempt(server.guest(), user, PASSWORD).status_code == 200


def test_the_session_cookie_is_for_this_site_and_not_for_scripts(server, people):
	response = attempt(server.guest(), people.new_account(), PASSWORD)
	cookies = {line.split("=", 1)[0].strip(): line for line in response.raw.headers.getlist("Set-Cookie")}
	assert "HttpOnly" in cookies["sid"]
	assert all("SameSite=Lax" in line or "SameSite=Strict" in line for line in cookies.values())
	assert "Domain=" not in cookies["sid"]


def test_logging_out_ends_the_session_on_the_server(people):
	client = people.newcomer()
	sid = client.http.cookies["sid"]
	assert client.request("POST", "/api/method/logout").status_code == 200
	client.http.cookies.set("sid", sid)
	assert client.portal("session")["user"] == "Guest"


def test_a_new_log_in_gets_a_new_session(server, people):
	user = people.new_account()
	client = server.guest().login(user, PASSWORD)
	first = client.http.cookies["sid"]
	assert client.login(user, PASSWORD).http.cookies["sid"] != first


@pytest.mark.parametrize(
	"target",
	["//evil.example", "https://evil.example/x", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/\n/evil.example"],
)
def test_log_in_leads_nowhere_but_this_site(people, guest, target):
	page = guest.request("GET", "/login", params={"redirect-to": target})
	assert page.status_code == 200
	assert "evil.example" not in page.text and "javascript:alert" not in page.text
	response = people.applicant.request("GET", "/login", params={"redirect-to": target})
	assert response.status_code in (301, 302)
	assert response.headers["Location"] in ("/cases", "http://127.0.0.1/cases")


def test_log_in_leads_back_to_a_page_of_this_site(people):
	response = people.applicant.request("GET", "/login", params={"redirect-to": "/apply/XT?x=1"})
	assert response.headers["Location"].endswith("/apply/XT?x=1")


def test_a_page_for_members_sends_a_guest_to_log_in_and_back(guest):
	response = guest.request("GET", "/cases/x")
	assert response.status_code in (301, 302)
	assert response.headers["Location"].endswith("/login?redirect-to=/cases/x")


def test_a_disabled_account_cannot_log_in(server, people, stored):
	user = people.new_account()
	# Core's own form refuses it on a site whose only system manager is Administrator.
	stored.frappe.db.set_value("User", user, "enabled", 0)
	stored.frappe.db.commit()
	response = attempt(server.guest(), user, PASSWORD)
	assert response.status_code == 401
	assert "停用" in message_of(response)


def test_signing_up_and_resetting_by_the_frameworks_methods_are_closed(guest, stored):
	with stored.as_many("User"):
		for method in ("sign_up", "reset_password", "update_password"):
			try:
				guest.call(f"frappe.core.doctype.user.user.{method}", email="x@y.cn", full_name="x", redirect_to="", user="x")
			except Refused as refused:
				assert refused.status == 403
