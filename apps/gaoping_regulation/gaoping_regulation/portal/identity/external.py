"""Log-in by an outside identity (企业电子营业执照): begun and finished in one and the same browser.

Core's own call-back is not used: it matches by e-mail (an identity whose e-mail is "Administrator" becomes
Administrator), and its state is bound to nothing. Here an account belongs to (issuer, sub) and to nothing else.
"""

import hashlib
import hmac
import json
import re
import secrets

import frappe
from frappe.utils import get_url, now_datetime

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.portal import channels
from gaoping_regulation.portal.identity import accounts, address, oidc, profiles
from gaoping_regulation.portal.pages import same_site_path

COOKIE = "gaoping_idp"
CALLBACK = "/idp"
LIFE = 600
TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)
CODE_LENGTH = 2000
STAFF = "这个电子营业执照对应的账号不是申请人账号，不能这样登录，请联系系统管理员。"


def providers() -> list[dict]:
	"""The providers that the log-in page offers."""
	return frappe.get_all("Identity Provider", ["name", "title"], {"enabled": 1}, order_by="creation asc")


def begin(provider: str, target: str | None = None) -> str:
	"""Where the browser goes; what it must bring back is kept under its state and bound to a cookie of this browser."""
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
	}
	frappe.cache.set(key(state), json.dumps(kept), ex=LIFE)
	frappe.local.cookie_manager.set_cookie(COOKIE, browser, httponly=True, samesite="Lax")
	return location


def finish(code: str, state: str) -> dict:
	"""Log in with what the provider sent back; returns {"user", "target"}. Raises IdentityRefused, LoginRefused."""
	kept = take(state)
	brought = frappe.local.request.cookies.get(COOKIE) or ""
	if kept is None or not hmac.compare_digest(kept["browser"], digest(brought)):
		oidc.reject("登录请求已失效，或者不是从这个浏览器开始的", "state")
	provider = enabled(kept["provider"])
	token = oidc.exchange(provider, code[:CODE_LENGTH], kept["verifier"], kept["redirect_uri"])
	claims = oidc.verified_claims(provider, token, kept["nonce"])
	check_email(claims)
	user = user_of(provider, claims)
	frappe.local.cookie_manager.delete_cookie(COOKIE)
	frappe.local.login_manager.login_as(user)
	return {"user": user, "target": kept["target"]}


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
	name = digest(f"{provider.issuer}\n{claims['sub']}")[:40]
	user = frappe.db.get_value("External Identity", name, "user") or first_login(provider, claims, name)
	accounts.require_applicant(user, STAFF)
	frappe.db.set_value("External Identity", name, "last_login", now_datetime(), update_modified=False)
	return user


def first_login(provider, claims: dict, name: str) -> str:
	full_name = str(claims.get(provider.name_claim or "name") or "").strip()
	full_name = full_name if accounts.NAME.fullmatch(full_name) else f"{provider.title}用户"
	email = f"{name[:32]}@{address.PROVIDER_DOMAIN}"
	# It is there when an administrator has taken the link away: its name is nobody else's.
	user = frappe.db.exists("User", email) or accounts.create(email, full_name)
	accounts.require_applicant(user, STAFF)
	record = frappe.new_doc("External Identity")
	record.update({"provider": provider.name, "issuer": provider.issuer, "subject": claims["sub"], "user": user})
	record.flags.by_engine = True
	record.insert(ignore_permissions=True, set_name=name)
	profiles.from_claims(user, provider, claims)
	events.append("登记外部身份", {"账号": user, "签发方": provider.issuer, "标识": name}, matter="")
	return user


def key(state: str) -> bytes:
	return frappe.cache.make_key(f"gaoping-idp:{digest(state)}")


def digest(text: str) -> str:
	return hashlib.sha256(text.encode()).hexdigest()
