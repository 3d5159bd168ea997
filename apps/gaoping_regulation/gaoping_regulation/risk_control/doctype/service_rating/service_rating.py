"""A rating is the applicant's; 纪检监察 enters how the call-back went, nobody else anything."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from gaoping_regulation.engine import changes, events
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.risk_control import ratings

WRITABLE = frozenset(("callback_result", "callback_status", "callback_by", "callback_on"))


class ServiceRating(Document):
	def validate(self):
		if self.flags.by_applicant:
			return
		before = self.get_doc_before_save()
		if before is None or [df.fieldname for df in changes.changed_fields(self, before, WRITABLE)]:
			refuse("评价由申请人作出，任何人不得新增或修改；只能填写回访情况。", StateLocked)
		if before.callback_status != ratings.TO_CALL:
			refuse("这件评价不需要回访，或者已经回访。", StateLocked)
		if (self.callback_result or "").strip():
			self.callback_status, self.callback_by, self.callback_on = ratings.CALLED, frappe.session.user, now_datetime()
			events.append("差评回访", {"评价": self.name, "办件编号": self.case_no})
		else:
			self.callback_status, self.callback_by, self.callback_on = before.callback_status, None, None

	def on_trash(self):
		refuse("评价不得删除。", StateLocked)
