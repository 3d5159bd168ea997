"""服务评价: five grades, once for a case, after its end; bad ones are called back, a demand for money is an alert.

国务院办公厅 好差评 (差评须回访): the limit of 15 working days is a setting. 客户满意度 is a measure of 计量检定's chart.
"""

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import clock
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.risk_control import alerts

BAD, CALLBACK_DAYS = 2, 15
TO_CALL, CALLED = "待回访", "已回访"
# 附加有偿服务、指定中介、刁难 in each chart.
PAID_POINTS = {"DY": "DY-SC-4", "YJ": "YJ-SC-4", "QJ": "QJ-SC-6", "XD": "XD-SC-5", "XT": "XT-SC-5"}


def enter(doc, grade: int, comment: str, parts: dict[str, int], asked_to_pay: bool) -> None:
	"""Keep a rating of a closed case; raises FormErrors for a grade that is none, StateLocked for a second rating."""
	if not 1 <= grade <= 5:
		raise_form_errors([form_error("grade", "请选择 1 至 5 的评价。")])
	if wrong := [name for name, value in parts.items() if not 0 <= value <= 5]:
		raise_form_errors([form_error(wrong[0], "分项评价请选择 1 至 5，不评价的留空。")])
	bad = grade <= BAD
	days = frappe.get_cached_doc("Regulation Settings").callback_days or CALLBACK_DAYS
	rating = frappe.new_doc("Service Rating")
	rating.update(
		{
			**{field: doc.get(field) for field in ("matter", "case_no")},
			**parts,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"grade": grade,
			"comment": comment[:500],
			"asked_to_pay": int(asked_to_pay),
			"rated_on": now_datetime(),
			"callback_status": TO_CALL if bad else "",
			"callback_due": clock.due(now_datetime(), days) if bad else None,
		}
	)
	rating.flags.by_applicant = True
	try:
		rating.insert(ignore_permissions=True)
	except (frappe.UniqueValidationError, frappe.DuplicateEntryError):
		frappe.clear_messages()
		refuse("您已评价过这个办件，每件只评价一次。", StateLocked)
	if asked_to_pay:
		report_payment(doc, rating)


def report_payment(doc, rating) -> None:
	evidence = {"评价": rating.name, "意见": rating.comment, "评价时间": str(rating.rated_on)}
	points = [PAID_POINTS[doc.matter]] if doc.matter in PAID_POINTS else []
	alerts.raise_alert("paid-service-reported", "申请人反映被要求付费或者找中介。", evidence, title="被要求付费或者找中介", doc=doc, points=points, level="高")


def overdue(today=None) -> list:
	"""Bad ratings whose call-back is late."""
	return frappe.get_all("Service Rating", {"callback_status": TO_CALL, "callback_due": ("<", today or getdate())}, ["name", "case_no"])
