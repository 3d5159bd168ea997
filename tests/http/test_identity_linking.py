"""企业电子营业执照 is linked to an account that is there, from that account alone, and unlinked again; a real provider."""

import pytest

from tests.client import Client
from tests.http.identity import TITLE, Codes, Provider, adopt, new_number, offered
from tests.http.story import is_chinese, refusal
from tests.http.test_races import at_once, split


@pytest.fixture(scope="module")
def codes(server, connected) -> Codes:
	return Codes(server, connected)


@pytest.fixture(scope="module")
def idp():
	provider = Provider()
	yield provider
	provider.close()


@pytest.fixture(scope="module")
def provider(people, idp):
	with offered(people.Administrator, idp) as name:
		yield name


@pytest.fixture
def licence(server, idp, provider):
	"""One licence: `back` from the provider for a client that links it, `log_in` with it in a fresh browser."""

	class Licence:
		def back(self, client: Client, sub: str, **claims) -> dict:
			return idp.consent(client.portal("link_identity", provider=provider)["location"], sub, **claims)

		def link(self, client: Client, sub: str, **claims) -> dict:
			return client.portal("finish_identity", **self.back(client, sub, **claims))

		def log_in(self, sub: str) -> Client:
			browser = server.guest()
			back = idp.consent(browser.portal("begin_identity", provider=provider)["location"], sub)
			browser.portal("finish_identity", **back)
			return adopt(browser)

	return Licence()


def identities(client: Client) -> list[dict]:
	return client.portal("profile")["identities"]


def test_once_linked_it_logs_in_to_the_account_and_unlinked_no_more(codes, licence, stored):
	applicant = codes.sign_up("高平市春梅食品有限公司")
	done = licence.link(applicant, "linked", name="高平市春梅食品有限公司", uscc="91350100M000100Y43")
	assert done == {"user": applicant.user, "target": "/account", "linked": TITLE}
	assert applicant.portal("profile")["profile"]["verified_by"] == TITLE
	assert licence.log_in("linked").user == applicant.user
	(row,) = identities(applicant)
	assert row["title"] == TITLE and row["last_login"]
	assert TITLE in applicant.request("GET", "/account").text and TITLE in applicant.request("GET", "/api/method/gaoping_regulation.portal.api.my_data").text
	assert applicant.portal("unlink_identity", identity=row["name"])["identities"] == []
	assert stored.count("External Identity", "name = %s", row["name"]) == 0
	other = licence.log_in("linked").user
	assert other != applicant.user and other.endswith("@idp.local")
	kinds = stored.sql("select kind from `tabCase Event` where actor = %s and kind like '%%外部身份' order by seq", applicant.user)
	assert kinds == (("登记外部身份",), ("解除外部身份",))


def test_one_that_is_linked_elsewhere_is_refused(codes, licence, stored):
	first, second = codes.sign_up(), codes.sign_up()
	licence.link(first, "contested")
	refused = refusal(licence.link, second, "contested")
	assert refused.status == 403 and "已经绑定另一个账号" in refused.text
	assert identities(second) == [] and licence.log_in("contested").user == first.user
	own = licence.log_in("has its own account")
	assert "已经绑定另一个账号" in refusal(licence.link, second, "has its own account").text
	assert licence.log_in("has its own account").user == own.user
	# Once more to its own account changes nothing.
	licence.link(first, "contested")
	assert len(identities(first)) == 1


def test_two_accounts_at_once_do_not_both_get_it(codes, licence, stored):
	both = [codes.sign_up(), codes.sign_up()]
	backs = [licence.back(client, "raced") for client in both]
	done, refused = split(at_once([lambda pair=pair: pair[0].portal("finish_identity", **pair[1]) for pair in zip(both, backs, strict=True)]))
	assert len(done) == 1 and all(one.status in (403, 409) and is_chinese(one.text) for one in refused)
	assert sum(len(identities(client)) for client in both) == 1


def test_what_one_account_began_no_other_session_finishes(codes, server, licence, stored):
	before = stored.count("External Identity")
	victim, attacker = codes.sign_up(), codes.sign_up()
	back = licence.back(attacker, "attacker's")
	assert refusal(victim.portal, "finish_identity", **back).status == 417, "another browser"
	for log_in in (False, True):
		back = licence.back(attacker, "attacker's")
		browser = server.guest()
		browser.http.cookies.set("gaoping_idp", attacker.http.cookies["gaoping_idp"])
		if log_in:
			other = codes.sign_up()
			other.http.cookies.set("gaoping_idp", attacker.http.cookies["gaoping_idp"])
			browser = other
		refused = refusal(browser.portal, "finish_identity", **back)
		assert refused.status == 403 and "由开始绑定的账号完成" in refused.text
	assert stored.count("External Identity") == before


def test_the_e_mail_of_an_account_links_nothing(codes, idp, licence):
	address = f"{new_number()}@mail.gaoping.cn"
	applicant = codes.sign_up(to=address)
	idp.forged = {"email": address, "email_verified": True}
	try:
		assert licence.log_in("same address").user != applicant.user
	finally:
		idp.forged = {}
	assert identities(applicant) == []


def test_the_only_way_into_an_account_is_not_taken_away(codes, licence):
	applicant = licence.log_in("nothing else")
	(row,) = identities(applicant)
	refused = refusal(applicant.portal, "unlink_identity", identity=row["name"])
	assert refused.status == 403 and "请先登记手机号" in refused.text
	number = new_number()
	applicant.portal("change_number", account=number, code=codes.ask(applicant, number, "change_number"))
	assert refusal(codes.sign_up().portal, "unlink_identity", identity=row["name"]).status == 404, "not the stranger's"
	assert applicant.portal("unlink_identity", identity=row["name"])["identities"] == []


def test_a_staff_account_links_nothing(people, server, provider):
	for client, text in ((people.reviewer, "不是申请人账号"), (server.guest(), "请先登录")):
		refused = refusal(client.portal, "link_identity", provider=provider)
		assert refused.status == 403 and text in refused.text
