"""Customize Form: core writes changed Custom Fields straight to the database, so all is checked before it begins."""

import frappe
from frappe.custom.doctype.customize_form.customize_form import (
	CustomizeForm,
	docfield_properties,
	doctype_properties,
	is_standard_or_system_generated_field,
)

from gaoping_regulation.matters import fence, undoing
from gaoping_regulation.matters.fence import fields, setters

ROWS = ("links", "actions", "states")


class FencedCustomizeForm(CustomizeForm):
	"""Core's form; whoever is inside the fence customises the matters' DocTypes only, and what the fence lets him."""

	@frappe.whitelist()
	def fetch_to_customize(self):
		self.require_scope()
		return super().fetch_to_customize()

	@frappe.whitelist(methods=["POST"])
	def save_customization(self):
		self.require_scope()
		if self.doc_type and fence.is_fenced():
			self.check_customization()
		with undoing.Customizing(self.doc_type):
			return super().save_customization()

	@frappe.whitelist(methods=["POST"])
	def reset_to_defaults(self):
		self.require_scope()
		with undoing.Customizing(self.doc_type):
			return super().reset_to_defaults()

	@frappe.whitelist(methods=["POST"])
	def reset_layout(self):
		self.require_scope()
		with undoing.Customizing(self.doc_type):
			return super().reset_layout()

	def allow_property_change(self, prop, meta_df, df):
		"""Choices of a matter's form may grow, which core's form allows for no standard field."""
		if prop == "options" and df.fieldtype == "Select" and self.doc_type in fence.open_doctypes():
			return True
		return super().allow_property_change(prop, meta_df, df)

	def require_scope(self) -> None:
		if self.doc_type and fence.is_fenced():
			fence.require_open(self.doc_type)

	def check_customization(self) -> None:
		meta = frappe.get_meta(self.doc_type)
		for name in doctype_properties:
			setters.check_doctype_property(meta, name, self.get(name))
		self.check_fields(meta)
		self.refuse_changed_rows(meta)
		setters.check_plain(self.label)

	def check_fields(self, meta) -> None:
		kept = set()
		for row in self.fields:
			kept.add(row.fieldname)
			df = meta.get_field(row.fieldname) if row.fieldname else None
			if df is None:
				fields.check_change(as_custom_field(self.doc_type, row), None)
			elif is_standard_or_system_generated_field(df):
				for name in docfield_properties:
					if name != "idx" and not fence.same(row.get(name), df.get(name)):
						setters.check_field_property(meta, df, name, row.get(name))
			else:
				before = frappe.get_doc("Custom Field", {"dt": self.doc_type, "fieldname": row.fieldname})
				fields.check_change(as_custom_field(self.doc_type, row, before), before)
		for df in meta.fields:
			if df.fieldname not in kept and not is_standard_or_system_generated_field(df):
				fields.check_deletion(frappe.get_doc("Custom Field", {"dt": self.doc_type, "fieldname": df.fieldname}))

	def refuse_changed_rows(self, meta) -> None:
		"""Actions call methods of the server from the form's menu: not for him."""
		for table in ROWS:
			given = [tuple(str(row.get(key) or "") for key in keys_of(row)) for row in self.get(table) or []]
			stored = [tuple(str(row.get(key) or "") for key in keys_of(row)) for row in meta.get(table) or []]
			if given != stored:
				fence.stop("业务管理员不能改动单据的链接、操作和状态显示。需要时请联系系统管理员。")


def keys_of(row) -> list[str]:
	return [df.fieldname for df in frappe.get_meta(row.doctype).fields if df.fieldtype not in frappe.model.no_value_fields]


def as_custom_field(doctype: str, row, before=None):
	"""The Custom Field that core would write for a row of the form."""
	doc = frappe.copy_doc(before) if before else frappe.new_doc("Custom Field")
	doc.dt = doctype
	for name in docfield_properties:
		doc.set(name, row.get(name))
	doc.fieldname = row.fieldname or ""
	if before:
		doc.set("__islocal", 0)
	return doc
