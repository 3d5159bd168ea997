"""A person's request about his data: what came in stays, 业务管理员 answers once."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from gaoping_regulation.casework import data_requests
from gaoping_regulation.engine import changes, events
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse

CAME_IN = ("kind", "user", "full_name", "case_no", "content", "received_on", "answer_due", "handled_by", "handled_on")


class DataRequest(Document):
	def validate(self):
		if self.flags.received:
			return
		before = self.get_doc_before_save()
		if before is None:
			refuse("请求由本人在“我的信息”页面提出，不能在这里新建。", StateLocked)
		for field in CAME_IN:
			if changes.differs(self.get(field), before.get(field)):
				refuse(f"“{self.meta.get_label(field)}”是请求原文或者由系统填写，不能修改。", StateLocked)
		if before.status != data_requests.WAITING:
			refuse("请求已经答复，不能再改。", StateLocked)
		if self.status != before.status:
			self.answer()

	def answer(self) -> None:
		if not (self.reply or "").strip():
			raise_form_errors([form_error("reply", "请填写答复：怎样处理，不予办理的写明理由。")])
		self.handled_by, self.handled_on = frappe.session.user, now_datetime()
		events.append("办理个人信息请求", {"请求": self.name, "种类": self.kind, "结果": self.status})

	def on_trash(self):
		refuse("个人信息请求不得删除。", StateLocked)
