"""回避申报: what an officer declares of his kin and interests; he and 纪检监察 alone see it."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.masking import mask_id
from gaoping_regulation.risk_control import alerts


class RecusalDeclaration(Document):
	def validate(self):
		before = self.get_doc_before_save()
		self.officer = before.officer if before else frappe.session.user
		if self.officer != frappe.session.user:
			refuse("回避申报由本人填写和更新。", StateLocked)
		self.officer_name = events.full_name(self.officer)
		self.id_no = (self.id_no or "").strip().upper()
		self.id_no_masked = mask_id(self.id_no) if self.id_no else ""
		found = []
		if not (self.id_no or self.phone or self.address):
			found.append(form_error("id_no", "证件号码、电话、地址至少填写一项，系统据此自动比对。"))
		if self.valid_until and getdate(self.valid_until) < getdate(self.valid_from):
			found.append(form_error("valid_until", "“至”不能早于“自”，请改正。"))
		raise_form_errors(found)

	def on_update(self):
		events.append("回避申报", {"申报人": self.officer, "关系": self.relation, "自": str(self.valid_from), "至": str(self.valid_until or "长期")})

	def on_trash(self):
		refuse("回避申报不得删除。关系终止时请填写“至”。", StateLocked)


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	user = user or frappe.session.user
	return None if doc.is_new() or doc.officer == user or (ptype == "read" and watches(user)) else False


def query_condition(user: str | None = None) -> str:
	user = user or frappe.session.user
	return "" if watches(user) else f"`tabRecusal Declaration`.`officer` = {frappe.db.escape(user)}"


def watches(user: str) -> bool:
	"""纪检监察 alone: a declaration is no business of the heads."""
	return user in alerts.inspectors() or user == "Administrator"
