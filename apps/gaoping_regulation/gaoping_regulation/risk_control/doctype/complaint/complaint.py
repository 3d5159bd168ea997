"""A complaint: what came in stays as it is; 纪检监察 accepts, assigns and answers."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from gaoping_regulation.engine import changes, events
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.risk_control import alerts, complaints

CAME_IN = ("receipt", "matter", "case_no", "content", "contact", "anonymous", "received_on", "accept_due", "answer_due", "accepted_on", "answered_on")
STEPS = (complaints.WAITING, complaints.ACCEPTED, complaints.ANSWERED)


class Complaint(Document):
	def validate(self):
		if self.flags.received:
			return
		before = self.get_doc_before_save()
		if before is None:
			refuse("投诉由投诉人在网上提交，或者代其在“投诉建议”页面录入。", StateLocked)
		self.refuse_other_changes(before)
		self.require_handler()
		self.take_steps(before)

	def refuse_other_changes(self, before) -> None:
		for field in CAME_IN:
			if changes.differs(self.get(field), before.get(field)):
				refuse(f"“{self.meta.get_label(field)}”是投诉原文或者由系统填写，不能修改。", StateLocked)
		if before.status == complaints.ANSWERED and (self.reply != before.reply or self.status != before.status):
			refuse("投诉已经答复，答复内容不能再改。", StateLocked)

	def require_handler(self) -> None:
		"""An inspector who did not act in the case complained about, and nobody who did writes the answer."""
		involved = complaints.concerned(self.case_no)
		if frappe.session.user in involved:
			refuse("您办理过被投诉的办件，不能处理这件投诉。请转由其他纪检监察人员处理。", StateLocked)
		if self.assigned_to and (self.assigned_to not in alerts.inspectors() or self.assigned_to in involved):
			raise_form_errors([form_error("assigned_to", "承办人须是纪检监察人员，并且没有办理过被投诉的办件，请重新选择。")])

	def take_steps(self, before) -> None:
		if STEPS.index(self.status) < STEPS.index(before.status):
			refuse(f"投诉已是“{before.status}”，不能退回。", StateLocked)
		now = now_datetime()
		if self.status != complaints.WAITING:
			self.accepted_on = self.accepted_on or now
			self.assigned_to = self.assigned_to or frappe.session.user
		if self.status == complaints.ANSWERED:
			if not (self.reply or "").strip():
				raise_form_errors([form_error("reply", "请填写答复内容，再改为“已答复”。")])
			self.answered_on = self.answered_on or now
		if self.status != before.status:
			events.append("办理投诉", {"投诉": self.receipt, "状态": self.status, "承办人": self.assigned_to})

	def on_trash(self):
		refuse("投诉不得删除。", StateLocked)
