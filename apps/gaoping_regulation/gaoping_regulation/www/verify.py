from urllib.parse import quote

import frappe
from gaoping_regulation.engine import roots
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import redirect


def get_context(context):
	"""/verify asks for a code, /verify/<code> answers: that address is what the QR on a document holds."""
	code = (frappe.form_dict.code or "").strip()
	context.title = "证件验证"
	context.code, context.found = code, None
	context.roots = roots.read()[: -roots.SHOWN - 1 : -1]
	if not code:
		return
	if "code" in frappe.local.request.args:
		redirect(f"/verify/{quote(code, safe='')}")
	try:
		context.found = api.verify(code=code)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
