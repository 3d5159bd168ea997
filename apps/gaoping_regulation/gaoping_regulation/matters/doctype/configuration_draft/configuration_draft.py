import frappe
from frappe.model.document import Document

from gaoping_regulation.engine import changes
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.matters.designer import names
from gaoping_regulation.matters.drafts import DOCTYPE, OPEN, STEPS, WRITING, content


class ConfigurationDraft(Document):
	def before_insert(self):
		"""A draft begins with what is in force, unless it was made by the designer, an import or a version taken up again."""
		if self.flags.by_engine:
			return
		self.update(dict.fromkeys(STEPS) | {"status": WRITING, "is_new_matter": 0})
		self.require_matter()
		self.code, self.base_version = self.matter, content.live_name(self.matter)
		if not self.get("states"):
			content.fill(self, content.live(self.matter))

	def require_matter(self):
		"""One open draft for each matter: two would overwrite each other."""
		if not self.matter or not frappe.db.get_value("Administrative Matter", self.matter, "name", for_update=True):
			refuse("请选择要修改的事项。新建事项请用“事项设计器”。", StateLocked)
		if other := frappe.db.exists(DOCTYPE, {"matter": self.matter, "status": ("in", OPEN)}):
			refuse(f"本事项已有未完成的草案 {other}，请在其中修改，或先将其作废。", StateLocked)

	def validate(self):
		self.fill_names()
		before = self.get_doc_before_save()
		if self.flags.by_engine or before is None:
			return
		if before.status != WRITING:
			refuse(f"草案现为“{before.status}”，不能再改。需要改动时请先退回。", StateLocked)
		for field in (*STEPS, "matter"):
			if changes.differs(self.get(field), before.get(field)):
				refuse(f"“{self.meta.get_label(field)}”由系统填写，不能修改。请刷新页面后重试。", StateLocked)

	def fill_names(self):
		if self.matter:
			self.code = self.matter
			self.title, self.new_doctype = frappe.db.get_value("Administrative Matter", self.matter, ["title", "ref_doctype"])
		meta = frappe.get_meta(self.new_doctype) if self.matter else None
		for row in self.form_fields:
			row.fieldname = row.fieldname or names.fieldname(row.label, {other.fieldname for other in self.form_fields})
		labels = {row.fieldname: row.label for row in self.form_fields}
		for row in self.requirements:
			row.title = labels.get(row.fieldname) or (meta and meta.has_field(row.fieldname) and meta.get_label(row.fieldname))

	def on_trash(self):
		refuse("草案是发布的依据，不能删除。不用的请作废。", StateLocked)
