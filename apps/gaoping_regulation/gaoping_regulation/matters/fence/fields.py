"""Custom Field: optional fields on the forms of the matters, of types that hold plain values (design 7, issue 6)."""

import re

import frappe

from gaoping_regulation.matters import fence
from gaoping_regulation.matters.fence import expressions

FIELDNAME = re.compile(r"[a-z][a-z0-9_]{1,58}")
LAYOUT = ("Section Break", "Column Break", "Tab Break")
TYPES = (
	"Data",
	"Small Text",
	"Text",
	"Int",
	"Float",
	"Currency",
	"Percent",
	"Check",
	"Select",
	"Date",
	"Time",
	"Link",
	"Phone",
	*LAYOUT,
)
DATA_KINDS = ("", "Email", "Name", "Phone", "URL")
# Looks and layout; whatever is neither here nor in CHECKED must stay at nothing, or as it was.
FREE = frozenset(
	"label description insert_after bold columns width print_width in_list_view in_standard_filter in_preview collapsible"
	" print_hide print_hide_if_no_value report_hide hide_border hidden read_only no_copy precision length non_negative"
	" search_index allow_in_quick_entry sort_options hide_days hide_seconds placeholder show_dashboard translatable"
	" module idx".split()
)
CHECKED = frozenset(
	"dt fieldname fieldtype options default reqd depends_on collapsible_depends_on read_only_depends_on".split()
)
CONDITIONS = ("depends_on", "collapsible_depends_on", "read_only_depends_on")
REQUIRED = (
	"必填字段不能直接加入：已保存的草稿和在办件会因此无法提交。请先作为选填字段加入，"
	"再在“配置草案”的“必填字段”中加上它，经批准发布后只对新申请必填。"
)


def check(doc) -> None:
	check_change(doc, doc.get_doc_before_save())


def check_deletion(doc) -> None:
	fence.require_open(doc.dt)
	require_own(doc)
	meta = frappe.get_meta(doc.dt)
	if doc.fieldtype not in LAYOUT and meta.has_field(doc.fieldname) and is_filled(doc.dt, doc.fieldname, doc.fieldtype):
		fence.stop(f"已有办件填写了“{doc.label}”，不能删除。不再使用时请把它设为隐藏。")


def is_filled(doctype: str, fieldname: str, fieldtype: str) -> bool:
	empty = (0,) if fieldtype in ("Check", "Int", "Float", "Currency", "Percent") else ("",)
	return bool(frappe.get_all(doctype, {fieldname: ("not in", empty)}, limit=1))


def require_own(doc) -> None:
	"""Fields that set-up or the engine made (workflow_state of a DocType from the browser) are not his."""
	df = frappe._dict(fieldname=doc.fieldname, permlevel=doc.permlevel, parent="")
	if doc.is_system_generated or fence.is_system_field(df):
		fence.stop(f"“{doc.label or doc.fieldname}”是系统字段，业务管理员不能改动。需要时请联系系统管理员。")


def check_change(doc, before) -> None:
	"""Decide over a Custom Field as it would be saved; `before` is the stored one or None."""
	fence.require_open(doc.dt)
	if before:
		require_own(before)
	if before and (doc.dt, doc.fieldname) != (before.dt, before.fieldname):
		fence.stop("字段所属单据和字段名不能改。请新增一个字段。")
	check_name_and_type(doc, before)
	check_required(doc, before)
	check_options(doc)
	check_default(doc)
	check_conditions(doc)
	check_text(doc)
	refuse_the_rest(doc, before)


def check_name_and_type(doc, before) -> None:
	name = (doc.fieldname or "").lower()
	if doc.fieldtype not in LAYOUT and not FIELDNAME.fullmatch(name):
		fence.stop("字段名须由小写英文字母、数字和下划线组成，如 custom_stall_area。请填写字段名（标签可用中文）。")
	if not before and fence.is_system_field(frappe._dict(fieldname=name, permlevel=0, parent="")):
		fence.stop(f"字段名“{name}”由系统使用，请换一个字段名。")
	if doc.fieldtype not in TYPES:
		fence.stop(
			f"字段类型“{doc.fieldtype}”不能由业务管理员使用。可用：文本、数字、勾选、选择、日期、时间、链接和分栏；"
			"需要上传的材料请加到事项的申请材料表中。"
		)


def check_required(doc, before) -> None:
	required = doc.reqd and not (before and before.reqd)
	if required or not fence.same(doc.mandatory_depends_on, before and before.mandatory_depends_on):
		fence.stop(REQUIRED)


def check_options(doc) -> None:
	"""Options name plain choices or a catalogue of this app: no table, no account, no code of a virtual field."""
	options = (doc.options or "").strip()
	if doc.fieldtype == "Link":
		if options not in catalogues():
			fence.stop(f"链接字段只能指向本系统的目录（{'、'.join(sorted(catalogues()))}）。请改选。")
	elif doc.fieldtype == "Data":
		if options not in DATA_KINDS:
			fence.stop("文本字段的选项只能为空，或填 Email、Phone、Name、URL。请改正。")
	elif doc.fieldtype == "Select":
		if "<" in options:
			fence.stop("选项只能是普通文字，不能含有“<”。请改正。")
	elif options and doc.fieldtype not in ("Currency", *LAYOUT):
		fence.stop(f"“{doc.fieldtype}”类型的字段不需要填写选项，请清空。")


def catalogues() -> set[str]:
	"""DocTypes that an applicant may choose from: lists of ours that everybody may read."""
	rows = frappe.get_all("DocPerm", {"role": "All", "read": 1, "permlevel": 0}, pluck="parent")
	ours = frappe.get_all("DocType", {"module": "Matters", "istable": 0, "issingle": 0, "name": ("in", rows or [""])}, pluck="name")
	return set(ours) | {"Food Business Item"}


def check_default(doc) -> None:
	check_default_value(doc.default)


def check_default_value(value) -> None:
	text = str(value or "")
	if text.startswith((":", "__", "eval:")) or any(sign in text for sign in "<{"):
		fence.stop("默认值只能是普通文字、数字或日期，不能引用其他记录或使用表达式。请改正。")


def check_conditions(doc) -> None:
	names = {df.fieldname for df in frappe.get_meta(doc.dt).fields} | {doc.fieldname}
	for key in CONDITIONS:
		if problem := expressions.depends_on_problem(doc.get(key), names):
			fence.stop(problem)


def check_text(doc) -> None:
	"""Labels and hints are shown as HTML by the Desk."""
	for key in ("label", "description", "placeholder", "width", "print_width"):
		if any(sign in str(doc.get(key) or "") for sign in "<>"):
			fence.stop("标签和说明只能是普通文字，不能含有“<”“>”。请改正。")


def refuse_the_rest(doc, before) -> None:
	"""permlevel, unique, fetch_from, is_virtual, ignore_xss_filter … stay as they are."""
	for df in doc.meta.fields:
		name = df.fieldname
		if name in FREE or name in CHECKED or name == "mandatory_depends_on":
			continue
		if df.fieldtype in frappe.model.no_value_fields:
			continue
		if not fence.same(doc.get(name), before.get(name) if before else None):
			fence.stop(f"字段属性“{frappe._(df.label or name)}”不能由业务管理员设置，请恢复原值。需要时请联系系统管理员。")
