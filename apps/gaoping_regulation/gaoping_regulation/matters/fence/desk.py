"""Dashboards, charts, number cards, translations: they run in the browser of whoever opens them, Administrator included."""

import frappe

from gaoping_regulation.engine.protection import KEPT
from gaoping_regulation.matters import fence

CHARTS = ("Count", "Sum", "Average", "Group By")
FUNCTIONS = ("Count", "Sum", "Average", "Minimum", "Maximum")
MODULES = ("Matters", "Casework", "Risk Control")


def require_ours(doctype: str | None) -> None:
	"""Statistics are of the cases and of what belongs to them."""
	if not doctype or frappe.get_meta(doctype).istable:
		fence.stop("图表只能统计办件及其记录，不能直接统计子表。请重新选择单据类型。")
	if doctype in fence.matter_doctypes() or doctype in KEPT:
		return
	if frappe.get_meta(doctype).module not in MODULES:
		fence.stop(f"“{doctype}”不是本系统的单据，不能用于图表。请重新选择单据类型。")


def require_public_field(doctype: str, name: str | None) -> None:
	meta = frappe.get_meta(doctype)
	df = meta.get_field(name) if name else None
	if name and not (df and not df.permlevel) and name not in ("creation", "modified", "name"):
		fence.stop(f"字段“{name}”不存在或含有保密内容，不能用于统计。请重新选择。")


def require_plain(doc, *names: str) -> None:
	"""Dynamic filters and methods are code that the Desk runs."""
	for name in names:
		if (doc.get(name) or "").strip() not in ("", "[]", "{}", "null"):
			fence.stop(f"“{frappe._(doc.meta.get_label(name))}”会执行代码，业务管理员不能使用，请清空。请改用固定的筛选条件。")


def require_not_standard(doc) -> None:
	before = doc.get_doc_before_save()
	if doc.is_standard or (before and before.is_standard):
		fence.stop("标准的图表随系统升级，不能改动。请另建一个。")


def check_owner(doc) -> None:
	require_not_standard(doc)
	before = doc.get_doc_before_save() or doc
	roles = fence.role_keys()
	mine = roles and fence.ADMIN in {roles.get(role) for role in frappe.get_roles()}
	if before.owner != frappe.session.user and not mine:
		fence.stop("只能改动自己建立的图表。请另建一个。")


class Chart:
	@staticmethod
	def check(doc) -> None:
		check_owner(doc)
		if doc.chart_type not in CHARTS or doc.source or doc.report_name:
			fence.stop("图表类型只能是计数、合计、平均或分组。请重新选择。")
		require_ours(doc.document_type)
		require_plain(doc, "dynamic_filters_json")
		for name in ("based_on", "value_based_on", "group_by_based_on", "aggregate_function_based_on"):
			require_public_field(doc.document_type, doc.get(name))
		for row in doc.roles or []:
			if row.role not in fence.role_keys():
				fence.stop("图表只能给本系统的角色使用，请重新选择。")

	@staticmethod
	def check_deletion(doc) -> None:
		check_owner(doc)


class Card:
	@staticmethod
	def check(doc) -> None:
		check_owner(doc)
		if (doc.type or "Document Type") != "Document Type" or doc.method or doc.function not in FUNCTIONS:
			fence.stop("数字卡只能统计单据，不能调用方法或报表。请重新选择类型。")
		require_ours(doc.document_type)
		require_plain(doc, "dynamic_filters_json", "filters_config")
		require_public_field(doc.document_type, doc.aggregate_function_based_on)

	@staticmethod
	def check_deletion(doc) -> None:
		check_owner(doc)


class Dashboard:
	@staticmethod
	def check(doc) -> None:
		require_not_standard(doc)

	@staticmethod
	def check_deletion(doc) -> None:
		require_not_standard(doc)


class Translation:
	"""Names of the matters' DocTypes only: every other label is Chinese in the data itself (design 4)."""

	@staticmethod
	def check(doc) -> None:
		before = doc.get_doc_before_save()
		names = fence.open_doctypes()
		if doc.source_text not in names or (before and before.source_text not in names):
			fence.stop("业务管理员只能翻译行政事项单据的名称。其他文字请直接改标签。")
		if any(sign in (doc.translated_text or "") for sign in "<>"):
			fence.stop("译文只能是普通文字，不能含有“<”“>”。请改正。")

	@staticmethod
	def check_deletion(doc) -> None:
		if doc.source_text not in fence.open_doctypes():
			fence.stop("业务管理员只能删除行政事项单据名称的译文。")
