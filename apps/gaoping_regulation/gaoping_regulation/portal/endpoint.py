"""The one decorator of the portal API: who may call, by which HTTP method, with which arguments, how often.

A missing or malformed argument is a 400 that names it; every refusal is Chinese and says what to do next.
"""

import inspect
import json
import time
from collections.abc import Callable

import frappe

from gaoping_regulation.engine.errors import refuse

GUEST = "Guest"
LARGEST = 2**31 - 1


class BadArgument(frappe.ValidationError):
	"""An argument is missing or not of its type."""

	http_status_code = 400


class LoginRequired(frappe.PermissionError):
	"""The method is for people who have logged in."""

	http_status_code = 403


def endpoint(*, guest: bool = False, methods: tuple[str, ...] = ("GET",), per_hour: int | None = None) -> Callable:
	"""Make a function a method of the portal API.

	Args:
		guest: open to people who have not logged in
		methods: the HTTP methods it takes; what changes something takes POST alone (with the CSRF token)
		per_hour: calls an address may make in an hour; generous, as a county sits behind one address
	"""

	def decorate(function: Callable) -> Callable:
		signature = inspect.signature(function)

		# No functools.wraps: the framework would look through to the inner signature and fail on a missing argument.
		def call(*args, **given):
			given.update(zip(signature.parameters, args, strict=False))
			if not guest:
				# The pages call these functions as well as requests do, which security.py has asked already.
				require_login()
			if per_hour:
				count_call(function.__name__, per_hour)
			return function(**arguments(signature, given))

		call.__name__, call.__qualname__ = function.__name__, function.__qualname__
		call.__doc__, call.__module__ = function.__doc__, function.__module__
		return frappe.whitelist(allow_guest=guest, methods=list(methods))(call)

	return decorate


def require_login() -> None:
	"""Raises LoginRequired for a guest."""
	if frappe.session.user == GUEST:
		refuse("请先登录再办理。", LoginRequired, "尚未登录")


def count_call(name: str, most: int) -> None:
	"""Count a call of this address in the present hour; raises TooManyRequestsError beyond the limit."""
	if not getattr(frappe.local, "request", None):
		return
	key = frappe.cache.make_key(f"gaoping-rate:{name}:{frappe.local.request_ip}:{int(time.time()) // 3600}")
	count = frappe.cache.incr(key)
	if count == 1:
		frappe.cache.expire(key, 3600)
	if count > most:
		refuse("操作过于频繁，请一小时后再试，或到窗口办理。", frappe.TooManyRequestsError, "请稍后再试")


def arguments(signature: inspect.Signature, given: dict) -> dict:
	"""The call's arguments in their declared types; raises BadArgument that names the one that is wrong."""
	found = {}
	for name, parameter in signature.parameters.items():
		value = given.get(name)
		if value is None or value == "":
			if parameter.default is inspect.Parameter.empty:
				refuse(f"缺少参数 {name}。", BadArgument, "请求不完整")
			found[name] = parameter.default
			continue
		found[name] = cast(name, value, parameter.annotation)
	return found


def cast(name: str, value, kind):
	"""A value as text, number or JSON object; anything else of the wrong shape is a BadArgument."""
	if kind is int or kind == (int | None):
		try:
			number = int(value)
		except (TypeError, ValueError, OverflowError):
			number = LARGEST + 1
		if abs(number) > LARGEST:
			refuse(f"参数 {name} 应为整数。", BadArgument, "请求不正确")
		return number
	if kind is str or kind == (str | None):
		if not isinstance(value, str | int | float):
			refuse(f"参数 {name} 应为文字。", BadArgument, "请求不正确")
		return str(value)
	if kind is dict:
		value = parse_object(value)
		if value is None:
			refuse(f"参数 {name} 应为 JSON 对象。", BadArgument, "请求不正确")
	return value


def parse_object(value) -> dict | None:
	"""A JSON object of text that can be stored, or None."""
	try:
		found = frappe.parse_json(value)
		json.dumps(found, ensure_ascii=False).encode()
	except (TypeError, ValueError, RecursionError):
		return None
	return found if isinstance(found, dict) else None
