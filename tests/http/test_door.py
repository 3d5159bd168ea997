"""The door before the framework: broken requests are refused in Chinese, forged ones change nothing, none is a 500."""

import json
import time

import pytest

from tests.client import PORTAL
from tests.http.raw import raw
from tests.http.story import is_chinese, message_of

TRACK = f"/api/method/{PORTAL}track"
SESSION = f"/api/method/{PORTAL}session"
JSON = {"Content-Type": "application/json"}
NO_OBJECT = "请求内容不是正确的 JSON 对象，请检查后重新提交。"
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
	"body",
	[
		b"{",
		b"[]",
		b'["case_no"]',
		b'"text"',
		b"null",
		b"12",
		b"{'a': 1}",
		b'{"a": NaN}',
		b'{"a": Infinity}',
		b'{"a": "\\ud800"}',
		b'{"a": "\xff"}',
		b'{"a":' + b"[" * 100_000,
	],
	ids=lambda body: repr(body[:20]),
)
@pytest.mark.parametrize("path", [TRACK, "/api/method/login", "/api/resource/User", "/", "/api/method/frappe.client.insert"])
def test_a_body_that_is_no_json_object_is_a_chinese_400(guest, path, body):
	response = guest.request("POST", path, data=body, headers=JSON)
	assert response.status_code == 400
	assert response.json()["message"] == NO_OBJECT


@pytest.mark.parametrize("megabytes", [26, 40])
@pytest.mark.parametrize("path", [TRACK, f"/api/method/{PORTAL}attach", "/api/method/upload_file", "/"])
def test_more_than_25_mb_is_a_chinese_413(people, path, megabytes):
	files = {"file": ("scan.pdf", b"%PDF-1.4" + b"x" * megabytes * MEGABYTE)}
	response = people.applicant.request("POST", path, files=files)
	assert response.status_code == 413
	assert response.json()["message"] == "上传内容超过 25 MB，请压缩后再上传。"


@pytest.mark.parametrize("length", ["99999999999", "27000000"])
def test_a_length_beyond_the_limit_is_refused_before_the_body_is_sent(server, length):
	status, answer = raw(server.address, f"POST {TRACK} HTTP/1.1", f"Content-Length: {length}")
	assert status == 413 and "上传内容超过 25 MB" in answer


@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "5, 5"])
def test_a_length_that_is_no_number_is_refused(server, length):
	status, _answer = raw(server.address, f"POST {TRACK} HTTP/1.1", f"Content-Length: {length}", body=b"{}")
	assert status == 400


def test_a_body_without_length_is_refused(server):
	status, answer = raw(
		server.address,
		f"POST {TRACK} HTTP/1.1",
		"Transfer-Encoding: chunked",
		"Content-Type: application/json",
		body=b"1\r\n{\r\n0\r\n\r\n",
	)
	assert status == 411 and "请求没有写明长度" in answer


@pytest.mark.parametrize("query", ["sid=x", "a=1&sid=x", "sid=", "s%69d=x", "%73id=x", "sid=Guest&sid=x"])
def test_a_session_in_the_address_is_refused(server, people, query):
	sid = people.applicant.http.cookies["sid"]
	status, answer = raw(server.address, f"GET {SESSION}?{query.replace('=x', '=' + sid)} HTTP/1.1")
	assert status == 400 and "请求地址中不得携带会话标识。" in answer
	assert "applicant@" not in answer


@pytest.mark.parametrize(
	"headers",
	[
		{"X-Frappe-Site-Name": "gaoping.localhost"},
		{"X-Frappe-Site-Name": "../../etc"},
		{"X-Frappe-Site-Name": "test-gw1.localhost"},
		{"Host": "gaoping.localhost"},
		{"Host": "evil.example"},
		{"X-Forwarded-Host": "evil.example"},
		{"Forwarded": "host=evil.example"},
	],
	ids=str,
)
def test_no_header_chooses_the_site_or_its_address(people, guest, headers):
	sid = people.applicant.http.cookies["sid"]
	response = guest.request("GET", SESSION, headers={**headers, "Cookie": f"sid={sid}"})
	assert response.json()["message"]["user"] == people.applicant.user, "another site does not know this session"
	page = guest.request("GET", "/", headers=headers)
	assert page.status_code == 200 and "evil.example" not in page.text


@pytest.fixture
def nearly_used_up(connected):
	"""The complaints of this address in this hour, all but one."""
	key = connected.cache.make_key(f"gaoping-rate:complain:127.0.0.1:{int(time.time()) // 3600}")
	connected.cache.set(key, 119, ex=3600)
	yield
	connected.cache.delete(key)


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Remote-Addr", "X-Real-IP", "Forwarded", "Client-IP", "X-Client-IP"])
def test_a_forged_address_does_not_escape_the_rate(guest, stored, nearly_used_up, name):
	assert guest.portal("complain", content="第 120 件")["receipt"]
	with stored.as_many("Complaint"):
		for number in range(3):
			headers = {name: f"for=10.9.8.{number}" if name == "Forwarded" else f"10.9.8.{number}"}
			response = guest.request("POST", f"/api/method/{PORTAL}complain", data={"content": "第 121 件"}, headers=headers)
			assert response.status_code == 429
			assert "操作过于频繁，请一小时后再试" in message_of(response)


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Remote-Addr", "X-Real-IP"])
def test_a_forged_address_appears_nowhere(server, people, stored, name):
	user = people.new_account()
	client = server.guest()
	for password in ("wrong", "Xt-7391-stalls-of-Gaoping"):
		client.request("POST", "/api/method/login", data={"usr": user, "pwd": password}, headers={name: "6.6.6.6"})
	assert stored.value("User", user, "last_ip") == "127.0.0.1"
	for table in ("Sessions", "Activity Log"):
		rows = stored.sql(f"select * from `tab{table}` where user = %s", user)
		assert rows and "6.6.6.6" not in str(rows), table


@pytest.mark.parametrize("language", ["en", "fr-FR", "../../x", "zh-TW"])
def test_guests_read_chinese_whatever_their_browser_asks_for(guest, language):
	headers = {"Accept-Language": language, "Cookie": f"preferred_language={language}"}
	for path in (f"/api/method/{PORTAL}case?case=x", "/api/resource/User", f"/api/method/{PORTAL}matter"):
		response = guest.request("GET", path, headers=headers)
		assert response.status_code in (400, 403)
		assert is_chinese(message_of(response))
	assert "网上办事" in guest.request("GET", "/", headers=headers).text


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO"])
def test_every_verb_on_every_kind_of_path_is_answered(guest, people, verb):
	for client in (guest, people.applicant):
		for path in ("/", "/login", "/cases", SESSION, "/api/resource/User", "/private/files/x", "/socket.io/?EIO=4", "/x"):
			assert client.request(verb, path).status_code < 500, path


@pytest.mark.parametrize("field", ["fn", "method", "self", "args", "kwargs", "cmd", "doctype", "_", "data", "csrf_token", "lang"])
def test_arguments_that_the_framework_uses_itself_do_no_harm(guest, field):
	for verb, kind in (("GET", "params"), ("POST", "data"), ("POST", "json")):
		response = guest.request(verb, SESSION if verb == "GET" else TRACK, **{kind: {field: "x"}})
		assert response.status_code < 500, (verb, kind)


def test_missing_arguments_of_the_staff_api_are_a_400_that_names_them(people, stored, frozen_case):
	calls = {
		"gaoping_regulation.casework.api.reveal": "case",
		"gaoping_regulation.casework.api.enter_for": "matter",
		"gaoping_regulation.risk_control.api.checklist": "case",
		"gaoping_regulation.risk_control.api.sign_checklist": "checklist",
		"frappe.model.workflow.apply_workflow": "doc",
	}
	for method, argument in calls.items():
		response = people.reviewer.request("POST", f"/api/method/{method}", json={})
		assert response.status_code == 400, method
		assert message_of(response) == f"缺少参数 {argument}。"


def test_a_socket_is_told_that_there_is_none(guest):
	response = guest.request("GET", "/socket.io/?EIO=4&transport=polling")
	assert response.status_code == 404
	assert json.loads(response.text)["message"] == "本系统未启用实时推送。"
