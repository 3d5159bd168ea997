"""What the Desk must know before it draws anything: which DocTypes are matters, and what the user does in them."""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.risk_control.supervision import scope

# The staff's workspace, which carries the inbox.
HOME = "办件工作台"


def extend(bootinfo) -> None:
	"""Hook extend_bootinfo: the matters the user reads, so that no script carries a list of DocTypes."""
	inspects = int(role_name("inspector") in frappe.get_roles())
	bootinfo.gaoping = {"matters": readable_matters(), "home": HOME, "watches": int(scope.watches()), "inspects": inspects}


def readable_matters() -> list[dict]:
	"""The matters in the guide's order, each as the Desk needs it; a matter made in the browser is one of them."""
	live = registry.live_matters()
	order = frappe.get_all("Administrative Matter", pluck="ref_doctype", order_by="sort_order asc, code asc")
	return [matter(doctype, live[doctype]) for doctype in order if doctype in live and frappe.has_permission(doctype)]


def matter(doctype: str, row: dict) -> dict:
	version = registry.get_version(row["version"])
	return {
		"doctype": doctype,
		"code": version.code,
		"title": version.title,
		"may_enter": int(bool(frappe.has_permission(doctype, "create"))),
		"states": [row["state"] for row in version.states.values()],
		"my_states": my_states(version),
	}


def my_states(version: registry.Version) -> list[str]:
	"""The states out of which the session's user has an officer's action."""
	roles = set(frappe.get_roles())
	return [row["state"] for key, row in version.states.items() if version.officers_of(key) & roles]
