"""What the page 事项设计器 asks of the server."""

import frappe

from gaoping_regulation.engine.casting import parse_object
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.matters.designer import create, form, names
from gaoping_regulation.matters.drafts import DOCTYPE


@frappe.whitelist(methods=["GET"])
def load_form() -> dict:
	"""The page's fields, in six steps."""
	require_designer()
	return {"fields": form.fields(), "steps": form.STEPS}


@frappe.whitelist(methods=["GET"])
def get_names(title: str) -> dict:
	"""Code and ASCII name proposed for a matter's title."""
	require_designer()
	return {"code": names.code(str(title)[:60]), "new_doctype": names.doctype(str(title)[:60])}


@frappe.whitelist(methods=["POST"])
def create_draft(values: str | dict) -> dict:
	"""Make the draft of a new matter; mistakes come back with their fields."""
	return {"draft": create.create(parse_object(values, "values"))}


def require_designer() -> None:
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("新事项由业务管理员设计，您没有该角色。", StateLocked)
