import re

import frappe
from gaoping_regulation.portal.identity import external
from gaoping_regulation.portal.pages import redirect, same_site_path

DESK = re.compile(r"/app([/?#]|$)")


def get_context(context):
	"""One log-in page for applicants and staff; the Desk comes here too when its session has ended."""
	asked = frappe.local.request.args
	target = same_site_path(asked.get("redirect-to"))
	for_staff = bool(DESK.match(target))
	if context.signed_in and (context.is_staff or not for_staff):
		redirect(target or ("/app" if context.is_staff else "/cases"))
	context.title = "登录"
	context.target, context.for_staff = target, for_staff
	context.by_code = asked.get("by") == "code" and not for_staff
	context.providers = external.providers()
