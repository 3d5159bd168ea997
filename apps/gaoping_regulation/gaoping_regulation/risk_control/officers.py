"""The officers of the bureau: enabled accounts that hold a role with an action in some matter."""

import frappe

from gaoping_regulation.engine import registry


def roles() -> set[str]:
	versions = [registry.get_version(row["version"]) for row in registry.live_matters().values()]
	return {role for version in versions for state in version.states for role in version.officers_of(state)}


def having(names) -> list:
	"""[{name, full_name, creation}] of the enabled accounts of the office that hold one of the roles, by name."""
	users = frappe.get_all("Has Role", {"parenttype": "User", "role": ("in", list(names) or [""])}, pluck="parent", distinct=True)
	filters = {"name": ("in", users or [""]), "enabled": 1, "user_type": "System User"}
	return frappe.get_all("User", filters, ["name", "full_name", "creation"], order_by="full_name asc, name asc")


def all() -> list:
	"""The officers of all matters, as `having` gives them."""
	return having(roles())
