"""What a request may carry into the framework, and how it says no before there is a session.

Four functions of the framework wrapped at run time, once per process, by the WSGI module; no file of it is touched.
"""

import inspect
import json
import sys
from functools import wraps

import frappe
import frappe.app
import frappe.auth
import frappe.handler

from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.portal.endpoint import BadArgument

# `sid` would put a session into somebody else's browser; `fn` collides with the framework's own argument;
# `expand…` embeds linked documents past their permissions (15.x of late 2025).
DROPPED = ("sid", "fn", "expand", "expand_links")
LOGIN_PATH = "/api/method/login"
USER_LENGTH = 140
NESTING = 200
LOGIN_TEXTS = {
	"Invalid login credentials": "用户名或密码不正确，请重新输入。连续输错多次，账号会暂时锁定。",
	"Incorrect password": "用户名或密码不正确，请重新输入。连续输错多次，账号会暂时锁定。",
	"User disabled or missing": "账号已停用，请联系系统管理员。",
}
NO_CREDENTIALS = "请输入用户名和密码。"

_applied = False


def apply() -> None:
	"""Wrap; harmless when called again."""
	global _applied
	if _applied:
		return
	# A locked account is an answer, not a fault of the server, which core makes of it.
	frappe.SecurityException.http_status_code = 401
	frappe.app.make_form_dict = cleaned(frappe.app.make_form_dict)
	frappe.auth.LoginManager.fail = in_chinese(frappe.auth.LoginManager.fail)
	frappe.handler.is_valid_http_method = with_all_arguments(frappe.handler.is_valid_http_method)
	if second := sys.modules.get("frappe.api.v2"):
		# Released 15.x imports the function there by name.
		second.is_valid_http_method = frappe.handler.is_valid_http_method
	frappe.auth.get_login_attempt_tracker = by_account_only(frappe.auth.get_login_attempt_tracker)
	_applied = True


def by_account_only(original):
	"""Failed log-ins count by account: released 15.x counts them by address too, and a county sits behind one."""

	@wraps(original)
	def get_login_attempt_tracker(*args, **kwargs):
		if args and args[0] == frappe.local.request_ip:
			return None
		return original(*args, **kwargs)

	return get_login_attempt_tracker


def cleaned(original):
	"""The request's arguments without those that nobody may send, and a log-in's as text."""

	@wraps(original)
	def make_form_dict(request):
		original(request)
		given = frappe.local.form_dict
		for name in [name for name in given if name in DROPPED or is_bottomless(given[name])]:
			given.pop(name)
		if not isinstance(given.get("cmd", ""), str):
			given.pop("cmd")
		if given.get("cmd") == "login" and request.method != "POST":
			given.pop("cmd")
		if given.get("cmd") == "login" or request.path == LOGIN_PATH:
			clean_login(request, given)

	return make_form_dict


def is_bottomless(value) -> bool:
	"""Whether a text is JSON nested beyond what can be read; the framework tries to read every text of a guest."""
	if not isinstance(value, str) or value.count("[") + value.count("{") < NESTING:
		return False
	try:
		json.loads(value)
	except RecursionError:
		return True
	except ValueError:
		pass
	return False


def clean_login(request, given: dict) -> None:
	"""Name and password as text; the answer as JSON, for an error page needs the session that is not there yet."""
	for name in ("usr", "pwd", "otp", "tmp_id"):
		if name in given and not isinstance(given[name], str):
			given.pop(name)
	if "usr" in given:
		given["usr"] = given["usr"][:USER_LENGTH]
	request.environ["HTTP_ACCEPT"] = "application/json"
	# Core sets the language after the log-in, whose refusals would be in English.
	frappe.local.lang = "zh"


def in_chinese(original):
	"""Why a log-in failed, as the person reads it."""

	@wraps(original)
	def fail(self, message, user=None):
		missing = not (frappe.form_dict.get("usr") and frappe.form_dict.get("pwd"))
		return original(self, NO_CREDENTIALS if missing else LOGIN_TEXTS.get(message, message), user)

	return fail


def with_all_arguments(original):
	"""A method that lacks an argument is a 400 that names it, where the call itself would end in a 500."""

	@wraps(original)
	def is_valid_http_method(method):
		original(method)
		parameters = inspect.signature(method).parameters
		# A document's method gets its arguments inside `args`, not from the request.
		for name, parameter in () if "self" in parameters else parameters.items():
			required = parameter.default is parameter.empty and parameter.kind in (
				parameter.POSITIONAL_OR_KEYWORD,
				parameter.KEYWORD_ONLY,
			)
			if required and name not in frappe.form_dict:
				refuse(f"缺少参数 {name}。", BadArgument, "请求不完整")

	return is_valid_http_method
