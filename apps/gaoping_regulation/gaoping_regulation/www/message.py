import frappe
from frappe.www import message

no_cache = 1


def get_context(context):
	"""The framework's message page with the status it was asked to have, which some 15.x lose on the way."""
	context.http_status_code = frappe.local.response.get("http_status_code")
	return message.get_context(context)
