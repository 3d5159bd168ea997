"""盲审: one reviewer's paper; the engine writes it, its reviewer and 纪检监察 read it."""

import frappe
from frappe.model.document import Document

from gaoping_regulation.risk_control import alerts


class BlindReview(Document):
	pass


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	user = user or frappe.session.user
	return None if doc.is_new() or doc.reviewer == user or watches(user) else False


def query_condition(user: str | None = None) -> str:
	user = user or frappe.session.user
	return "" if watches(user) else f"`tabBlind Review`.`reviewer` = {frappe.db.escape(user)}"


def watches(user: str) -> bool:
	return user in alerts.inspectors() or user == "Administrator"
