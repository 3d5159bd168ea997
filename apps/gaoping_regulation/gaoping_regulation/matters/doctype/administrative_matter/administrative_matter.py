import re

import frappe
from frappe.model.document import Document

from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.engine.numbering import ALPHABET
from gaoping_regulation.matters import personal_fields
from gaoping_regulation.matters.guide import blank_phones

CODE = re.compile(rf"[{ALPHABET}]{{2,4}}")


class AdministrativeMatter(Document):
	def validate(self):
		self.check_code()
		self.check_doctype()
		self.check_keys()
		personal_fields.check(self)
		self.check_guide()
		self.check_decision()

	def check_code(self):
		"""The code stands in case numbers, whose check character knows GB 32100's letters only."""
		if not CODE.fullmatch(self.code or ""):
			refuse("事项代码为2至4位大写字母或数字，不含I、O、S、V、Z。请换一个代码。", frappe.ValidationError)

	def check_doctype(self):
		"""Cases are never submitted or cancelled: a whole class of ways round the workflow is closed with that."""
		if frappe.get_meta(self.ref_doctype).is_submittable:
			refuse("办件的单据类型不能是“可提交”的。请在单据类型中取消后再选。", frappe.ValidationError)

	def check_keys(self):
		"""Each key once in its table, and actions between states that exist."""
		for table in ("stages", "states", "documents"):
			keys = [row.key for row in self.get(table)]
			if len(keys) != len(set(keys)):
				refuse(f"“{self.meta.get_label(table)}”中的标识有重复，请改为各不相同。", frappe.ValidationError)
		states = {row.key for row in self.states}
		for row in self.actions:
			if {row.from_state, row.to_state} - states:
				refuse(f"动作第{row.idx}行“{row.action}”的状态标识不在状态表中，请核对。", frappe.ValidationError)

	def check_guide(self):
		"""No guide is published without its phones (issue 4.5); one that was seeded public stays so until it has them."""
		before = self.get_doc_before_save()
		was_so = before and before.published and blank_phones(before)
		missing = blank_phones(self) if self.published and not was_so and not self.flags.seeding else []
		if missing:
			refuse(f"办事指南缺少{'、'.join(missing)}，不能公开。请在“办事指南”页填齐，或者取消“公开办事指南”。", frappe.ValidationError)

	def check_decision(self):
		"""Whether the bureau still handles a matter is decided on paper; the record says on which (issue 4.5)."""
		if self.status_confirmed and not (self.status_basis or "").strip():
			refuse("请写明“确认的依据”：文件名称和文号，或者会议日期。", frappe.ValidationError)
