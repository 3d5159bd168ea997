"""For whom somebody acts today: an agent for his principal (委托代理人, mandate in date), a colleague for his company.

The person of a case is its `principal`, without one its `applicant_user`. Who merely filed it for him has it for as
long as he may act for him, and no longer.
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import today


def person(doc) -> str | None:
	"""Whose case (or entry in a register) it is."""
	return doc.get("principal") or doc.get("applicant_user")


def is_behind(doc, user: str) -> bool:
	"""Whether the user stands behind a case today: it is his, he entered it for nobody else, or he acts for its person."""
	whose = person(doc)
	if user == whose or (user == doc.get("entered_by") and not doc.get("principal")):
		return True
	return bool(whose) and whose in represented(user, doc.get("matter"))


def persons(user: str, matter: str | None = None) -> list[str]:
	"""The user himself and everybody for whom he acts today, in a matter if one is given."""
	return [user, *sorted(represented(user, matter) - {user})]


def represented(user: str, matter: str | None = None) -> set[str]:
	"""The accounts for which a user acts today; in a matter, or (None) in any."""
	if not user or user in frappe.STANDARD_USERS:
		return set()
	return by_mandate(user, matter) | by_membership(user)


def by_mandate(user: str, matter: str | None) -> set[str]:
	mandate, row = DocType("Mandate"), DocType("Mandate Matter")
	day = today()
	query = (
		frappe.qb.from_(mandate)
		.join(row)
		.on(row.parent == mandate.name)
		.select(mandate.principal)
		.distinct()
		.where(mandate.agent == user)
		.where(mandate.revoked_on.isnull())
		.where(mandate.valid_from <= day)
		.where(mandate.valid_until >= day)
	)
	if matter:
		query = query.where(row.matter == matter)
	return set(query.run(pluck=True))


def by_membership(user: str) -> set[str]:
	"""The first users of the companies whose colleague the user is: a company's cases are theirs."""
	profile, member = DocType("Applicant Profile"), DocType("Profile Member")
	query = (
		frappe.qb.from_(member)
		.join(profile)
		.on(member.parent == profile.name)
		.select(profile.user)
		.distinct()
		.where(member.user == user)
		.where(member.removed_on.isnull())
		.where(profile.profile_type == "企业")
	)
	return set(query.run(pluck=True))
