from itertools import groupby

import frappe
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import redirect, require_login

# States in which the officer's list of what to correct is shown beside the fields.
CORRECTING = ("correction", "prereview_rejected", "review_rejected")


def get_context(context):
	"""/apply/<code>: a new application, or with ?case= a draft or a case to correct."""
	if not frappe.form_dict.code:
		raise frappe.DoesNotExistError
	require_login()
	context.matter = matter = api.matter(code=frappe.form_dict.code)
	context.title = f"申请 {matter['title']}"
	context.case = case = api.case(case=frappe.form_dict.case) if frappe.form_dict.case else None
	if case and not case["editable"]:
		redirect(f"/cases/{case['case']}")
	if case and case["matter"] != matter["code"]:
		raise frappe.DoesNotExistError
	context.open = bool(case) or (matter["status"] == "在办" and not context.is_staff)
	context.values = case["values"] if case else defaults(matter["fields"])
	context.sections = sections(matter["fields"])
	context.materials = materials(matter, case) if materials_due(matter, case) else []
	context.marks = marks(case)
	context.data = page_data(context)


def sections(fields: list[dict]) -> list[dict]:
	return [
		{"title": title, "fields": list(group)}
		for title, group in groupby(fields, key=lambda field: field.get("section") or "申请内容")
	]


def defaults(fields: list[dict]) -> dict:
	return {field["fieldname"]: field["default"] for field in fields if field.get("default")}


def materials_due(matter: dict, case: dict | None) -> bool:
	"""Whether the materials belong to this form, or follow it (动产抵押: the sealed form is printed from what is filled in)."""
	if not case:
		return bool(matter["materials_with_form"])
	return any(action["needs_materials"] for action in case["actions"])


def materials(matter: dict, case: dict | None) -> list[dict]:
	"""What the matter asks for, joined with what this case has of it."""
	present = {row["code"]: row for row in case["materials"]} if case else {}
	name = case["case"] if case else ""
	return [{**present.get(material["code"], {}), **material, "case": name} for material in matter["materials"]]


def marks(case: dict | None) -> dict:
	"""Text of the open correction notice by the field or material that it is about."""
	if not case or case["state_key"] not in CORRECTING or not case["notices"]:
		return {}
	items = case["notices"][0]["items"]
	return {item.get("code") or item.get("field"): item["text"] for item in items}


def page_data(context: dict) -> dict:
	case = context.case
	return {
		"matter": context.matter["code"],
		"title": context.matter["title"],
		"user": context.user,
		"case": case["case"] if case else None,
		"actions": case["actions"] if case else [],
		"modified": case.get("modified") if case else None,
	}
