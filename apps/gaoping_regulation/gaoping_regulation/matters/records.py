"""Records of a case are seen by who sees the matter's cases: trail, checklists, documents, notices, receipts.

Their DocTypes are read by officers of all matters; which rows, follows the case (design 6: one rule, two adapters).
Applicants have no right on them at all: the portal shows them their own.
"""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.access import reads_all, role_name
from gaoping_regulation.matters.fence import MANAGER

OF_CASE = frozenset(
	(
		"Case Event",
		"Chattel Mortgage Register",
		"Clock Pause",
		"Correction Notice",
		"Deadline Extension",
		"Delivery Receipt",
		"Filing Register",
		"Instrument Register",
		"Issued Document",
	"Notice Outbox",
		"Prize Result",
		"Service Rating",
		"Stage Checklist",
		"Verification Record",
	)
)
# Entries about no case (accounts, settings) concern those who administer and those who watch.
OVERSEERS = ("inspector", "business_admin")


def readable(user: str) -> list[str]:
	"""The matters' DocTypes whose cases the user reads as staff."""
	return [doctype for doctype in registry.live_matters() if reads_all(doctype, user)]


def oversees(user: str) -> bool:
	names = {role_name(key) for key in OVERSEERS} | {MANAGER}
	return user == "Administrator" or bool(names & set(frappe.get_roles(user)))


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook on "*": refuse the record of a case that the user does not see; leaves every other DocType alone."""
	if not isinstance(doc, frappe.model.document.Document) or doc.doctype not in OF_CASE or doc.is_new():
		return None
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	allowed = reads_all(doc.case_doctype, user) if doc.case_doctype else oversees(user)
	return None if allowed else False


def query_condition(user: str | None = None, doctype: str = "") -> str:
	"""Hook on "*": the same for lists, counts, reports and link searches."""
	user = user or frappe.session.user
	if user == "Administrator" or doctype not in OF_CASE:
		return ""
	names = [*readable(user), *([""] if oversees(user) else [])]
	quoted = ", ".join(frappe.db.escape(name) for name in names) or "null"
	return f"ifnull(`tab{doctype}`.`case_doctype`, '') in ({quoted})"
