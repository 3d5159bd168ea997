"""One-time codes over HTTP: signing up, logging in, a new password; what they do not open, and their limits."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.client import Refused, message_of
from tests.http.identity import Codes, adopt, new_number
from tests.http.story import PASSWORD, is_chinese, refusal
from tests.http.test_races import at_once, split

STRONG = "Chun-mei-2026!"


@pytest.fixture(scope="module")
def codes(server, connected) -> Codes:
	return Codes(server, connected)


@pytest.fixture
def settings(connected):
	"""Set a value of Regulation Settings for one test."""
	before = {}

	def write(**values):
		for field, value in values.items():
			before.setdefault(field, connected.db.get_single_value("Regulation Settings", field))
			connected.db.set_single_value("Regulation Settings", field, value)
		connected.db.commit()

	yield write
	write(**before)


def test_signed_up_without_a_password_and_logged_in_again_by_code(codes, server, stored):
	applicant = codes.sign_up("赵春梅")
	assert applicant.user.endswith("@applicant.invalid")
	assert stored.value("User", applicant.user, "mobile_no") == applicant.number
	assert stored.value("User", applicant.user, "user_type") == "Website User"
	assert stored.sql("select role from `tabHas Role` where parent = %s", applicant.user) == (("申请人",),)
	again = server.guest()
	again.portal("log_in_by_code", account=f"+86 {applicant.number[:3]}-{applicant.number[3:]}", code=codes.ask(again, applicant.number, "log_in"))
	assert adopt(again).user == applicant.user
	assert again.portal("my_cases") == []


def test_an_e_mail_address_serves_as_well(codes, stored):
	address = f"{new_number()}@mail.gaoping.cn"
	applicant = codes.sign_up("高平市春梅食品有限公司", address, STRONG)
	assert applicant.user == address and codes.sent(address)[-1]["channel"] == "电子邮件"
	assert codes.server.guest().login(address, STRONG).user == address


def test_the_password_of_a_sign_up_logs_in_by_mobile_number(codes, server):
	applicant = codes.sign_up(password=STRONG)
	again = server.guest().login(applicant.number, STRONG)
	assert again.portal("session")["user"] == applicant.user


def test_the_answer_does_not_tell_whether_there_is_an_account(codes, server):
	known, unknown = codes.sign_up().number, new_number()
	codes.frappe.cache.delete_keys("gaoping-code:again")
	for purpose in ("log_in", "reset_password"):
		answers = [server.guest().portal("send_code", account=number, purpose=purpose) for number in (known, unknown)]
		codes.frappe.cache.delete_keys("gaoping-code:again")
		assert [answer.pop("sent_to") for answer in answers] == [f"{known[:3]}****{known[-4:]}", f"{unknown[:3]}****{unknown[-4:]}"]
		assert answers[0] == answers[1]
	wrong = [refusal(server.guest().portal, "log_in_by_code", account=number, code="000000x") for number in (known, unknown)]
	assert wrong[0].text == wrong[1].text and "验证码不正确，还可以再试4次" in wrong[0].text
	# Who holds the number is told.
	code = codes.ask(server.guest(), unknown, "log_in")
	assert "还没有注册" in refusal(server.guest().portal, "log_in_by_code", account=unknown, code=code).text


def test_a_number_is_signed_up_once(codes, server, stored):
	number = codes.sign_up().number
	code = codes.ask(server.guest(), number, "sign_up")
	assert "已经注册" in refusal(server.guest().portal, "sign_up", full_name="李四", account=number, code=code).text
	assert stored.count("User", "mobile_no = %s", number) == 1


def test_twice_at_once_makes_one_account(codes, server, stored):
	number = new_number()
	code = codes.ask(server.guest(), number, "sign_up")
	call = [lambda: server.guest().portal("sign_up", full_name="赵春梅", account=number, code=code) for _ in range(4)]
	done, refused = split(at_once(call))
	assert len(done) == 1 and all(one.status == 417 and "验证码" in one.text for one in refused)
	assert stored.count("User", "mobile_no = %s", number) == 1


def test_five_wrong_tries_use_a_code_up(codes, server):
	number = codes.sign_up().number
	code = codes.ask(server.guest(), number, "log_in")
	wrong = f"{(int(code) + 1) % 10**6:06d}"
	texts = [refusal(server.guest().portal, "log_in_by_code", account=number, code=wrong).text for _ in range(5)]
	assert "还可以再试4次" in texts[0] and "次数已用完" in texts[4]
	assert "已作废" in refusal(server.guest().portal, "log_in_by_code", account=number, code=code).text
	assert "重新获取" in refusal(server.guest().portal, "log_in_by_code", account=number, code=code).text


def test_a_code_is_for_one_purpose_one_number_one_time_and_five_minutes(codes, server, connected):
	first, other = codes.sign_up().number, codes.sign_up().number
	code = codes.ask(server.guest(), first, "log_in")
	assert "重新获取" in refusal(server.guest().portal, "reset_password", account=first, code=code, password=STRONG).text
	assert "重新获取" in refusal(server.guest().portal, "log_in_by_code", account=other, code=code).text
	server.guest().portal("log_in_by_code", account=first, code=code)
	assert "重新获取" in refusal(server.guest().portal, "log_in_by_code", account=first, code=code).text
	connected.cache.delete_keys("gaoping-code:log_in")
	code = codes.ask(server.guest(), first, "log_in")
	(kept,) = connected.cache.get_keys("gaoping-code:log_in")
	assert 0 < connected.cache.ttl(kept) <= 300
	assert code.encode() not in connected.cache.get(kept) and first.encode() not in kept
	connected.cache.delete(kept)
	assert "已过期" in refusal(server.guest().portal, "log_in_by_code", account=first, code=code).text


def test_a_new_password_by_code_ends_other_sessions_and_a_lock_out(codes, server):
	applicant = codes.sign_up(password=STRONG)
	for _ in range(6):
		with pytest.raises(Refused):
			server.guest().login(applicant.number, "Wrong-guess-2026")
	assert "密码至少10位" in refusal(server.guest().portal, "reset_password", account=applicant.number, code="x", password="weak").text
	fresh = server.guest()
	code = codes.ask(fresh, applicant.number, "reset_password")
	fresh.portal("reset_password", account=applicant.number, code=code, password="New-word-2027?")
	assert adopt(fresh).user == applicant.user
	assert refusal(applicant.portal, "my_cases").status in (401, 403)
	assert server.guest().login(applicant.number, "New-word-2027?").user
	with pytest.raises(Refused):
		server.guest().login(applicant.number, STRONG)


@pytest.mark.parametrize("role", ["审查人", "业务管理员"])
def test_a_staff_account_is_not_opened_by_a_code(codes, people, server, stored, role):
	user, number = people.new_account(role), new_number()
	stored.frappe.db.set_value("User", user, "mobile_no", number)
	stored.frappe.db.commit()
	client = server.guest()
	code = codes.ask(client, number, "log_in")
	assert "工作人员账号不能用验证码登录" in refusal(client.portal, "log_in_by_code", account=number, code=code).text
	code = codes.ask(client, number, "reset_password")
	assert "由系统管理员重置" in refusal(client.portal, "reset_password", account=number, code=code, password=STRONG).text
	code = codes.ask(client, number, "sign_up")
	assert "已经注册" in refusal(client.portal, "sign_up", full_name="赵春梅", account=number, code=code).text
	assert client.portal("session")["user"] == "Guest"
	assert server.guest().login(user, PASSWORD).user == user


def test_a_disabled_account_is_not_opened_by_a_code(codes, server, stored):
	applicant = codes.sign_up()
	stored.frappe.db.set_value("User", applicant.user, "enabled", 0)
	stored.frappe.db.commit()
	code = codes.ask(server.guest(), applicant.number, "log_in")
	assert "已停用" in refusal(server.guest().portal, "log_in_by_code", account=applicant.number, code=code).text


def test_limits_go_by_number_not_by_address(codes, server):
	number = new_number()
	guest = server.guest()
	for _ in range(5):
		codes.ask(guest, number, "log_in")
	again = refusal(guest.portal, "send_code", account=number, purpose="log_in")
	assert again.status == 429 and "一分钟" in again.text
	codes.frappe.cache.delete_keys("gaoping-code:again")
	sixth = refusal(guest.portal, "send_code", account=number, purpose="sign_up")
	assert sixth.status == 429 and "一小时" in sixth.text
	for _ in range(8):
		assert codes.ask(guest, new_number(), "log_in")


def test_the_ceiling_of_a_day_holds_for_all(codes, server, settings):
	settings(code_ceiling=1)
	refused = [refusal(server.guest().portal, "send_code", account=new_number(), purpose="log_in") for _ in range(2)]
	assert refused[-1].status == 429 and "今天的验证码已经发完" in refused[-1].text


@pytest.mark.parametrize(
	"account", ["", "1380000000", "23800000000", "١٣٨٠٠٠٠٠٠٠٠", "Administrator", "a@applicant.invalid", "x@idp.local", "reviewer@gaoping.local", "a@b.cn,c@d.cn", "a@b.cn\nBcc: c@d.cn", "<script>@x.cn", "a" * 200 + "@b.cn"]
)
def test_an_address_that_is_none_is_refused_in_chinese(server, account):
	refused = refusal(server.guest().portal, "send_code", account=account, purpose="sign_up")
	assert refused.status in (400, 417) and is_chinese(refused.text)


def test_an_unknown_purpose_is_refused(server):
	assert "请从注册、登录" in refusal(server.guest().portal, "send_code", account=new_number(), purpose="x").text


def test_a_channel_that_is_off_says_so_and_costs_no_waiting(server, settings):
	settings(sms_channel="不启用")
	number = new_number()
	for _ in range(2):
		refused = refusal(server.guest().portal, "send_code", account=number, purpose="log_in")
		assert refused.status == 417 and "短信渠道没有启用" in refused.text


class Gateway(BaseHTTPRequestHandler):
	def do_POST(self):
		body = self.rfile.read(int(self.headers["Content-Length"]))
		self.server.taken.append((self.headers["Authorization"], json.loads(body)))
		self.send_response(self.server.answer)
		self.send_header("Location", "/elsewhere")
		self.end_headers()

	def log_message(self, *_):
		"""The test's output is its own."""


@pytest.fixture
def gateway():
	server = HTTPServer(("127.0.0.1", 0), Gateway)
	server.taken, server.answer = [], 200
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


def test_the_http_gateway_takes_the_message_or_the_refusal_is_told(server, settings, gateway):
	settings(sms_channel="HTTP接口", sms_url=f"http://127.0.0.1:{gateway.server_port}/send", sms_signature="高平市场监管")
	number = new_number()
	server.guest().portal("send_code", account=number, purpose="log_in")
	(_key, body), = gateway.taken
	assert (body["mobile"], body["signature"]) == (number, "高平市场监管") and "用于登录" in body["content"]
	for answer in (500, 302):
		gateway.answer = answer
		refused = refusal(server.guest().portal, "send_code", account=new_number(), purpose="log_in")
		assert refused.status == 417 and f"应答 {answer}" in refused.text
	assert len(gateway.taken) == 3
	settings(sms_url="http://127.0.0.1:9/")
	assert "连接不上" in refusal(server.guest().portal, "send_code", account=new_number(), purpose="log_in").text


@pytest.mark.parametrize("who", ["business_admin", "reviewer"])
def test_only_a_system_manager_sets_the_channel(people, stored, who):
	path = "/api/resource/Regulation Settings/Regulation Settings"
	getattr(people, who).request("PUT", path, json={"sms_url": "https://evil.example/", "sms_channel": "HTTP接口"})
	rows = stored.sql("select value from tabSingles where doctype = 'Regulation Settings' and field = 'sms_url'")
	assert all("evil" not in str(value) for (value,) in rows)


def test_a_gateway_without_an_address_is_not_saved(people):
	path = "/api/resource/Regulation Settings/Regulation Settings"
	answer = people.Administrator.request("PUT", path, json={"sms_channel": "HTTP接口", "sms_url": "ftp://x"})
	assert answer.status_code == 417 and "短信接口地址" in message_of(answer)
