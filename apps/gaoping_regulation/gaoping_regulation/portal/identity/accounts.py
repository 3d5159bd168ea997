"""Accounts of applicants: signing up, logging in by code, a new password by code. Staff accounts have no part in it."""

import re
import secrets

import frappe
from frappe.auth import LoginAttemptTracker
from frappe.utils.password import update_password

from gaoping_regulation.engine import events
from gaoping_regulation.engine.access import APPLICANT_KEY, role_name
from gaoping_regulation.engine.errors import form_error, raise_form_errors, refuse
from gaoping_regulation.portal import channels
from gaoping_regulation.portal.identity import address, codes

NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134F·A-Za-z（）() .]{2,80}")
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
LEAST_LENGTH, LEAST_CLASSES, LONGEST = 10, 3, 128
# Core's own limit is sixty, said in English: a morning of a county brings more (site configuration: throttle_user_limit).
USERS_PER_HOUR = 2000


class LoginRefused(frappe.ValidationError):
	"""The account may not log in this way."""


def sign_up(full_name: str, account: str, code: str, password: str | None = None) -> str:
	"""Create an applicant's account for a proven mobile number or e-mail address; returns its user id.

	Raises FormErrors that name the field: a name with signs that no name has, a wrong or taken number, a wrong code,
	a password that is too weak (等保 2.0: ten characters of three kinds; none at all is fine, codes serve as well).
	"""
	full_name = full_name.strip()
	channel, to = address.parse(account)
	problems = []
	if not NAME.fullmatch(full_name):
		problems.append(form_error("full_name", "请填写真实姓名或单位名称，不含特殊符号。"))
	problems += weak(password) if password else []
	raise_form_errors(problems)
	codes.redeem(to, code, codes.SIGN_UP)
	if find(channel, to):
		raise_form_errors([taken()])
	email = to if channel == channels.EMAIL else f"u{secrets.token_hex(8)}@{address.APPLICANT_DOMAIN}"
	return create(email, full_name, to if channel == channels.SMS else None, password)


def create(email: str, full_name: str, mobile: str | None = None, password: str | None = None) -> str:
	"""A new user with the role 申请人 and nothing else; raises FormErrors where somebody was faster with the number."""
	most = frappe.local.conf.setdefault("throttle_user_limit", USERS_PER_HOUR)
	if frappe.db.get_creation_count("User", 60) >= most:
		refuse("现在注册的人太多，请一小时后再试，或到窗口办理。", frappe.TooManyRequestsError, "请稍后再试")
	user = frappe.new_doc("User")
	user.update(
		{
			"email": email,
			"first_name": full_name,
			"mobile_no": mobile,
			"new_password": password or "",
			"language": "zh",
			"time_zone": "Asia/Shanghai",
			"send_welcome_email": 0,
			"roles": [{"role": role_name(APPLICANT_KEY)}],
		}
	)
	user.flags.no_welcome_mail = True
	user.flags.ignore_permissions = True
	user.flags.ignore_password_policy = True
	try:
		user.insert()
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.clear_messages()
		raise_form_errors([taken()])
	return user.name


def log_in(account: str, code: str) -> str:
	"""Log in with a code; returns the user id.

	Raises FormErrors (a wrong code; a number without an account, which only its holder is told) or LoginRefused.
	"""
	channel, to = address.parse(account)
	codes.redeem(to, code, codes.LOG_IN)
	user = find(channel, to)
	if user is None:
		raise_form_errors([form_error("account", "这个号码还没有注册，请先注册。")])
	require_applicant(user, "工作人员账号不能用验证码登录，请用密码登录。")
	frappe.local.login_manager.login_as(user)
	return user


def reset_password(account: str, code: str, password: str) -> str:
	"""Set a new password with a code and end the account's other sessions; returns the user id. Raises as log_in does."""
	channel, to = address.parse(account)
	raise_form_errors(weak(password))
	codes.redeem(to, code, codes.RESET)
	user = find(channel, to)
	if user is None:
		raise_form_errors([form_error("account", "这个号码还没有注册，请先注册。")])
	require_applicant(user, "工作人员的密码由系统管理员重置，请与其联系。")
	update_password(user, password, logout_all_sessions=True)
	frappe.db.set_value("User", user, "last_password_reset_date", frappe.utils.today(), update_modified=False)
	# Who holds the number is not kept out by somebody else's guesses.
	LoginAttemptTracker(user).add_success_attempt()
	events.append("重置密码", {"账号": user, "方式": channel}, matter="")
	return user


def change_number(user: str, account: str, code: str) -> str:
	"""Give an account another mobile number, which the code proves, and tell the old one; returns the new one, masked.

	Raises FormErrors that name the field: no mobile number, the present one, another account's, a wrong code.
	"""
	channel, to = address.parse(account)
	if channel != channels.SMS:
		raise_form_errors([form_error("account", "请填写11位手机号。")])
	old = frappe.db.get_value("User", user, "mobile_no", for_update=True)
	if to == old:
		raise_form_errors([form_error("account", "这就是现在登记的手机号，不用更换。")])
	codes.redeem(to, code, codes.CHANGE)
	try:
		frappe.db.set_value("User", user, "mobile_no", to)
	except Exception as error:
		if not frappe.db.is_unique_key_violation(error):
			raise
		raise_form_errors([form_error("account", "这个手机号已经用于另一个账号。请换一个号码，或者用这个号码登录那个账号。")])
	told = tell_of_change(user, old, to)
	events.append("更换手机号", {"账号": user, "原号码": address.masked(old or ""), "新号码": address.masked(to), "告知": told}, matter="")
	return address.masked(to)


def masked_number(user: str) -> str:
	"""The mobile number of an account as its holder sees it, or nothing."""
	number = frappe.db.get_value("User", user, "mobile_no")
	return address.masked(number) if number else ""


def tell_of_change(user: str, old: str | None, new: str) -> str:
	"""Tell who held the account so far, by the old number or else its e-mail address; returns what came of it.

	The old number may be dead, which must not keep anybody from changing it.
	"""
	to = old or ("" if address.MADE_UP.search(user) else user)
	if not to:
		return "没有原号码"
	text = f"您的账号登记的手机号已改为{address.masked(new)}。不是本人操作的，请尽快到办事窗口或者拨打咨询电话处理。"
	try:
		channels.send(channels.SMS if old else channels.EMAIL, to, text, "手机号已更换")
	except channels.ChannelError as error:
		return str(error)
	return "已发送"


def find(channel: str, to: str) -> str | None:
	"""The account of a mobile number or e-mail address, or None."""
	filters = {"mobile_no": to} if channel == channels.SMS else {"name": to}
	return frappe.db.get_value("User", filters, "name")


def require_applicant(user: str, message: str) -> None:
	"""Only an applicant's account that is in use: what a code (or an outside identity) opens is never a staff account."""
	row = frappe.db.get_value("User", user, ["enabled", "user_type"], as_dict=True)
	if row is None or row.user_type != "Website User" or role_name(APPLICANT_KEY) not in frappe.get_roles(user):
		refuse(message, LoginRefused, "不能登录")
	if not row.enabled:
		refuse("账号已停用，请到窗口办理或联系系统管理员。", LoginRefused, "不能登录")


def weak(password: str | None) -> list[dict]:
	password = password or ""
	kinds = sum(bool(re.search(kind, password)) for kind in CLASSES)
	if LEAST_LENGTH <= len(password) <= LONGEST and kinds >= LEAST_CLASSES:
		return []
	return [form_error("password", "密码至少10位，并含大写字母、小写字母、数字、符号中的三种，请重新设置。")]


def taken() -> dict:
	return form_error("account", "这个号码已经注册，请直接登录；忘记密码可以重置。")
