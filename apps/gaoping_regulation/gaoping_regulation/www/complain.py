import frappe
from gaoping_regulation.portal import api


def get_context(context):
	context.title = "投诉建议"
	context.matters = api.matters()
	context.case_no = frappe.form_dict.case_no or ""
