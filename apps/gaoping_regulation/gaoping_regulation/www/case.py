import frappe
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import require_login


def get_context(context):
	"""/cases/<case>: where a case stands and what its applicant does next."""
	require_login()
	if not frappe.form_dict.case:
		raise frappe.DoesNotExistError
	context.case = case = api.case(case=frappe.form_dict.case)
	context.matter = api.matter(code=case["matter"])
	context.title = case["matter_title"]
	context.answers = answers(context.matter["fields"], case["values"])
	context.uploads = uploads(case, context.matter) if case["uploadable"] else []
	context.places = places(context.matter) if case["editable"] else {}
	context.inbox = api.messages(case=case["case"])
	context.data = {"user": context.user, "matter": case["matter"], "case": case["case"], "actions": case["actions"]}


def uploads(case: dict, matter: dict) -> list[dict]:
	"""The materials to upload on this page, where only uploading is open (待盖章上传); those of other categories left out."""
	guide = {row["code"]: row for row in matter["materials"]}
	return [{**guide.get(row["code"], {}), **row, "case": case["case"], "only_if": ""} for row in case["materials"]]


def places(matter: dict) -> dict[str, str]:
	"""{field or material: its id in the form}, where a notice's item leads to."""
	fields = {field["fieldname"]: f"f-{field['fieldname']}" for field in matter["fields"]}
	return {**fields, **{row["code"]: f"m-{row['code']}" for row in matter["materials"]}}


def answers(fields: list[dict], values: dict) -> list[dict]:
	"""What the applicant entered, in the form's order, as label and text; a table as its rows."""
	shown = []
	for field in fields:
		value = values.get(field["fieldname"])
		if field["fieldtype"] == "Table":
			rows = [answers(field["columns"], row) for row in value or []]
			shown.append({"label": field["label"], "rows": rows})
		elif field["fieldtype"] == "Check":
			shown.append({"label": field["label"], "text": "是" if value else "否"})
		elif value not in (None, ""):
			shown.append({"label": field["label"], "text": text(field, value)})
	return shown


def text(field: dict, value) -> str:
	if field["fieldtype"] == "MultiCheck":
		return "、".join(label(field, one) for one in str(value).split("\n") if one)
	return label(field, value)


def label(field: dict, value) -> str:
	for option in field.get("options") or []:
		if isinstance(option, dict) and option["value"] == value:
			return option["label"]
	return f"{value}（待核对）" if value in (field.get("unverified") or []) else str(value)
