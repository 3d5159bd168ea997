"""A password that somebody else has seen is changed before anything is done with the account."""

import frappe

from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.portal.security import method_of

# Core's own "last changed" date: nobody's real one is this old, and core sets today's when the password is changed.
NEVER = "1900-01-01"
PAGE = "/update-password"
OPEN_METHODS = frozenset(
	(
		"login",
		"logout",
		"web_logout",
		"frappe.handler.logout",
		"frappe.auth.get_logged_user",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.test_password_strength",
		"gaoping_regulation.portal.api.session",
	)
)


class PasswordIsNotHis(frappe.PermissionError):
	"""The account still has the password that another person gave it."""


def demand(user: str) -> None:
	"""Let the account do nothing but choose a password."""
	frappe.db.set_value("User", user, "last_password_reset_date", NEVER, update_modified=False)
	frappe.clear_document_cache("User", user)


def is_demanded(user: str) -> bool:
	return str(frappe.get_cached_value("User", user, "last_password_reset_date") or "") == NEVER


def require_own_password() -> None:
	"""auth_hooks, after the portal's guard."""
	user = frappe.session.user
	if user in frappe.STANDARD_USERS or not is_demanded(user):
		return
	method, path = method_of(frappe.local.request), frappe.local.request.path
	if method in OPEN_METHODS or (method is None and path == PAGE):
		return
	refuse(
		f'首次登录请先修改初始密码：<a href="{PAGE}">修改密码</a>。修改后即可办理业务。', PasswordIsNotHis, "请修改初始密码"
	)


def send_there(login_manager=None) -> None:
	"""on_session_creation: the answer to the log-in says where to go first."""
	if frappe.session.user not in frappe.STANDARD_USERS and is_demanded(frappe.session.user):
		frappe.local.response["home_page"] = frappe.local.response["redirect_to"] = PAGE
