"""Staff methods of the outbox: the number of failures, and sending again."""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation.casework.notices import FAILED, OUTBOX, WAITING
from gaoping_regulation.casework.notices.sending import wake
from gaoping_regulation.engine import events
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import CaseError, refuse


@frappe.whitelist()
def count_failed(filters=None) -> dict:
	"""How many notices were given up: the number card of 配置工作台, with the list behind it."""
	frappe.has_permission(OUTBOX, throw=True)
	options = {"status": FAILED}
	number = len(frappe.get_list(OUTBOX, options, pluck="name", limit=1000))
	return {"value": number, "fieldtype": "Int", "route": ["List", OUTBOX], "route_options": options}


@frappe.whitelist(methods=["POST"])
def resend(notice: str) -> dict:
	"""Try a notice again that was given up; 业务管理员 alone, noted in the trail.

	Raises PermissionError for anybody else, CaseError for a notice that did not fail.
	"""
	if frappe.session.user != "Administrator" and role_name("business_admin") not in frappe.get_roles():
		refuse("只有业务管理员可以重新发送通知。", frappe.PermissionError, "没有权限")
	found = frappe.db.get_value(OUTBOX, notice, ["name", "status", "case_doctype", "case_name"], as_dict=True, for_update=True)
	if found is None or found.status != FAILED:
		refuse("这条通知没有发送失败，不用重新发送。请刷新页面。", CaseError)
	frappe.db.set_value(OUTBOX, notice, {"status": WAITING, "attempts": 0, "next_try_on": now_datetime()})
	events.record(frappe.get_doc(found.case_doctype, found.case_name), "重新发送通知", 通知=notice)
	wake()
	return {"notice": notice, "status": WAITING}
