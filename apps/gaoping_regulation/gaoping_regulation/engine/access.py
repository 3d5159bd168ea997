"""Who sees which case: one rule, as a check of a document and as a condition of a list.

Staff see the cases of the matters their roles read once they are submitted: a draft on the portal is nobody
else's business. Everybody sees his own: applied by him, entered by him, or entered for him, and those of whom he
acts for today (`standing`).
"""

import frappe

from gaoping_regulation.engine import registry, standing

APPLICANT_KEY = "applicant"


def role_name(key: str) -> str | None:
	"""A role's present name by its stable key."""
	names = frappe.cache.get_value("gaoping_roles")
	if names is None:
		names = {row.role_key: row.name for row in frappe.get_all("Role", ["name", "role_key"], {"role_key": ("is", "set")})}
		frappe.cache.set_value("gaoping_roles", names)
	return names.get(key)


def clear_roles(doc=None, method: str | None = None) -> None:
	frappe.cache.delete_value("gaoping_roles")


def reads_all(doctype: str, user: str) -> bool:
	"""Whether a staff role, not just 申请人, gives the user read access to the DocType."""
	if user == "Administrator":
		return True
	roles = set(frappe.get_roles(user)) - {role_name(APPLICANT_KEY), "All", "Guest"}
	return any(row.read and not row.permlevel and row.role in roles for row in frappe.get_meta(doctype).permissions)


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook on "*": refuse a case that is not the user's; leaves every other DocType alone."""
	if not isinstance(doc, frappe.model.document.Document) or not registry.is_matter(doc.doctype):
		return None
	user = user or frappe.session.user
	if doc.is_new() or user == "Administrator" or standing.is_behind(doc, user):
		return None
	return None if doc.get("case_no") and reads_all(doc.doctype, user) else False


def query_condition(user: str | None = None, doctype: str = "") -> str:
	"""Hook on "*": the same rule as an SQL condition for lists, counts, reports and link searches."""
	user = user or frappe.session.user
	if user == "Administrator" or not registry.is_matter(doctype):
		return ""
	table, quoted = f"`tab{doctype}`", frappe.db.escape(user)
	people = ", ".join(map(frappe.db.escape, standing.persons(user, registry.live_matters()[doctype]["code"])))
	own = f"{table}.`applicant_user` in ({people}) or {table}.`entered_by` = {quoted}"
	conditions = [f"{table}.`principal` in ({people})", f"(({own}) and ifnull({table}.`principal`, '') = '')"]
	if reads_all(doctype, user):
		conditions.append(f"{table}.`case_no` > ''")
	return f"({' or '.join(conditions)})"


def hide_personal(doc, method: str | None = None) -> None:
	"""Hook on "*", on_change: core answers a save with the whole document, hidden fields included.

	The portal and the counter save with permissions of their own and answer with views of their own.
	"""
	if registry.is_matter(doc.doctype) and not doc.flags.ignore_permissions and frappe.session.user != "Administrator":
		doc.apply_fieldlevel_read_permissions()
