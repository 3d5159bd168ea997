"""One-time codes that prove that somebody holds a mobile number or an e-mail address.

A code is sent whether or not there is an account, so that the answer tells nobody which numbers have one. Numbers
and codes are kept as keyed digests only. Limits go by number, never by network address (a county sits behind one);
a ceiling for the whole site keeps the bureau's bill in bounds.
"""

import hashlib
import hmac
import secrets

import frappe
from frappe.utils import cint
from frappe.utils.password import get_encryption_key

from gaoping_regulation.engine.errors import form_error, raise_form_errors, refuse
from gaoping_regulation.portal import channels
from gaoping_regulation.portal.identity import address

SIGN_UP, LOG_IN, RESET, CHANGE = "sign_up", "log_in", "reset_password", "change_number"
PURPOSES = {SIGN_UP: "注册", LOG_IN: "登录", RESET: "重置密码", CHANGE: "更换手机号"}
DIGITS = 6
LIFE, TRIES = 300, 5
# One a minute, so many an hour and a day, for one number and all purposes together.
AGAIN, PER_HOUR, PER_DAY = 60, 5, 10
HOUR, DAY = 3600, 86400
DEFAULT_CEILING = 5000
PREFIX = "gaoping-code"


class TooManyCodes(frappe.TooManyRequestsError):
	"""A number, or the whole site, has been sent as many codes as it may."""


class NotSent(frappe.ValidationError):
	"""The channel did not take the message."""


def issue(account: str, purpose: str) -> dict:
	"""Send a code; returns {"sent_to" (masked), "expires_in", "again_in"}, the same for every number.

	Raises FormErrors (an impossible number or purpose), TooManyCodes, NotSent.
	"""
	if purpose not in PURPOSES:
		raise_form_errors([form_error("purpose", "请从注册、登录、重置密码或者我的账号页面获取验证码。")])
	channel, to = address.parse(account)
	waiting = key("again", to)
	if not frappe.cache.set(waiting, 1, nx=True, ex=AGAIN):
		refuse("验证码刚刚发出，请一分钟后再获取。", TooManyCodes, "请稍后再试")
	limit(key("hour", to), HOUR, PER_HOUR, "这个号码一小时内获取验证码次数太多，请一小时后再试，或者用密码登录。")
	limit(key("day", to), DAY, PER_DAY, "这个号码今天获取验证码次数太多，请明天再试，或者用密码登录。")
	limit_all()
	code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
	keep(purpose, to, code)
	try:
		channels.send(channel, to, f"验证码{code}，用于{PURPOSES[purpose]}，{LIFE // 60}分钟内有效。请勿告诉他人。", "验证码")
	except channels.ChannelError as error:
		frappe.cache.delete(waiting, key(purpose, to))
		refuse(f"{error}请稍后再试，或者到窗口办理。", NotSent, "验证码没有发出")
	return {"sent_to": address.masked(to), "expires_in": LIFE, "again_in": AGAIN}


def redeem(to: str, code: str, purpose: str) -> None:
	"""Use up a code: it proves that the caller holds the address `to`, once. Raises FormErrors for the field `code`."""
	kept, tries = key(purpose, to), key(f"tries-{purpose}", to)
	digest = frappe.cache.get(kept)
	if digest is None:
		wrong("验证码已过期或者还没有获取，请重新获取。")
	tried = frappe.cache.incr(tries)
	frappe.cache.expire(tries, LIFE)
	if tried > TRIES:
		frappe.cache.delete(kept)
		wrong("验证码输错次数太多，已作废，请重新获取。")
	if not hmac.compare_digest(digest.decode(), digest_of(purpose, to, (code or "").strip())):
		wrong(f"验证码不正确，还可以再试{TRIES - tried}次。" if tried < TRIES else "验证码不正确，次数已用完，请重新获取。")
	# Of two requests with the same code one deletes it; the other finds nothing to delete.
	if not frappe.cache.delete(kept):
		wrong("验证码已经用过，请重新获取。")


def keep(purpose: str, to: str, code: str) -> None:
	frappe.cache.delete(key(f"tries-{purpose}", to))
	frappe.cache.set(key(purpose, to), digest_of(purpose, to, code), ex=LIFE)


def wrong(message: str) -> None:
	raise_form_errors([form_error("code", message)])


def limit(counter: str, seconds: int, most: int, message: str) -> None:
	count = frappe.cache.incr(counter)
	if count == 1:
		frappe.cache.expire(counter, seconds)
	if count > most:
		refuse(message, TooManyCodes, "请稍后再试")


def limit_all() -> None:
	"""The site's ceiling for a day (Regulation Settings; 0 is none)."""
	ceiling = frappe.get_cached_doc("Regulation Settings").get("code_ceiling")
	ceiling = DEFAULT_CEILING if ceiling is None else cint(ceiling)
	if ceiling:
		today = frappe.cache.make_key(f"{PREFIX}:all:{frappe.utils.today()}")
		limit(today, DAY, ceiling, "今天的验证码已经发完，请用密码登录，或者到窗口办理。")


def key(kind: str, to: str) -> bytes:
	return frappe.cache.make_key(f"{PREFIX}:{kind}:{digest_of('address', to)[:32]}")


def digest_of(*parts: str) -> str:
	"""Keyed: six digits, or a mobile number, would be guessed from a plain digest in no time."""
	return hmac.new(get_encryption_key().encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()
