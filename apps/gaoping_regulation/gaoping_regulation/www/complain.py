import frappe
from gaoping_regulation.portal import api


def get_context(context):
	"""/complain: a complaint is made here, and asked after by its receipt."""
	context.title = "投诉建议"
	context.matters = api.matters()
	context.case_no = frappe.form_dict.case_no or ""
	context.receipt, context.found = (frappe.form_dict.receipt or "").strip(), None
	if context.receipt:
		try:
			context.found = api.complaint_status(receipt=context.receipt)
		except frappe.DoesNotExistError:
			frappe.clear_messages()
