import frappe
from gaoping_regulation.engine import roots
from gaoping_regulation.engine.errors import CaseError
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import redirect


def get_context(context):
	"""/figures: what was received and decided in a month, and the daily roots of the trail."""
	context.title = "办理数据"
	context.roots = roots.read()[: -roots.SHOWN - 1 : -1]
	try:
		context.figures = api.figures(month=frappe.form_dict.month)
	except CaseError:
		frappe.clear_messages()
		redirect("/figures")
