"""A box of a matter's 运行流程图: the bureau's own text, letter for letter, and where the flow goes from it."""

import re

import frappe
from frappe.model.document import Document

from gaoping_regulation.engine.conditions import names
from gaoping_regulation.engine.errors import form_error, raise_form_errors, refuse

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class FlowBox(Document):
	def validate(self):
		if self.flags.seeding:
			return
		before = self.get_doc_before_save()
		if (self.original_text or "") != ((before.original_text if before else "") or ""):
			refuse("“原文”是本局原图的文字，不能修改。更正请填“显示文字”。")
		if not KEY.fullmatch(self.key or ""):
			raise_form_errors([form_error("key", "“标识”须以小写字母开头，只含小写字母、数字和下划线。")])
		raise_form_errors(self.problems())

	def problems(self) -> list[dict]:
		"""Links and joined boxes that lead nowhere, and states that the matter does not have."""
		known = set(frappe.get_all("Flow Box", {"matter": self.matter}, pluck="key")) | {self.key}
		states = set(frappe.get_all("Matter State", {"parent": self.matter}, pluck="key"))
		found = [
			form_error("to_box", f"本事项没有标识为“{row.to_box}”的框，请改正。", "links", row.idx) for row in self.links if row.to_box not in known
		]
		if self.part_of and (self.part_of not in known or self.part_of == self.key):
			found.append(form_error("part_of", f"本事项没有标识为“{self.part_of}”的另一框，请改正。"))
		if self.same_row_as and self.same_row_as not in known:
			found.append(form_error("same_row_as", f"本事项没有标识为“{self.same_row_as}”的框，请改正。"))
		if unknown := [state for state in names(self.states) if state not in states]:
			found.append(form_error("states", f"本事项没有状态“{'、'.join(unknown)}”，请改正。"))
		return found

	def on_trash(self):
		if self.original_text and not frappe.flags.in_uninstall:
			refuse("本框是本局原图的一部分，不能删除。不需要时可以去掉指向它的连线。")
