"""Accounts for trying the system out: one for each role and a second applicant, random passwords."""

import frappe

from gaoping_regulation.install import random_password

DOMAIN = "gaoping.local"
SECOND_APPLICANT = "applicant2"


def make_accounts() -> list[dict]:
	"""Create or renew the trial accounts; returns [{user, password, roles}]."""
	roles = frappe.get_all("Role", ["name", "role_key"], {"role_key": ("is", "set")}, order_by="creation asc")
	accounts = [make_account(row.role_key, [row.name]) for row in roles]
	applicant = next(row for row in roles if row.role_key == "applicant")
	accounts.append(make_account(SECOND_APPLICANT, [applicant.name]))
	return accounts


def make_account(name: str, roles: list[str]) -> dict:
	"""One account NAME@gaoping.local that holds just these roles."""
	email = f"{name}@{DOMAIN}"
	password = random_password()
	user = frappe.get_doc("User", email) if frappe.db.exists("User", email) else frappe.new_doc("User")
	user.update(
		{
			"email": email,
			"first_name": f"{roles[0]}（试用{'二' if name == SECOND_APPLICANT else ''}）",
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
	user.flags.ignore_permissions = True
	user.save()
	return {"user": email, "password": password, "roles": roles}
