"""责任追究 (a measure of every chart): from a confirmed Risk Alert to its result. 纪检监察 writes; the officer sees his own."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.risk_control import alerts

COPIED = ("officer", "officer_name", "case_no", "points")


class AccountabilityRecord(Document):
	def validate(self):
		alert = frappe.get_doc("Risk Alert", self.alert)
		if alert.verdict != alerts.CONFIRMED:
			raise_form_errors([form_error("alert", "只有核查结论为“属实”的预警才能追究责任，请先核查。")])
		if not alert.officer:
			raise_form_errors([form_error("alert", "该预警没有涉及人员，不能追究责任。")])
		if alert.officer == frappe.session.user:
			refuse("不能登记对本人的责任追究，请由其他纪检监察人员登记。", StateLocked)
		if getdate(self.decided_on) > getdate():
			raise_form_errors([form_error("decided_on", "决定日期不能晚于今天，请改正。")])
		self.update({field: alert.get(field) for field in COPIED})

	def after_insert(self):
		events.append("责任追究", {"预警": self.alert, "责任人": self.officer, "方式": self.measure, "决定机关": self.decided_by_office})
		alerts.tell(self.officer, self.alert, f"责任追究：{self.measure}（{self.decided_by_office}，{self.decided_on}）")

	def on_trash(self):
		refuse("责任追究记录不得删除。", StateLocked)


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook: those who watch see all, an officer his own."""
	user = user or frappe.session.user
	return None if doc.is_new() or alerts.watches(user) or doc.officer == user else False


def query_condition(user: str | None = None) -> str:
	user = user or frappe.session.user
	return "" if alerts.watches(user) else f"`tabAccountability Record`.`officer` = {frappe.db.escape(user)}"
