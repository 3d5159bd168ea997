import frappe
from frappe.utils import cint
from gaoping_regulation.portal import api


def get_context(context):
	"""The public register of one matter; the names in it come masked from the API."""
	context.title = "备案公示"
	context.matters = api.matters()
	codes = [matter["code"] for matter in context.matters]
	code = frappe.form_dict.matter
	context.code = code if code in codes else (codes[0] if codes else None)
	context.start = max(cint(frappe.form_dict.start), 0)
	context.rows = api.public_register(matter=context.code, start=context.start) if context.code else []
	context.next_start = context.start + len(context.rows)
