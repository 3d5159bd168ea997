"""User: nobody becomes a System Manager by saving his own settings.

Core gives that role to whichever System User is saved while Administrator is the only System Manager
(`User.add_system_manager_role`), even when the officer himself only changes his language. Here a person gets it
only when a System Manager asks for it by name (design 7).
"""

import frappe

from gaoping_regulation.matters.fence import MANAGER


def remember_roles(doc, method: str | None = None) -> None:
	"""before_validate, after core has reset what this user may not write: the roles that were asked for."""
	doc.flags.roles_asked = {row.role for row in doc.roles}


def drop_given_role(doc, method: str | None = None) -> None:
	"""validate, after core's own: take away the role that core added by itself."""
	asked = doc.flags.roles_asked
	if doc.name in frappe.STANDARD_USERS or asked is None or MANAGER in asked:
		return
	if any(row.role == MANAGER for row in doc.roles):
		doc.set("roles", [row for row in doc.roles if row.role != MANAGER])
		doc.set_system_user()
		frappe.clear_last_message()


def is_own_settings(doc, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""How somebody arranged his dashboard is his own; core lets everybody write everybody's."""
	user = user or frappe.session.user
	return None if user == "Administrator" or not doc or doc.name in (None, user) else False
