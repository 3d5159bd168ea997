import frappe
from frappe.utils import cint
from gaoping_regulation.casework import registers
from gaoping_regulation.engine.errors import FormErrors
from gaoping_regulation.portal import api


def get_context(context):
	"""The public register of one matter; the names in it come masked from the API."""
	context.title = "备案公示"
	context.matters = api.matters()
	codes = [matter["code"] for matter in context.matters]
	code = frappe.form_dict.matter
	context.code = code if code in codes else (codes[0] if codes else None)
	context.start = max(cint(frappe.form_dict.start), 0)
	context.number = str(frappe.form_dict.number or "").strip()[:100]
	context.rows = api.public_register(matter=context.code, start=context.start, number=context.number) if context.code else []
	context.next_start = context.start + len(context.rows)
	context.searchable = bool(context.code and registers.searcher(context.code))
	context.query = str(frappe.form_dict.query or "").strip()[:100]
	look_up(context)


def look_up(context) -> None:
	"""The answers of a register that is open to be looked up; `answers` is None where nothing was asked."""
	context.answers, context.problem = None, ""
	if not (context.searchable and "query" in frappe.form_dict):
		return
	try:
		context.answers = api.search_register(matter=context.code, query=context.query or "-")
	except FormErrors as error:
		frappe.clear_messages()
		frappe.local.response.pop("errors", None)
		context.problem = error.errors[0]["message"]
