import frappe
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import redirect


def get_context(context):
	"""/matters/<code>: the guide of one matter."""
	if not frappe.form_dict.code:
		redirect("/")
	context.matter = api.matter(code=frappe.form_dict.code)
	context.title = f"{context.matter['title']} 办事指南"
