from itertools import groupby

import frappe
from gaoping_regulation.portal import api, views
from gaoping_regulation.portal.identity import profiles
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
	context.acting_for = [] if case or context.is_staff else acting_for(matter["code"])
	context.on_behalf = None if case else chosen(context.acting_for, frappe.form_dict.get("for"))
	context.values = case["values"] if case else filled_in(matter, context)
	context.sections = sections(matter["fields"])
	context.materials = materials(matter, case) if materials_due(matter, case) else []
	context.notice = open_notice(case)
	context.marks, context.unplaced = marks(context.notice, matter)
	context.drafts = views.open_drafts(context.user, matter["code"]) if context.open and not case else []
	context.data = page_data(context)


def sections(fields: list[dict]) -> list[dict]:
	return [
		{"title": title, "fields": list(group)}
		for title, group in groupby(fields, key=lambda field: field.get("section") or "申请内容")
	]


def acting_for(code: str) -> list[dict]:
	"""Whom the caller may file this matter for."""
	return [row for row in profiles.acting_for(frappe.session.user) if code in row["matters"]]


def chosen(people: list[dict], profile: str | None) -> dict | None:
	"""The one for whom the form is to be filed; a 404 for one that the caller does not act for."""
	if not profile:
		return None
	found = next((row for row in people if row["name"] == profile), None)
	if found is None:
		raise frappe.DoesNotExistError
	return found


def filled_in(matter: dict, context: dict) -> dict:
	"""A new form's values: the fields' defaults, and over them what the account's profile knows."""
	user, other = frappe.session.user, context.on_behalf
	principal = profiles.principal(user, other["name"], matter["code"]) if other else None
	doctype = frappe.get_cached_value("Administrative Matter", matter["code"], "ref_doctype")
	known = {} if context.is_staff else profiles.form_values(doctype, user, principal)
	return {**defaults(matter["fields"]), **known}


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


def open_notice(case: dict | None) -> dict | None:
	"""The correction notice that this form answers."""
	return case["notices"][0] if case and case["state_key"] in CORRECTING and case["notices"] else None


def marks(notice: dict | None, matter: dict) -> tuple[dict, list[str]]:
	"""What a notice asks for: {place in the form: text}, and the texts that name no place of it.

	A place is a field, a material, or a table's field as `table.row.field`.
	"""
	places = {field["fieldname"] for field in matter["fields"]} | {row["code"] for row in matter["materials"]}
	placed, unplaced = {}, []
	for item in notice["items"] if notice else []:
		code = item["code"] or ""
		if code.partition(".")[0] in places:
			placed[code] = f"{placed[code]}\n{item['text']}" if code in placed else item["text"]
		else:
			unplaced.append(item["text"])
	return placed, unplaced


def page_data(context: dict) -> dict:
	case = context.case
	return {
		"matter": context.matter["code"],
		"title": context.matter["title"],
		"user": context.user,
		"case": case["case"] if case else None,
		"on_behalf": context.on_behalf["name"] if context.on_behalf else None,
		"actions": case["actions"] if case else [],
		"revision": case["revision"] if case else None,
	}
