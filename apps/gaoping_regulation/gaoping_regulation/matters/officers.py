"""Officers' accounts, for 业务管理员 (design 7): only this app's roles, never oneself, never a System Manager.

He has no right on User, Role or Has Role; this is the one way, and each step is in the audit trail. Who writes the
rules (业务管理员) and who watches (纪检监察) are appointed by the System Manager, so that nobody makes himself a peer.
"""

import frappe
from frappe.sessions import clear_sessions
from frappe.utils import validate_email_address

from gaoping_regulation import validators
from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.install import random_password
from gaoping_regulation.matters import first_login
from gaoping_regulation.matters.fence import ADMIN, APPLICANT, INSPECTOR, MANAGER, FenceError, role_keys

RESERVED = frozenset((ADMIN, INSPECTOR, APPLICANT))
AUTOMATIC = frozenset(("All", "Guest", "Desk User"))
DOMAIN = "officer.invalid"


@frappe.whitelist(methods=["GET", "POST"])
def list_officers() -> list[dict]:
	"""The accounts he may administer: {user, full_name, enabled, role_keys}, by name."""
	require_admin()
	keys = role_keys()
	rows = frappe.get_all("Has Role", {"parenttype": "User", "role": ("in", list(keys))}, ["parent", "role"])
	held: dict[str, list[str]] = {}
	for row in rows:
		held.setdefault(row.parent, []).append(keys[row.role])
	users = frappe.get_all(
		"User",
		["name as user", "full_name", "enabled"],
		{"name": ("in", list(held) or [""]), "user_type": "System User"},
		order_by="full_name asc, name asc",
	)
	return [{**user, "role_keys": sorted(held[user.user])} for user in users]


@frappe.whitelist(methods=["GET"])
def list_roles() -> list[dict]:
	"""The roles of this app: {key, title, open: whether he may give it}."""
	require_admin()
	closed = {APPLICANT} if is_manager() else RESERVED
	return [{"key": key, "title": name, "open": key not in closed} for name, key in role_keys().items() if key != APPLICANT]


@frappe.whitelist(methods=["POST"])
def add_officer(full_name: str, role_keys: str | list, mobile: str | None = None, email: str | None = None) -> dict:
	"""A new account with officers' roles; returns {user, password, roles}. The password is shown this once.

	The officer must choose his own at the first log-in (`matters.first_login`).
	"""
	require_admin()
	name = plain_name(full_name)
	roles = roles_of(role_keys)
	mobile, login = contact(mobile, email)
	if frappe.db.exists("User", login) or (mobile and frappe.db.exists("User", {"mobile_no": mobile})):
		refuse("已有这个账号或手机号。工作人员不能沿用申请人账号，请换一个手机号或邮箱。", CaseError)
	password = random_password()
	user = frappe.new_doc("User")
	user.update(
		{
			"email": login,
			"first_name": name,
			"mobile_no": mobile,
			"enabled": 1,
			"language": "zh",
			"time_zone": "Asia/Shanghai",
			# Core makes the first System User that it sees a System Manager; the roles below decide the type anyway.
			"user_type": "Website User",
			"send_welcome_email": 0,
			"new_password": password,
		}
	)
	user.set("roles", [{"role": role} for role in roles])
	user.flags.no_welcome_mail = True
	user.insert(ignore_permissions=True)
	first_login.demand(user.name)
	record("增加工作人员", user.name, roles)
	return {"user": user.name, "password": password, "roles": roles}


@frappe.whitelist(methods=["POST"])
def set_roles(user: str, role_keys: str | list) -> dict:
	"""Give an officer just these roles."""
	doc = officer(user)
	roles = roles_of(role_keys)
	before = sorted(row.role for row in doc.roles)
	doc.set("roles", [{"role": role} for role in roles])
	doc.save(ignore_permissions=True)
	record("调整工作人员角色", doc.name, roles, 原角色=before)
	return {"user": doc.name, "roles": roles}


@frappe.whitelist(methods=["POST"])
def disable_officer(user: str) -> dict:
	"""Close an officer's account; what he did stays in his name, and his sessions end at once."""
	return switch(user, 0, "停用工作人员")


@frappe.whitelist(methods=["POST"])
def enable_officer(user: str) -> dict:
	"""Open an officer's account again."""
	return switch(user, 1, "启用工作人员")


def switch(user: str, enabled: int, kind: str) -> dict:
	doc = officer(user)
	# Past the save: core lets nobody be disabled while Administrator is the only System Manager. `officer` asked whose account it is.
	doc.db_set("enabled", enabled)
	for key in ("users_for_mentions", "enabled_users"):
		frappe.cache.delete_key(key)
	if not enabled:
		clear_sessions(user=doc.name, keep_current=False, force=True)
	record(kind, doc.name, sorted(row.role for row in doc.roles))
	return {"user": doc.name, "enabled": enabled}


def record(kind: str, user: str, roles: list[str], **more) -> None:
	events.append(kind, {"账号": user, "姓名": events.full_name(user), "角色": roles, **more}, matter="")


def require_admin() -> None:
	names = {name for name, key in role_keys().items() if key == ADMIN} | {MANAGER}
	if frappe.session.user != "Administrator" and not names & set(frappe.get_roles()):
		refuse("工作人员账号由业务管理员管理，您没有该角色。", FenceError, "没有权限")


def is_manager() -> bool:
	return frappe.session.user == "Administrator" or MANAGER in frappe.get_roles()


def officer(name: str):
	"""The account to administer; raises FenceError for oneself and for every account that is not only an officer's."""
	require_admin()
	if name == frappe.session.user:
		refuse("不能管理本人的账号和角色。请由系统管理员办理。", FenceError)
	if not isinstance(name, str) or not frappe.db.exists("User", name):
		refuse("没有这个账号，请从工作人员列表中选择。", frappe.DoesNotExistError)
	doc = frappe.get_doc("User", name, for_update=True)
	keys = role_keys()
	held = {keys.get(row.role) for row in doc.roles if row.role not in AUTOMATIC}
	out_of_reach = {None, APPLICANT} | (set() if is_manager() else RESERVED)
	if name in frappe.STANDARD_USERS or doc.user_type != "System User" or held & out_of_reach:
		refuse("这个账号不是普通工作人员账号（系统管理员、业务管理员、纪检监察、申请人），请由系统管理员办理。", FenceError)
	if doc.role_profile_name or doc.module_profile:
		refuse("这个账号由系统管理员用角色配置管理，请由系统管理员办理。", FenceError)
	return doc


def roles_of(given: str | list) -> list[str]:
	"""The names of the roles for keys; raises CaseError or FenceError for what he may not give."""
	try:
		wanted = frappe.parse_json(given) if isinstance(given, str) and given.startswith("[") else given
	except ValueError:
		wanted = None
	wanted = [part.strip() for part in wanted.split(",")] if isinstance(wanted, str) else wanted
	if not isinstance(wanted, list) or not wanted or not all(isinstance(key, str) and key for key in wanted):
		refuse("请至少选择一个角色（role_keys 为角色标识的列表）。", CaseError)
	names = {key: name for name, key in role_keys().items()}
	unknown = [key for key in wanted if key not in names]
	if unknown:
		refuse(f"“{unknown[0][:40]}”不是本系统的角色，请从列表中选择。", FenceError)
	closed = {APPLICANT} if is_manager() else RESERVED
	if taken := sorted(set(wanted) & closed):
		refuse(f"“{names[taken[0]]}”不能由业务管理员授予，请由系统管理员办理。", FenceError)
	return [names[key] for key in dict.fromkeys(wanted)]


def plain_name(full_name: str) -> str:
	name = str(full_name or "").strip()
	if not 2 <= len(name) <= 40 or any(sign in name for sign in "<>\"'{}@"):
		refuse("请填写工作人员的姓名（2 至 40 个字，不含符号）。", CaseError)
	return name


def contact(mobile: str | None, email: str | None) -> tuple[str | None, str]:
	"""(mobile, login name): the e-mail address, or the mobile number where there is none."""
	mobile, email = str(mobile or "").strip() or None, str(email or "").strip().lower()
	if mobile and (problem := validators.phone(mobile)):
		refuse(problem, CaseError)
	if email and not validate_email_address(email):
		refuse("邮箱格式不正确，请核对。", CaseError)
	if not mobile and not email:
		refuse("请填写手机号或邮箱，作为登录账号。", CaseError)
	return mobile, email or f"{mobile}@{DOMAIN}"
