import frappe
from frappe.utils import cint
from gaoping_regulation.portal import api
from gaoping_regulation.portal.pages import require_login

PAGE_LENGTH = 20
MESSAGES = 10


def get_context(context):
	require_login()
	context.title = "我的办件"
	context.start = max(cint(frappe.form_dict.start), 0)
	context.cases, context.more, context.matters, context.registrations, context.instruments = [], False, [], [], []
	if context.is_staff:
		return
	# One more than a page shows whether there is a next one, without counting.
	found = api.my_cases(start=context.start, page_length=PAGE_LENGTH + 1)
	context.cases, context.more = found[:PAGE_LENGTH], len(found) > PAGE_LENGTH
	context.next_start = context.start + PAGE_LENGTH
	context.previous_start = max(context.start - PAGE_LENGTH, 0)
	context.registrations = [] if context.start else api.my_registrations()
	context.instruments = [] if context.start else api.my_instruments()
	context.inbox = {} if context.start else api.messages(page_length=MESSAGES)
	context.matters = [matter for matter in api.matters() if matter["status"] == "在办"]
