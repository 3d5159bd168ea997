"""企业电子营业执照 over HTTP, against a real provider: a good log-in, and every way to forge one."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.client import Client
from tests.http.identity import SECRET, Provider, adopt, challenge, offered
from tests.http.story import is_chinese, refusal

CREDIT_CODE = "91350100M000100Y43"
# The same in every worker, whose lists of tests must agree.
LONG_AGO, FAR_AHEAD = 1_000_000_000, 4_000_000_000


@pytest.fixture(scope="module")
def idp():
	provider = Provider()
	yield provider
	provider.close()


@pytest.fixture(autouse=True)
def honest(idp):
	yield
	idp.forged, idp.signing = {}, None


@pytest.fixture(scope="module")
def provider(people, idp):
	with offered(people.Administrator, idp) as name:
		yield name


@pytest.fixture
def visit(server, idp, provider):
	"""Go to the provider in a fresh browser and come back: (browser, {"code", "state"})."""

	def go(sub: str, **claims) -> tuple[Client, dict]:
		browser = server.guest()
		location = browser.portal("begin_identity", provider=provider, target="/apply/XT")["location"]
		return browser, idp.consent(location, sub, **claims)

	return go


@pytest.fixture
def nobody(stored):
	"""A refused log-in leaves neither an account nor an identity."""
	before = stored.count("User"), stored.count("External Identity")
	yield
	assert (stored.count("User"), stored.count("External Identity")) == before


def refused_login(browser: Client, back: dict, *words: str) -> None:
	refused = refusal(browser.portal, "finish_identity", **back)
	assert refused.status == 417 and is_chinese(refused.text), refused.text
	assert any(word in refused.text for word in words), refused.text
	assert browser.portal("session")["user"] == "Guest"


def test_a_company_logs_in_and_comes_back_to_the_same_account(visit, stored, idp):
	browser, back = visit("company-1", name="高平市春梅食品有限公司", uscc=CREDIT_CODE)
	done = browser.portal("finish_identity", **back)
	assert done["target"] == "/apply/XT" and done["user"].endswith("@idp.local")
	assert adopt(browser).user == done["user"]
	assert stored.value("User", done["user"], "user_type") == "Website User"
	found = browser.portal("profile")["profile"]
	assert (found["applicant_name"], found["profile_type"], found["verified_by"]) == ("高平市春梅食品有限公司", "企业", "企业电子营业执照")
	refused = refusal(browser.portal, "save_profile", values={"applicant_name": "别的公司"})
	assert "核验，不能修改" in refused.text
	again, back = visit("company-1", name="改了名称的公司")
	assert again.portal("finish_identity", **back)["user"] == done["user"]
	other, back = visit("company-2")
	assert other.portal("finish_identity", **back)["user"] != done["user"]


def test_state_nonce_and_pkce_are_asked_for_and_the_verifier_is_sent(server, idp, provider):
	browser = server.guest()
	location = browser.portal("begin_identity", provider=provider)["location"]
	asked = {name: value for name, _, value in (part.partition("=") for part in location.partition("?")[2].split("&"))}
	assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"]
	browser.portal("finish_identity", **idp.consent(location, "company-pkce"))
	assert challenge(idp.asked["code_verifier"]) == asked["code_challenge"]


def test_a_forged_state_is_refused(visit, nobody):
	browser, back = visit("company-1")
	refused_login(browser, {**back, "state": "A" * 43}, "登录请求已失效")
	refused_login(browser, {**back, "state": "x' or 1=1"}, "登录请求已失效")


def test_the_state_of_another_browser_is_refused(visit, server, nobody):
	_attacker, back = visit("company-1")
	refused_login(server.guest(), back, "不是从这个浏览器开始的")
	victim, _own = visit("company-1")
	_attacker, back = visit("company-1")
	refused_login(victim, back, "不是从这个浏览器开始的")


def test_a_replay_is_refused(visit, nobody):
	browser, back = visit("company-1")
	browser.portal("finish_identity", **back)
	again = refusal(browser.portal, "finish_identity", **back)
	assert again.status in (403, 417) and is_chinese(again.text)
	fresh, second = visit("company-1")
	refused_login(fresh, {**second, "code": back["code"]}, "没有接受这次登录")


@pytest.mark.parametrize(
	("claims", "word"),
	[
		({"iss": "https://evil.example"}, "不是由该身份提供方签发"),
		({"aud": "another-client"}, "不是签发给本系统的"),
		({"aud": ["gaoping", "another"]}, "不是签发给本系统的"),
		({"azp": "another-client"}, "不是签发给本系统的"),
		({"exp": LONG_AGO}, "登录凭证已过期"),
		({"exp": None}, "登录凭证内容不完整"),
		({"nonce": "of another log-in"}, "不属于这次登录"),
		({"nonce": None}, "登录凭证内容不完整"),
		({"sub": None}, "登录凭证内容不完整"),
		({"sub": ""}, "登录凭证内容不完整"),
		({"iat": FAR_AHEAD}, "登录凭证尚未生效"),
		({"email": "Administrator", "email_verified": True}, "邮箱没有经过核验"),
		({"email": "reviewer@gaoping.local", "email_verified": True}, "属于工作人员"),
		({"email": "someone@mail.cn", "email_verified": False}, "邮箱没有经过核验"),
		({"email": "someone@mail.cn"}, "邮箱没有经过核验"),
	],
)
def test_a_forged_claim_is_refused(visit, idp, nobody, claims, word):
	browser, back = visit("forger")
	idp.forged = claims
	refused_login(browser, back, word)


def test_a_token_of_another_key_or_algorithm_is_refused(visit, idp, nobody):
	keys = [
		(rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"),
		(SECRET + "-long-enough-for-the-algorithm", "HS256"),
		(None, "none"),
	]
	for idp.signing in keys:
		browser, back = visit("forger")
		refused_login(browser, back, "签名无效")


def test_an_e_mail_of_an_existing_applicant_opens_another_account(visit, people, stored):
	browser, back = visit("namesake", email="someone@mail.cn", email_verified=True, name="Administrator")
	user = browser.portal("finish_identity", **back)["user"]
	assert user.endswith("@idp.local") and stored.value("User", user, "user_type") == "Website User"


def test_an_identity_whose_account_became_staff_or_is_disabled_is_refused(visit, stored):
	browser, back = visit("turncoat")
	user = browser.portal("finish_identity", **back)["user"]
	for field, value, word in (("user_type", "System User", "不是申请人账号"), ("enabled", 0, "已停用")):
		before = stored.value("User", user, field)
		stored.frappe.db.set_value("User", user, field, value)
		stored.frappe.db.commit()
		browser, back = visit("turncoat")
		refused_login(browser, back, word)
		stored.frappe.db.set_value("User", user, field, before)
		stored.frappe.db.commit()


def test_a_provider_that_is_off_or_unknown_or_down_is_told(server, people, provider):
	assert "没有这种登录方式" in refusal(server.guest().portal, "begin_identity", provider="nosuch").text
	values = {"title": "停了的", "enabled": 1, "issuer": "http://127.0.0.1:9", "client_id": "x"}
	name = people.Administrator.request("POST", "/api/resource/Identity Provider", json=values).json()["data"]["name"]
	assert "连接不上" in refusal(server.guest().portal, "begin_identity", provider=name).text
	people.Administrator.request("PUT", f"/api/resource/Identity Provider/{name}", json={"enabled": 0})
	assert "已停用" in refusal(server.guest().portal, "begin_identity", provider=name).text
	page = server.guest().request("GET", "/login").text
	assert "企业电子营业执照登录" in page and "停了的" not in page


@pytest.mark.parametrize("issuer", ["http://idp.example", "ftp://idp.example", "idp.example", "javascript:alert(1)"])
def test_a_provider_without_https_is_not_saved(people, issuer):
	values = {"title": "x", "issuer": issuer, "client_id": "x"}
	answer = people.Administrator.request("POST", "/api/resource/Identity Provider", json=values)
	assert answer.status_code == 417


@pytest.mark.parametrize("who", ["applicant", "reviewer", "business_admin"])
def test_nobody_else_reads_or_writes_providers_and_identities(people, stored, provider, who):
	client = getattr(people, who)
	for doctype in ("Identity Provider", "External Identity"):
		before = stored.sql(f"select * from `tab{doctype}`")
		assert client.request("GET", f"/api/resource/{doctype}").status_code == 403
		assert client.request("POST", f"/api/resource/{doctype}", json={"title": "x"}).status_code == 403
		for (name,) in stored.sql(f"select name from `tab{doctype}` limit 2"):
			assert client.request("PUT", f"/api/resource/{doctype}/{name}", json={"user": "Administrator", "issuer": "https://evil.example"}).status_code == 403
		assert stored.sql(f"select * from `tab{doctype}`") == before


def test_not_even_administrator_gives_an_identity_to_an_account(people, stored):
	(name,), = stored.sql("select name from `tabExternal Identity` limit 1")
	for verb, path, values in (
		("PUT", f"/api/resource/External Identity/{name}", {"user": "Administrator"}),
		("POST", "/api/resource/External Identity", {"__newname": "x", "user": "Administrator"}),
	):
		answer = people.Administrator.request(verb, path, json=values)
		assert answer.status_code == 403, answer.text
	assert stored.count("External Identity", "user = 'Administrator'") == 0


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(server, idp, provider, target):
	browser = server.guest()
	location = browser.portal("begin_identity", provider=provider, target=target)["location"]
	assert browser.portal("finish_identity", **idp.consent(location, "company-1"))["target"] == ""


def test_the_call_back_is_a_page_that_changes_nothing(guest):
	page = guest.request("GET", "/idp", params={"code": "<script>alert(1)</script>", "state": "x"})
	assert page.status_code == 200 and "alert(1)" not in page.text
	for missing in ({"code": "x"}, {"state": "x"}):
		assert refusal(guest.portal, "finish_identity", **missing).status == 400
