"""Log-in by an outside identity (企业电子营业执照), and its link to an account that is there already: begun and
finished in one and the same browser.

Core's own call-back is not used: it matches by e-mail (an identity whose e-mail is "Administrator" becomes
Administrator), and its state is bound to nothing. Here an account belongs to (issuer, sub) and to nothing else; whoever
links one to his account has begun it there, logged in.
"""

import hashlib
import hmac
import json
import re
import secrets

import frappe
from frappe.utils import get_url, now_datetime

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.portal import channels
from gaoping_regulation.portal.identity import accounts, address, oidc, profiles
from gaoping_regulation.portal.pages import same_site_path

DOCTYPE = "External Identity"
COOKIE = "gaoping_idp"
CALLBACK = "/idp"
LIFE = 600
TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)
CODE_LENGTH = 2000
TAKEN = "它已经绑定另一个账号，没有绑定到本账号。请用它登录那个账号，在“我的账号”中解除绑定后再试。"
STAFF = "这个电子营业执照对应的账号不是申请人账号，不能这样登录，请联系系统管理员。"


def providers() -> list[dict]:
	"""The providers that the log-in page offers."""
	return frappe.get_all("Identity Provider", ["name", "title"], {"enabled": 1}, order_by="creation asc")


def begin(provider: str, target: str | None = None, user: str | None = None) -> str:
	"""Where the browser goes; what it must bring back is kept under its state and bound to a cookie of this browser.

	With `user` it is not to log in, but to be linked to that account, whose session must be there when it comes back.
	"""
	found = enabled(provider)
	state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
	redirect_uri = get_url(CALLBACK)
	location = oidc.authorization_url(found, redirect_uri, state, nonce, verifier)
	kept = {
		"provider": found.name,
		"nonce": nonce,
		"verifier": verifier,
		"browser": digest(browser),
		"redirect_uri": redirect_uri,
		"target": same_site_path(target),
		"user": user,
	}
	frappe.cache.set(key(state), json.dumps(kept), ex=LIFE)
	frappe.local.cookie_manager.set_cookie(COOKIE, browser, httponly=True, samesite="Lax")
	return location


def finish(code: str, state: str) -> dict:
	"""Log in, or link, with what the provider sent back; returns {"user", "target", "linked": the provider's title or ""}.

	Raises IdentityRefused, LoginRefused, and StateLocked where it cannot be linked.
	"""
	kept = take(state)
	brought = frappe.local.request.cookies.get(COOKIE) or ""
	if kept is None or not hmac.compare_digest(kept["browser"], digest(brought)):
		oidc.reject("登录请求已失效，或者不是从这个浏览器开始的", "state")
	if kept.get("user") and kept["user"] != frappe.session.user:
		refuse("没有绑定：绑定须由开始绑定的账号完成，现在登录的不是它。请重新登录，在“我的账号”中再绑定一次。", StateLocked, "没有绑定")
	provider = enabled(kept["provider"])
	token = oidc.exchange(provider, code[:CODE_LENGTH], kept["verifier"], kept["redirect_uri"])
	claims = oidc.verified_claims(provider, token, kept["nonce"])
	check_email(claims)
	frappe.local.cookie_manager.delete_cookie(COOKIE)
	if user := kept.get("user"):
		link(user, provider, claims)
	else:
		user = user_of(provider, claims)
		frappe.local.login_manager.login_as(user)
	return {"user": user, "target": kept["target"], "linked": provider.title if kept.get("user") else ""}


def take(state: str) -> dict | None:
	"""What was kept under a state, which is good for one answer, right or wrong."""
	if not TOKEN.fullmatch(state or ""):
		return None
	with frappe.cache.pipeline() as both:
		found, _deleted = both.get(key(state)).delete(key(state)).execute()
	return json.loads(found) if found else None


def enabled(name: str):
	if not frappe.db.get_value("Identity Provider", {"name": name, "enabled": 1}):
		refuse("没有这种登录方式，或者已停用，请返回登录页选择。", oidc.IdentityRefused, "没有登录")
	return frappe.get_doc("Identity Provider", name)


def check_email(claims: dict) -> None:
	"""No e-mail is needed, and none is used; one that nobody verified, or that is an officer's, is a sign of forgery."""
	email = claims.get("email")
	if email is None:
		return
	if claims.get("email_verified") is not True or not channels.is_address(str(email)):
		oidc.reject("身份提供方给出的邮箱没有经过核验", "email")
	if frappe.db.get_value("User", {"email": str(email), "user_type": "System User"}):
		oidc.reject("身份提供方给出的邮箱属于工作人员", "email of staff")


def user_of(provider, claims: dict) -> str:
	"""The account of (issuer, sub), made at its first log-in; raises LoginRefused where it is no applicant's."""
	name = name_of(provider, claims)
	user = frappe.db.get_value(DOCTYPE, name, "user") or first_login(provider, claims, name)
	accounts.require_applicant(user, STAFF)
	frappe.db.set_value(DOCTYPE, name, "last_login", now_datetime(), update_modified=False)
	return user


def name_of(provider, claims: dict) -> str:
	"""The record of (issuer, sub): one name, so that no identity opens two accounts."""
	return digest(f"{provider.issuer}\n{claims['sub']}")[:40]


def first_login(provider, claims: dict, name: str) -> str:
	full_name = str(claims.get(provider.name_claim or "name") or "").strip()
	full_name = full_name if accounts.NAME.fullmatch(full_name) else f"{provider.title}用户"
	email = f"{name[:32]}@{address.PROVIDER_DOMAIN}"
	if frappe.db.exists("User", email):
		# Its link was taken away: what it opened once, it opens no more.
		email = f"{secrets.token_hex(16)}@{address.PROVIDER_DOMAIN}"
	user = accounts.create(email, full_name)
	register(user, provider, claims, name)
	return user


def register(user: str, provider, claims: dict, name: str) -> None:
	"""Note whose account an identity opens; raises StateLocked where another request was faster."""
	record = frappe.new_doc(DOCTYPE)
	record.update({"provider": provider.name, "issuer": provider.issuer, "subject": claims["sub"], "user": user})
	record.flags.by_engine = True
	try:
		record.insert(ignore_permissions=True, set_name=name)
	except frappe.DuplicateEntryError:
		frappe.clear_messages()
		refuse("它刚刚在另一处登记过，请重新登录后再试。", StateLocked, "没有登记")
	profiles.from_claims(user, provider, claims)
	events.append("登记外部身份", {"账号": user, "签发方": provider.issuer, "标识": name}, matter="")


def link(user: str, provider, claims: dict) -> None:
	"""Let an identity open an account that is there; raises StateLocked where it opens another one."""
	name = name_of(provider, claims)
	accounts.require_applicant(user, STAFF)
	holder = frappe.db.get_value(DOCTYPE, name, "user")
	if holder and holder != user:
		refuse(TAKEN, StateLocked, "没有绑定")
	if not holder:
		register(user, provider, claims, name)


def unlink(user: str, name: str) -> None:
	"""Let an identity open its account no longer; raises StateLocked where nothing else opens the account."""
	# Two at once would each find the other one left.
	frappe.db.get_value("User", user, "name", for_update=True)
	own = frappe.get_all(DOCTYPE, {"user": user}, pluck="name")
	if name not in own:
		refuse("没有这项绑定，或者已经解除。请刷新页面。", frappe.DoesNotExistError, "没有查到")
	if len(own) == 1 and not profiles.has_address(user):
		refuse("这个账号只能用它登录，解除后就登录不了了。请先登记手机号，再解除绑定。", StateLocked, "没有解除")
	frappe.delete_doc(DOCTYPE, name, ignore_permissions=True, delete_permanently=True)
	events.append("解除外部身份", {"账号": user, "标识": name}, matter="")


def of(user: str) -> list[dict]:
	"""The identities that open an account, as its holder sees them: [{"name", "title", "linked_on", "last_login"}]."""
	rows = frappe.get_all(DOCTYPE, ["name", "provider", "creation", "last_login"], {"user": user}, order_by="creation asc")
	return [
		{
			"name": row.name,
			"title": frappe.db.get_value("Identity Provider", row.provider, "title", cache=True) or "",
			"linked_on": str(row.creation)[:19],
			"last_login": str(row.last_login or "")[:19],
		}
		for row in rows
	]


def key(state: str) -> bytes:
	return frappe.cache.make_key(f"gaoping-idp:{digest(state)}")


def digest(text: str) -> str:
	return hashlib.sha256(text.encode()).hexdigest()
