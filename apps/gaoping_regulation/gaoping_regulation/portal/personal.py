"""What is kept about an account, for its holder: account, profile, mandates, outside identities, cases with all that
was filled in, consents, messages, requests.

个人信息保护法 art. 45: everybody may look into his data and take a copy. Whose data: the cases that he stands behind,
not those that he entered for others at the counter.
"""

import frappe

from gaoping_regulation.casework import data_requests, privacy, registers
from gaoping_regulation.casework.notices import messages
from gaoping_regulation.casework.notices.writing import is_email
from gaoping_regulation.engine import documents, registry
from gaoping_regulation.portal import forms
from gaoping_regulation.portal.identity import external, mandates, profiles

MOST = 1000
MATERIAL = ("title", "file_name", "sha256", "uploaded_on")
DOCUMENT = ("title", "number", "issued_on", "valid_until", "status", "verify_code")
RATING = ["grade", "comment", "creation"]


def everything(user: str) -> dict:
	"""All of it, as plain values."""
	return {
		"account": account(user),
		"profile": profile(user),
		"mandates": mandates.of(user),
		"identities": external.of(user),
		"cases": [case(frappe.get_doc(doctype, name)) for doctype, name in cases(user)],
		"consents": privacy.of_user(user),
		"messages": messages.of_user(user, length=MOST),
		"requests": data_requests.of_user(user),
	}


def account(user: str) -> dict:
	"""The account's own data; an address that nobody reads is none of them."""
	found = frappe.db.get_value("User", user, ["full_name", "mobile_no", "email", "creation", "last_login"], as_dict=True)
	return {
		"full_name": found.full_name,
		"mobile_no": found.mobile_no or "",
		"email": found.email if is_email(found.email) else "",
		"created_on": str(found.creation)[:19],
		"last_login": str(found.last_login or "")[:19],
	}


def profile(user: str) -> dict:
	"""What the forms are filled in with, and the colleagues of a company."""
	doc = profiles.of(user)
	if doc is None:
		return {}
	members = [{"name": row.member_name, "granted_on": row.granted_on, "removed_on": row.removed_on} for row in doc.members]
	return {**{field: doc.get(field) for field in profiles.FIELDS}, "members": members}


def cases(user: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the cases whose person the user is; those that he filed for others are theirs."""
	return [
		(doctype, row.name)
		for doctype in registry.live_matters()
		for row in registers.of_persons(doctype, ["name"], [user], {})
	]


def case(doc) -> dict:
	ratings = frappe.get_all("Service Rating", RATING, {"case_name": doc.name})
	return {
		"case": doc.name,
		"case_no": doc.case_no,
		"matter": registry.version_of(doc).title,
		"workflow_state": doc.workflow_state,
		"submitted_on": doc.submitted_on,
		"closed_on": doc.closed_on,
		"values": forms.values(doc, full=True),
		"materials": [{name: row.get(name) for name in MATERIAL} for row in doc.materials if row.sha256],
		"documents": [{name: row[name] for name in DOCUMENT} for row in documents.of_case(doc)],
		"ratings": ratings,
	}
