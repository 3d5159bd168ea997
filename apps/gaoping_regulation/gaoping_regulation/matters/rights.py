"""What 业务管理员 may do in core's DocTypes (design 7). Given once; what a System Manager takes away stays away.

The first Custom DocPerm of a DocType replaces all its standard ones: `add_permission` copies them before it adds.
What he then does with the rights is held by `matters.fence`.
"""

import hashlib
import json

import frappe
from frappe.permissions import add_permission, update_permission_property

from gaoping_regulation import seeding
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import to_json

ROLE_KEY = "business_admin"


def rights() -> dict[str, list[str]]:
	"""{DocType of the framework: rights of the role}."""
	return json.loads((seeding.FOLDER / "admin_rights.json").read_text())


def grant() -> list[str]:
	"""Give the rights that were never given on this site; returns the DocTypes. At install and at each migrate."""
	role = role_name(ROLE_KEY)
	if role is None:
		return []
	return [doctype for doctype, given in rights().items() if grant_once(doctype, role, given)]


def grant_once(doctype: str, role: str, given: list[str]) -> bool:
	key = hashlib.sha256(f"Custom DocPerm\n{doctype}\n{ROLE_KEY}".encode()).hexdigest()[:20]
	if frappe.db.exists("Seed Record", key):
		return False
	add_permission(doctype, role, 0, given[0])
	# Each by name: a new rule has further rights by default.
	for right in (*frappe.permissions.rights, "select"):
		update_permission_property(doctype, role, 0, right, int(right in given), validate=False)
	record = frappe.new_doc("Seed Record")
	values = {"key": key, "for_doctype": "Custom DocPerm", "for_name": f"{doctype}: {role}", "status": "一致"}
	record.update({**values, "seed": to_json(given), "content": to_json(given)})
	record.insert(ignore_permissions=True)
	return True
