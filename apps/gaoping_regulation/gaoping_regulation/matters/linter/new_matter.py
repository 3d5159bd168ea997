"""A new matter's own part: whatever way its draft was written, it opens no DocType that is there and makes no field of ours."""

import frappe

from gaoping_regulation.engine.guard import SYSTEM_FIELDS
from gaoping_regulation.matters.designer import build, create
from gaoping_regulation.matters.fence.fields import FIELDNAME
from gaoping_regulation.matters.guide import blank_phones
from gaoping_regulation.matters.linter import error


def check(draft, new: dict):
	if not draft.is_new_matter:
		return
	yield from head(draft)
	yield from fields(draft)


def head(draft):
	code, name = draft.code or "", draft.new_doctype or ""
	if not create.CODE.fullmatch(code) or frappe.db.exists("Administrative Matter", code):
		yield error("事项代码", f"“{code}”不能用：须为2至4位大写字母或数字（不含I、O、S、V、Z），且没有事项在用。请换一个。")
	if not create.NAME.fullmatch(name) or not is_free(name):
		yield error("单据英文名", f"“{name}”不能用：须以英文字母开头，只含英文字母、数字和空格，且没有被使用。请换一个。")
	title = draft.title or ""
	if not create.PLAIN.fullmatch(title) or frappe.db.exists("Workflow", title) or frappe.db.exists("Administrative Matter", {"title": title}):
		yield error("事项名称", f"“{title}”不能用：须为普通文字，且没有同名的事项。请换一个。")
	for label in blank_phones(draft):
		yield error(label, "没有电话的办事指南不能公开，请填写。")


def is_free(name: str) -> bool:
	"""Whether a DocType may be made, or was by an approval of this draft that then failed: an application of nobody's."""
	found = frappe.db.get_value("DocType", name, ["custom", "module", "istable", "issingle"], as_dict=True)
	if found is None:
		return True
	ours = found.custom and found.module == "Casework" and not found.istable and not found.issingle
	if not ours or frappe.db.exists("Administrative Matter", {"ref_doctype": name}):
		return False
	meta = frappe.get_meta(name)
	return all(meta.has_field(field) for field in SYSTEM_FIELDS if field != "owner")


def fields(draft):
	taken = {*build.HEAD, *build.PERSON, *build.TAIL, "sb_content", *frappe.model.default_fields, *frappe.model.optional_fields}
	for row in draft.form_fields:
		place, name = f"申请表字段第{row.idx}行", row.fieldname or ""
		if not FIELDNAME.fullmatch(name) or name in taken:
			yield error(place, f"字段名“{name}”不能用：须由小写英文字母、数字和下划线组成，且不与其他字段相同。请改正。")
		taken.add(name)
		texts = (row.label, row.description, row.options)
		if not row.label or any(sign in (text or "") for text in texts for sign in "<>{}"):
			yield error(place, "请填写名称；名称、说明和选项只能是普通文字，不能含有尖括号和花括号。")
		if row.fieldtype not in build.KINDS:
			yield error(place, f"字段类型“{row.fieldtype}”不能使用，请另选。")
		if row.options and row.fieldtype != "Select":
			yield error(place, "只有“选择”类型的字段需要选项，请清空。")
