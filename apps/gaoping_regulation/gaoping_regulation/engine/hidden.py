"""Fields that no role reads (permlevel above 0) are not asked about either.

Core hides such a field in what it returns, yet filters, sorts and groups by it: seventeen questions with `like` tell a
number. Wrapped around `DatabaseQuery` by `compat`; what goes round that class is in `overrides`.
"""

import re

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import to_json

MODULES = frozenset(("Matters", "Casework", "Risk Control"))
ASKED = ("filters", "or_filters", "order_by", "group_by")


def is_ours(doctype: str) -> bool:
	"""Whether a DocType is this app's, or that of a matter made in the browser."""
	return registry.is_matter(doctype) or frappe.get_meta(doctype).module in MODULES


def hidden_fields(doctype: str) -> set[str]:
	"""The fields of a DocType and its tables that are above level 0."""
	meta = frappe.get_meta(doctype)
	tables = [meta, *(frappe.get_meta(df.options) for df in meta.get_table_fields())]
	return {df.fieldname for table in tables for df in table.fields if df.permlevel}


def refuse_probing(doctype: str, fields, asked: list) -> None:
	"""Raise PermissionError for a query that filters, sorts, groups or counts by a hidden field."""
	if frappe.session.user == "Administrator" or not is_ours(doctype):
		return
	names = hidden_fields(doctype)
	if not names:
		return
	found = fields.split(",") if isinstance(fields, str) else fields or []
	text = to_json([asked, [field for field in found if not isinstance(field, str) or "(" in field]])
	if re.search(rf"\b({'|'.join(map(re.escape, names))})\b", text):
		frappe.throw("不能按证件号码等受保护的内容查找、排序或统计。请改用姓名或办件编号。", frappe.PermissionError)


def wrap_query(original):
	"""`DatabaseQuery.execute` that refuses to be asked about hidden fields."""

	def execute(self, *args, **kwargs):
		if not kwargs.get("ignore_permissions"):
			positional = [given for given in args if not is_names(given)]
			refuse_probing(self.doctype, kwargs.get("fields"), [positional, *(kwargs.get(name) for name in ASKED)])
		return original(self, *args, **kwargs)

	return execute


def is_names(given) -> bool:
	return isinstance(given, list) and all(isinstance(name, str) for name in given)
