import frappe


def get_context(context):
	context.title = "进度查询"
	context.case_no = frappe.form_dict.case_no or ""
