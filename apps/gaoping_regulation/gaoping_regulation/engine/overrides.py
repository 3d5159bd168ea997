"""Whitelisted methods of the framework that show more than the caller may see: ours in their place for our records."""

import frappe
from frappe import client
from frappe.core.doctype.data_export import exporter
from frappe.core.doctype.data_import import data_import

from gaoping_regulation.engine.hidden import is_ours

EXPORTED = "办件和与办件有关的记录不用这种方式导出，请在列表中导出。"


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug: bool = False, cache: bool = False):
	"""Core's `client.get_count`, which asks for no permission: our records are counted as they are listed."""
	if not is_ours(doctype):
		return client.get_count(doctype, filters, debug, cache)
	return frappe.get_list(doctype, filters=frappe.parse_json(filters), fields=["count(*) as total"])[0].total


@frappe.whitelist()
def download_template(
	doctype: str, export_fields=None, export_records=None, export_filters=None, file_type: str = "CSV"
):
	"""Core's template of an import writes the rows of child tables whatever their level; ours are not imported so."""
	if is_ours(doctype):
		frappe.throw(EXPORTED, frappe.PermissionError)
	return data_import.download_template(doctype, export_fields, export_records, export_filters, file_type)


@frappe.whitelist()
def export_data(doctype=None, **arguments):
	"""Core's Data Export: as the template of an import."""
	named = frappe.parse_json(doctype) if isinstance(doctype, str) and doctype.startswith("[") else doctype
	if any(is_ours(str(name)) for name in (named if isinstance(named, list) else [named])):
		frappe.throw(EXPORTED, frappe.PermissionError)
	return frappe.call(exporter.export_data, doctype=doctype, **arguments)


@frappe.whitelist()
def zip_files(files: str):
	"""Core packs any file by its name without asking whose it is."""
	refuse_zip(files)


def refuse_zip(files) -> None:
	frappe.throw("请逐个下载文件。", frappe.PermissionError)
