"""A change needs the session's token, whoever is logged in; other sites cannot act in a browser's name."""

import pytest

from tests.client import PORTAL
from tests.http.story import STALL, is_chinese, message_of

TOKEN = "X-Frappe-CSRF-Token"
WRONG = (None, "", "x", "0" * 56)
ROLES = ("applicant", "reviewer", "Administrator")


def portal_changes(case: str) -> dict[str, dict]:
	"""{method: arguments} of all that changes something on the portal."""
	return {
		"save_draft": {"matter": "XT", "values": "{}"},
		"attach": {"case": case, "material": "id_copy", "signed": "0"},
		"act": {"case": case, "action": "撤回", "reason": "不办了"},
		"rate": {"case": case, "grade": "5"},
		"complain": {"content": "内容"},
	}


def with_token(client, token: str | None) -> dict:
	return {TOKEN: token} if token is not None else {TOKEN: None}


@pytest.mark.parametrize("token", WRONG)
@pytest.mark.parametrize("method", portal_changes(""))
def test_the_portal_takes_no_change_without_the_sessions_token(people, stored, frozen_case, method, token):
	with stored.unchanged(frozen_case), stored.as_many(STALL, "Complaint"):
		response = people.applicant.request(
			"POST",
			f"/api/method/{PORTAL}{method}",
			data=portal_changes(frozen_case)[method],
			headers=with_token(people.applicant, token),
		)
		assert response.status_code in (400, 403)
		assert response.json()["exc_type"] in ("CSRFTokenError", "TokenMissing")
		assert is_chinese(message_of(response))


@pytest.mark.parametrize("token", WRONG)
@pytest.mark.parametrize("who", ["reviewer", "Administrator"])
def test_the_framework_takes_no_change_without_the_sessions_token(people, stored, frozen_case, who, token):
	client = getattr(people, who)
	path = f"/api/resource/{STALL}/{frozen_case}"
	attempts = [
		("PUT", path, {"json": {"trade_name": "改名"}}),
		("DELETE", path, {}),
		("POST", "/api/resource/ToDo", {"json": {"description": "x"}}),
		("POST", "/api/method/frappe.client.insert", {"data": {"doc": '{"doctype": "ToDo", "description": "x"}'}}),
		("POST", "/?cmd=frappe.client.insert", {"data": {"doc": '{"doctype": "ToDo", "description": "x"}'}}),
		("POST", "/api/method/logout", {}),
	]
	with stored.unchanged(frozen_case), stored.as_many("ToDo", STALL):
		for verb, address, options in attempts:
			response = client.request(verb, address, headers=with_token(client, token), **options)
			assert response.status_code in (400, 403), address
			assert "请求无效" in response.text or is_chinese(message_of(response))
	assert client.portal("session")["user"] != "Guest"


@pytest.mark.parametrize("who", ROLES)
def test_a_token_is_there_right_after_log_in_without_any_page(server, stored, who):
	account = server.accounts[who]
	client = server.guest()
	answer = client.request("POST", "/api/method/login", data={"usr": account["user"], "pwd": account["password"]})
	assert answer.status_code == 200
	with stored.as_many("ToDo", "Complaint", STALL):
		for path in ("/api/resource/ToDo", f"/api/method/{PORTAL}save_draft", f"/api/method/{PORTAL}complain"):
			response = client.request("POST", path, data={"matter": "XT", "values": "{}", "content": "x", "description": "x"})
			assert response.status_code in (400, 403), path
	assert len(client.portal("session")["csrf_token"]) >= 40


def test_an_authorization_header_beside_a_cookie_does_not_stand_for_the_token(people, stored, frozen_case):
	"""A link http://a:b@host/ makes a browser send one."""
	with stored.unchanged(frozen_case):
		for header in ("Basic YTpi", "Bearer x", "token a"):
			response = people.applicant.request(
				"POST",
				f"/api/method/{PORTAL}act",
				data=portal_changes(frozen_case)["act"],
				headers={"Authorization": header, TOKEN: None},
			)
			assert response.status_code in (400, 401, 403)


def test_the_token_of_another_session_does_not_serve(people, stored, frozen_case):
	token = people.applicant2.portal("session")["csrf_token"]
	with stored.unchanged(frozen_case):
		response = people.applicant.request(
			"POST", f"/api/method/{PORTAL}act", data=portal_changes(frozen_case)["act"], headers={TOKEN: token}
		)
		assert response.status_code in (400, 403)


def test_a_guest_needs_no_token_to_complain_or_track(guest):
	assert guest.portal("complain", content="窗口排队时间长")["receipt"].startswith("TS")
	assert guest.portal("session")["csrf_token"] == ""


@pytest.mark.parametrize("way", ["query", "form", "json"])
def test_a_session_is_never_taken_from_an_argument(people, server, way):
	"""Else a link could put an attacker's session into somebody's browser, or a leaked id be used."""
	sid = people.applicant.http.cookies["sid"]
	client = server.guest()
	options = {"query": {"params": {"sid": sid}}, "form": {"data": {"sid": sid}}, "json": {"json": {"sid": sid}}}[way]
	verb = "POST" if way == "form" else "GET"
	method = "track" if way == "form" else "session"
	response = client.request(verb, f"/api/method/{PORTAL}{method}", **options)
	assert response.status_code in (200, 400)
	assert client.http.cookies.get("sid", "Guest") == "Guest"
	assert "applicant@" not in response.text
