"""The portal API's methods about accounts; `portal.api` carries them, so that the allow-list knows them."""

import frappe

from gaoping_regulation.portal import security
from gaoping_regulation.portal.endpoint import endpoint, require_login
from gaoping_regulation.portal.identity import accounts, codes, external, mandates, profiles

POST = ("POST",)
# How often one account may look for another: a number with a name is not found out by trying.
LOOKUPS_PER_HOUR = 20


@endpoint(guest=True, methods=POST)
def send_code(account: str, purpose: str) -> dict:
	"""Send a one-time code to a mobile number or e-mail address, for sign_up, log_in, reset_password or change_number."""
	if purpose == codes.CHANGE:
		require_login()
		security.require_applicant()
	return codes.issue(account, purpose)


@endpoint(guest=True, methods=POST)
def sign_up(full_name: str, account: str, code: str, password: str | None = None) -> dict:
	"""Open an applicant's account for a number or address that the code proves, and log in with it."""
	user = accounts.sign_up(full_name, account, code, password)
	frappe.local.login_manager.login_as(user)
	return {"user": user, "full_name": full_name.strip()}


@endpoint(guest=True, methods=POST)
def log_in_by_code(account: str, code: str) -> dict:
	"""Log in with a one-time code."""
	return {"user": accounts.log_in(account, code)}


@endpoint(guest=True, methods=POST)
def reset_password(account: str, code: str, password: str) -> dict:
	"""Set a new password with a one-time code, and log in with the account."""
	user = accounts.reset_password(account, code, password)
	frappe.local.login_manager.login_as(user)
	return {"user": user}


@endpoint(guest=True, methods=POST)
def begin_identity(provider: str, target: str | None = None) -> dict:
	"""Begin a log-in by an outside identity: {"location": where the browser goes}."""
	return {"location": external.begin(provider, target)}


@endpoint(guest=True, methods=POST)
def finish_identity(code: str, state: str) -> dict:
	"""Finish it, or the linking of an identity, with what the provider sent back."""
	return external.finish(code, state)


@endpoint(methods=POST)
def link_identity(provider: str) -> dict:
	"""Begin to link an outside identity to one's account: {"location": where the browser goes}."""
	security.require_applicant()
	return {"location": external.begin(provider, "/account", frappe.session.user)}


@endpoint(methods=POST)
def unlink_identity(identity: str) -> dict:
	"""Let an outside identity open one's account no longer."""
	security.require_applicant()
	external.unlink(frappe.session.user, identity)
	return profile()


@endpoint(methods=POST)
def change_number(account: str, code: str) -> dict:
	"""Give one's account another mobile number, which a one-time code proves."""
	security.require_applicant()
	return {"number": accounts.change_number(frappe.session.user, account, code)}


@endpoint()
def profile() -> dict:
	"""The caller's profile, colleagues, mandates, outside identities, and whom he may file for."""
	user = frappe.session.user
	doc = profiles.of(user)
	members = [{"name": row.name, "member_name": row.member_name, "granted_on": str(row.granted_on)[:16]} for row in profiles.current_members(doc)] if doc else []
	return {
		"profile": profiles.shown(doc),
		"colleagues": members,
		"mandates": mandates.of(user),
		"identities": external.of(user),
		"acting_for": profiles.acting_for(user),
	}


@endpoint(methods=POST)
def save_profile(values: dict) -> dict:
	"""Save one's own profile: profile_type, applicant_name, id_type, id_no, phone, address."""
	security.require_applicant()
	return profiles.shown(profiles.save(frappe.session.user, values))


@endpoint(methods=POST)
def add_colleague(account: str, full_name: str) -> dict:
	"""Let a colleague see and file the company's cases."""
	limit_lookups()
	profiles.add_colleague(frappe.session.user, account, full_name)
	return profile()


@endpoint(methods=POST)
def remove_colleague(member: str) -> dict:
	"""End a colleague's access."""
	security.require_applicant()
	profiles.remove_colleague(frappe.session.user, member)
	return profile()


@endpoint(methods=POST)
def give_mandate(account: str, full_name: str, values: dict) -> dict:
	"""Let an agent act for one: values = {"matters": [codes], "valid_from", "valid_until"}."""
	limit_lookups()
	days = [str(values.get(field) or "") for field in ("valid_from", "valid_until")]
	mandates.give(frappe.session.user, account, full_name, values.get("matters") or [], *days)
	return profile()


@endpoint(methods=POST)
def revoke_mandate(mandate: str) -> dict:
	"""End a mandate, as its principal or as its agent."""
	security.require_applicant()
	mandates.revoke(frappe.session.user, mandate)
	return profile()


def limit_lookups() -> None:
	security.require_applicant()
	counter = codes.key("lookup", frappe.session.user)
	codes.limit(counter, codes.HOUR, LOOKUPS_PER_HOUR, "查找账号的次数太多，请一小时后再试。")
