"""What people ask about their own data: to correct, complete, delete or look into it (个人信息保护法 art. 44-50).

业务管理员 answers; what came in stays as it is. The limit of the answer is a setting (依据待确认).
"""

import frappe
from frappe.utils import add_days, getdate, now_datetime

from gaoping_regulation.engine import cases, events
from gaoping_regulation.engine.errors import CaseError, form_error, raise_form_errors, refuse
from gaoping_regulation.risk_control import alerts

REQUEST = "Data Request"
KINDS = ("更正", "补充", "删除", "查阅", "其他")
WAITING, DONE, REFUSED = "待处理", "已办理", "不予办理"
DAYS = 15
LONGEST, MOST_OPEN = 2000, 5
FIELDS = ["name", "kind", "status", "case_no", "content", "reply", "received_on", "answer_due", "handled_on"]


def enter(kind: str, content: str, case: str | None) -> str:
	"""Take in a request of the session's user; returns its name.

	Args:
		kind: one of KINDS
		content: what is wrong and what it should be
		case: one of the user's own cases that it is about; None for the account

	Raises FormErrors that name the field, CaseError for too many open requests.
	"""
	user, content = frappe.session.user, content.strip()
	problems = []
	if kind not in KINDS:
		problems.append(form_error("kind", f"请选择请求的种类：{'、'.join(KINDS)}。"))
	if not content or len(content) > LONGEST:
		problems.append(form_error("content", f"请写明要更正什么、正确的内容是什么，不超过 {LONGEST} 字。"))
	raise_form_errors(problems)
	if frappe.db.count(REQUEST, {"user": user, "status": WAITING}) >= MOST_OPEN:
		refuse(f"您有 {MOST_OPEN} 件请求还没有答复，请等答复后再提出，或到窗口办理。", CaseError, "请稍后再提出")
	request = frappe.new_doc(REQUEST)
	request.update({"kind": kind, "content": content, "status": WAITING, "user": user, "full_name": events.full_name(user)})
	request.update({"received_on": now_datetime(), "answer_due": add_days(getdate(), days()), "case_no": number_of(case)})
	request.flags.received = True
	request.insert(ignore_permissions=True)
	for officer in alerts.holders("business_admin"):
		alerts.tell_of(officer, REQUEST, request.name, f"个人信息{kind}请求，请在 {request.answer_due} 前答复。")
	return request.name


def days() -> int:
	return frappe.get_cached_doc("Regulation Settings").data_request_days or DAYS


def number_of(case: str | None) -> str | None:
	"""The 办件编号 of a case that the caller may name; the portal API has looked whose it is."""
	return cases.get_case(case).case_no if case else None


def of_user(user: str) -> list[dict]:
	"""A user's own requests, newest first."""
	return frappe.get_all(REQUEST, FIELDS, {"user": user}, order_by="received_on desc", limit=100)
