"""Accounts of applicants: signing up with a mobile number and a password."""

import re
import secrets

import frappe

from gaoping_regulation import validators
from gaoping_regulation.engine.access import APPLICANT_KEY, role_name
from gaoping_regulation.engine.errors import form_error, raise_form_errors

NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134F·A-Za-z（）() .]{2,80}")
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
LEAST_LENGTH, LEAST_CLASSES = 10, 3
# The framework wants an e-mail for every user; nothing is ever sent to this domain.
DOMAIN = "applicant.invalid"


def sign_up(full_name: str, phone: str, password: str) -> str:
	"""Create an applicant's account and return its user id.

	Raises FormErrors that name the field: a name with signs that no name has, a wrong or taken number, a
	password that is too weak (等保 2.0: ten characters of three kinds).
	"""
	full_name, phone = full_name.strip(), phone.strip()
	problems = []
	if not NAME.fullmatch(full_name):
		problems.append(form_error("full_name", "请填写真实姓名或单位名称，不含特殊符号。"))
	if not validators.MOBILE.fullmatch(phone):
		problems.append(form_error("phone", "手机号不正确，应为11位，请重新填写。"))
	elif frappe.db.exists("User", {"mobile_no": phone}):
		problems.append(form_error("phone", "这个手机号已注册，请直接登录；忘记密码请到窗口办理。"))
	if len(password) < LEAST_LENGTH or sum(bool(re.search(kind, password)) for kind in CLASSES) < LEAST_CLASSES:
		problems.append(
			form_error("password", "密码至少10位，并含大写字母、小写字母、数字、符号中的三种，请重新设置。")
		)
	raise_form_errors(problems)
	user = frappe.new_doc("User")
	user.update(
		{
			"email": f"u{secrets.token_hex(8)}@{DOMAIN}",
			"first_name": full_name,
			"mobile_no": phone,
			"new_password": password,
			"language": "zh",
			"time_zone": "Asia/Shanghai",
			"send_welcome_email": 0,
			"roles": [{"role": role_name(APPLICANT_KEY)}],
		}
	)
	user.flags.no_welcome_mail = True
	user.flags.ignore_permissions = True
	user.flags.ignore_password_policy = True
	user.insert()
	return user.name
