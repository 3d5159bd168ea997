"""Property Setter: how a standard field looks; what integrity rests on cannot be switched off (design 7)."""

import json

import frappe

from gaoping_regulation.matters import fence
from gaoping_regulation.matters.fence import expressions, fields

LOOKS = frozenset(
	"label description bold columns width print_width collapsible print_hide print_hide_if_no_value hide_border"
	" placeholder in_preview".split()
)
LISTS = frozenset(("in_list_view", "in_standard_filter"))
CONTENT = frozenset(("hidden", "read_only", "default", "options", "depends_on", "collapsible_depends_on"))
OF_DOCTYPE = frozenset(
	("field_order", "sort_field", "sort_order", "default_view", "search_fields", "title_field", "default_print_format")
)
CLOSED = "属性“{0}”关系到办件的完整性或保密，业务管理员不能改动。需要时请联系系统管理员。"


def check(doc) -> None:
	before = doc.get_doc_before_save()
	identity = ("doc_type", "doctype_or_field", "field_name", "row_name", "property")
	if before and any(not fence.same(doc.get(key), before.get(key)) for key in identity):
		fence.stop("属性设置的对象不能改。请删除后重新设置。")
	check_property(doc.doc_type, doc.field_name, doc.property, doc.value, doc.doctype_or_field, doc.row_name)


def check_deletion(doc) -> None:
	"""Taking a setting back is as safe as making it, for those that he could make."""
	fence.require_open(doc.doc_type)
	allowed = LOOKS | LISTS | CONTENT if doc.field_name else OF_DOCTYPE
	if doc.property not in allowed or doc.row_name:
		fence.stop(CLOSED.format(doc.property))


def check_property(doctype, fieldname, name, value, applies_to=None, row_name=None) -> None:
	"""Decide over one property of a DocType or of one of its fields."""
	fence.require_open(doctype)
	meta = frappe.get_meta(doctype)
	if row_name or applies_to not in (None, "", "DocField", "DocType"):
		fence.stop("业务管理员不能改动单据的链接、操作和状态显示。需要时请联系系统管理员。")
	if not fieldname:
		check_doctype_property(meta, name, value)
		return
	df = meta.get_field(fieldname)
	if df is None:
		fence.stop(f"没有字段“{fieldname}”，请刷新页面后重试。")
	if not fence.same(value, df.get(name)):
		check_field_property(meta, df, name, value)


def check_doctype_property(meta, name: str, value) -> None:
	if fence.same(value, meta.get(name)):
		return
	if name not in OF_DOCTYPE:
		fence.stop(CLOSED.format(name))
	if name in ("search_fields", "title_field"):
		check_public_fields(meta, str(value or ""))
	elif name == "field_order":
		check_order(value)
	elif name == "default_print_format" and frappe.db.get_value("Print Format", value, "doc_type") != meta.name:
		fence.stop("默认打印模板须是本单据的模板，请重新选择。")
	elif name == "sort_field" and not (meta.has_field(value) or value in ("modified", "creation", "name")):
		fence.stop(f"没有字段“{value}”，请重新选择排序字段。")
	elif name == "sort_order" and value not in ("ASC", "DESC"):
		fence.stop("排序只能是 ASC 或 DESC，请重新选择。")


def check_public_fields(meta, names: str) -> None:
	"""A search that looks into hidden numbers would give them away digit by digit."""
	for name in (part.strip() for part in names.split(",") if part.strip()):
		df = meta.get_field(name)
		if df is None or df.permlevel:
			fence.stop(f"“{name}”不能用作标题或搜索字段（不存在，或含有保密内容）。请改选。")


def check_order(value) -> None:
	try:
		names = json.loads(value or "[]")
	except ValueError:
		names = None
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		fence.stop("字段顺序的格式不对，请在“自定义表单”中用拖动来排列。")


def check_field_property(meta, df, name: str, value) -> None:
	if name in ("reqd", "mandatory_depends_on"):
		fence.stop(fields.REQUIRED)
	if name not in LOOKS | LISTS | CONTENT:
		fence.stop(CLOSED.format(name))
	if name in LOOKS:
		check_plain(value)
		return
	if df.permlevel or (name in CONTENT and fence.is_system_field(df)):
		fence.stop(f"“{df.label}”是系统字段，" + CLOSED.format(name))
	if name in ("hidden", "read_only", "depends_on") and df.reqd:
		fence.stop(f"“{df.label}”是必填项，不能隐藏、设为只读或设显示条件，否则无法提交。")
	if name == "read_only" and not int(value or 0):
		fence.stop(f"“{df.label}”由系统填写，不能改为可编辑。")
	if name == "options":
		check_choices(df, value)
	elif name == "default":
		fields.check_default_value(value)
	elif name.endswith("depends_on"):
		known = {field.fieldname for field in meta.fields}
		if problem := expressions.depends_on_problem(value, known):
			fence.stop(problem)


def check_plain(value) -> None:
	if any(sign in str(value or "") for sign in "<>"):
		fence.stop("标签和说明只能是普通文字，不能含有“<”“>”。请改正。")


def check_choices(df, value) -> None:
	"""A choice that cases already carry stays; new ones may be added behind, as numbers count their place."""
	if df.fieldtype != "Select":
		fence.stop(f"“{df.label}”不是选择字段，不能改动其选项。")
	check_plain(value)
	old = [line.strip() for line in (df.options or "").split("\n")]
	new = [line.strip() for line in str(value or "").split("\n")]
	if new[: len(old)] != old:
		fence.stop(f"“{df.label}”原有的选项已用在办件和文号中，须保留且顺序不变；新选项请加在后面。")
