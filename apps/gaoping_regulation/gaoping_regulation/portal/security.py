"""Default-deny, decided after authentication (auth_hooks), so that callers with a token are known too.

Guests and applicants reach the allow-list; staff have the framework, within their permissions. For all:
a change needs the session's token, and a GET changes nothing.
"""

import frappe
from frappe.sessions import get_csrf_token

from gaoping_regulation.engine.access import APPLICANT_KEY, role_name
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.portal import allowlist
from gaoping_regulation.portal.endpoint import LoginRequired

SAFE = ("GET", "HEAD", "OPTIONS")
LOGIN = ("login", "/api/method/login")


class TokenMissing(frappe.PermissionError):
	"""A change came without the session's token."""


def guard_request() -> None:
	"""auth_hooks: refuse what this caller may not reach. Raises PermissionError (403) or redirects to log in."""
	request = frappe.local.request
	if request.method == "OPTIONS":
		# The framework opens no session for it and answers with nothing.
		return
	method = method_of(request)
	require_token(request, method)
	if method is not None and not allowlist.METHOD_NAME.fullmatch(method):
		deny("没有权限使用这个接口。")
	if is_staff():
		refuse_change_by_get(request, method)
		return
	logged_in = frappe.session.user != "Guest"
	if method is not None:
		if not allowlist.is_open_to_guests(method):
			deny("没有权限使用这个接口。")
		if not logged_in and allowlist.is_portal_method(method):
			require_login(method)
		refuse_change_by_get(request, method)
		return
	if request.path.startswith("/api/"):
		deny("没有权限使用这个接口。")
	if not allowlist.is_open_page(request.path, logged_in):
		raise frappe.PageDoesNotExistError


def require_login(method: str) -> None:
	"""Tell a guest to log in where the framework would only name the function that is closed to him."""
	function = getattr(frappe.get_module(allowlist.PORTAL_MODULE), method.rpartition(".")[2], None)
	if function in frappe.whitelisted and function not in frappe.guest_methods:
		refuse("请先登录再办理。", LoginRequired, "尚未登录")


def method_of(request) -> str | None:
	"""The method that a request calls, by whatever way: `cmd=` on any path, /api/method, /api/v1, /api/v2."""
	if cmd := frappe.local.form_dict.get("cmd"):
		return str(cmd)
	parts = [part for part in request.path.split("/") if part]
	if parts[:1] != ["api"]:
		return None
	if len(parts) > 1 and parts[1] in ("v1", "v2"):
		parts.pop(1)
	return "/".join(parts[2:]) if parts[1:2] == ["method"] else None


def is_staff() -> bool:
	return frappe.session.user != "Guest" and frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"


def require_token(request, method: str | None) -> None:
	"""Every session has a CSRF token, minted with it; core compares it, but only where there is one.

	A caller with an Authorization header brings his own proof and no cookie to forge with.
	"""
	if frappe.session.user == "Guest" or not frappe.session.get("sid") or frappe.get_request_header("Authorization"):
		return
	had_token = bool(frappe.session.data.csrf_token)
	get_csrf_token()
	if request.method not in SAFE and not had_token and method not in LOGIN:
		refuse("页面已过期，请刷新后重试。", TokenMissing, "请刷新页面")


def csrf_token() -> str:
	"""The session's token; guests have none, as they have nothing to protect."""
	return "" if frappe.session.user == "Guest" else get_csrf_token()


def refuse_change_by_get(request, method: str | None) -> None:
	"""Core commits inside some methods that a GET reaches; what does not read by its name needs a POST."""
	if request.method not in SAFE:
		return
	called = method or str(frappe.local.form_dict.get("run_method") or "") or document_method(request)
	# A method of the portal API says itself which verbs it takes.
	if not called or allowlist.is_portal_method(called) or allowlist.reads_only(called):
		return
	deny("这个操作会改变数据，须用 POST 请求。")


def document_method(request) -> str:
	"""The method in /api/v2/document/<DocType>/<name>/method/<method> of released 15.x, which runs on a GET as well."""
	parts = [part for part in request.path.split("/") if part]
	found = parts[:3] == ["api", "v2", "document"] and len(parts) > 6 and parts[-2] == "method"
	return parts[-1] if found else ""


def deny(message: str) -> None:
	refuse(message, frappe.PermissionError, "没有权限")


def require_applicant() -> None:
	"""Only an account with the role 申请人 applies on the portal; staff enter at the counter."""
	if role_name(APPLICANT_KEY) not in frappe.get_roles():
		refuse("本账号不是申请人账号。工作人员请在后台“窗口录入”。", StateLocked)
