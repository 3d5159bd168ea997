"""The framework's own workspaces (用户, 网站, 设置 …) are for those who administer: to officers they are empty pages.

A workspace without roles is everybody's. One that an administrator gave to somebody is left as it is.
"""

import frappe

from gaoping_regulation.engine.access import role_name
from gaoping_regulation.matters.fence import MANAGER

ADMINISTRATORS = ("business_admin",)
FRAMEWORK = "frappe"


def keep_for_administrators() -> list[str]:
	"""Give the framework's public workspaces that have no roles to the administrators; returns their names.

	At install and at each migrate: core brings a workspace again, without roles, with each change of its own.
	"""
	modules = frappe.get_all("Module Def", {"app_name": FRAMEWORK}, pluck="name")
	found = frappe.get_all("Workspace", {"public": 1, "module": ("in", modules)}, pluck="name")
	return [name for name in found if give(name)]


def give(name: str) -> bool:
	workspace = frappe.get_doc("Workspace", name)
	if workspace.roles:
		return False
	for role in (MANAGER, *map(role_name, ADMINISTRATORS)):
		if role:
			row = workspace.append("roles", {"role": role})
			row.db_insert()
	return True
