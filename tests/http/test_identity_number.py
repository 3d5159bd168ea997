"""An account's mobile number is changed over HTTP: the new one proved by a code, the old one told, each of one account."""

import pytest

from tests.http.identity import Codes, adopt, new_number
from tests.http.story import is_chinese, refusal


@pytest.fixture(scope="module")
def codes(server, connected) -> Codes:
	return Codes(server, connected)


def changed(codes: Codes, client, number: str) -> dict:
	return client.portal("change_number", account=number, code=codes.ask(client, number, "change_number"))


def test_the_new_number_logs_in_and_the_old_one_is_told(codes, server, stored):
	applicant, new = codes.sign_up(), new_number()
	old = applicant.number
	assert changed(codes, applicant, new) == {"number": f"{new[:3]}****{new[-4:]}"}
	assert stored.value("User", applicant.user, "mobile_no") == new
	told = codes.sent(old)[-1]["text"]
	assert f"已改为{new[:3]}****{new[-4:]}" in told and new not in told
	again = server.guest()
	again.portal("log_in_by_code", account=new, code=codes.ask(again, new, "log_in"))
	assert adopt(again).user == applicant.user
	code = codes.ask(server.guest(), old, "log_in")
	assert "还没有注册" in refusal(server.guest().portal, "log_in_by_code", account=old, code=code).text
	(trail,) = stored.sql("select content from `tabCase Event` where kind = '更换手机号' and actor = %s", applicant.user)
	assert "已发送" in trail[0] and new not in trail[0] and old not in trail[0]


def test_an_account_by_e_mail_gets_its_first_number(codes, stored):
	address = f"{new_number()}@mail.gaoping.cn"
	applicant, number = codes.sign_up(to=address), new_number()
	changed(codes, applicant, number)
	assert stored.value("User", applicant.user, "mobile_no") == number
	assert "登记的手机号已改为" in codes.sent(address)[-1]["text"]


def test_a_number_belongs_to_one_account(codes, stored):
	applicant, other = codes.sign_up(), codes.sign_up()
	refused = refusal(changed, codes, applicant, other.number)
	assert refused.status == 417 and "已经用于另一个账号" in refused.text
	assert stored.value("User", applicant.user, "mobile_no") == applicant.number
	assert stored.value("User", other.user, "mobile_no") == other.number


def test_what_does_not_prove_a_new_number_changes_nothing(codes, stored):
	applicant, new = codes.sign_up(), new_number()
	change = lambda account, code="000000": refusal(applicant.portal, "change_number", account=account, code=code).text  # noqa: E731
	assert "还没有获取" in change(new)
	assert "还没有获取" in change(new, codes.ask(applicant, new, "log_in")), "a code to log in"
	code = codes.ask(applicant, new, "change_number")
	assert "验证码不正确" in change(new, f"{(int(code) + 1) % 10**6:06d}")
	assert "还没有获取" in change(new_number(), code), "the code of another number"
	assert "不用更换" in change(applicant.number)
	assert "11位手机号" in change("chunmei@mail.cn") and "11位" in change("123")
	assert stored.value("User", applicant.user, "mobile_no") == applicant.number


def test_only_an_applicant_who_is_logged_in_is_sent_a_code(people, server):
	number = new_number()
	for client in (server.guest(), people.reviewer):
		for method, values in (("send_code", {"purpose": "change_number"}), ("change_number", {"code": "000000"})):
			refused = refusal(client.portal, method, account=number, **values)
			assert refused.status == 403 and is_chinese(refused.text)


def test_the_limits_of_codes_hold(codes):
	applicant, number = codes.sign_up(), new_number()
	for _ in range(5):
		codes.ask(applicant, number, "change_number")
	codes.frappe.cache.delete_keys("gaoping-code:again")
	refused = refusal(applicant.portal, "send_code", account=number, purpose="change_number")
	assert refused.status == 429 and "一小时" in refused.text
