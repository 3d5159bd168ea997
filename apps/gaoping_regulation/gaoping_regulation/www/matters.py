from urllib.parse import quote

import frappe
from gaoping_regulation.engine.errors import CaseError
from gaoping_regulation.portal import api
from gaoping_regulation.portal.allowlist import PORTAL_MODULE
from gaoping_regulation.portal.pages import redirect
from gaoping_regulation.risk_control.drawing import KINDS, sheet
from markupsafe import Markup


def get_context(context):
	"""/matters/<code>: the guide of one matter, with its two charts as they stand now."""
	code = frappe.form_dict.code
	if not code:
		redirect("/")
	context.matter = api.matter(code=code)
	context.title = f"{context.matter['title']} 办事指南"
	context.specimen_url = f"/api/method/{PORTAL_MODULE}.specimen?code={quote(code)}"
	context.charts = [chart for kind in KINDS if (chart := drawn(code, kind))]


def drawn(code: str, kind: str) -> dict | None:
	"""A chart for the public; a matter without one shows none."""
	try:
		found = sheet.sheet(code, kind)
	except CaseError:
		frappe.clear_messages()
		return None
	return {**found, "svg": Markup(found["svg"]), "heading": sheet.TITLES[kind]}
