"""Whitelisted methods of the framework that show more than the caller may see: ours in their place for our records."""

import frappe
from frappe import client
from frappe.core.doctype.data_export import exporter
from frappe.core.doctype.data_import import data_import
from frappe.core.doctype.doctype import doctype as core_doctype
from frappe.desk import query_report
from frappe.utils import flt

from gaoping_regulation.engine.hidden import is_ours

ADDED = "报表不能添加办件和与办件有关的记录的列。请打开办件查看。"
EXPORTED = "办件和与办件有关的记录不用这种方式导出，请在列表中导出。"


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug: bool = False, cache: bool = False):
	"""Core's `client.get_count`, which asks for no permission: our records are counted as they are listed."""
	if not is_ours(doctype):
		return client.get_count(doctype, filters, debug, cache)
	return frappe.get_list(doctype, filters=frappe.parse_json(filters), fields=["count(*) as total"])[0].total


@frappe.whitelist()
def get_value(doctype: str, fieldname: str, filters=None, as_dict: bool = True, debug: bool = False, parent: str | None = None):
	"""Core's form of a chart asks whether a DocType is a table, and only who reads DocTypes is told; who draws charts may be."""
	asked = (doctype, fieldname) == ("DocType", "istable") and isinstance(filters, str)
	if asked and not frappe.has_permission("DocType", "read") and frappe.has_permission("Dashboard Chart", "create"):
		return {"istable": int(frappe.is_table(filters))}
	return client.get_value(doctype, fieldname, filters, as_dict, debug, parent)


@frappe.whitelist()
def get_row_size_utilization(doctype: str) -> float:
	"""Core's form builder asks how full a table's row is, and only who reads DocTypes is told; who customises may be."""
	if not frappe.has_permission("Customize Form", "read"):
		return core_doctype.get_row_size_utilization(doctype)
	try:
		return flt(frappe.db.get_row_size(doctype) / frappe.db.MAX_ROW_SIZE_LIMIT * 100, 2)
	except Exception:
		return 0.0


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


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str):
	"""Core's column of another DocType in a report is read past row rules and levels: ours have none such."""
	refuse_added([{"doctype": doctype, "link_field": field}])
	return query_report.get_data_for_custom_field(doctype, field)


@frappe.whitelist()
def run_report(report_name: str, custom_columns=None, **arguments):
	"""Core's run of a report, without columns added out of our records, now or in a saved report."""
	refuse_added_to(report_name, custom_columns)
	given = {**arguments, "report_name": report_name, "custom_columns": custom_columns}
	return frappe.call(query_report.run, **given)


@frappe.whitelist()
def export_report(report_name: str, custom_columns=None, **arguments):
	"""Core's export of a report, as its run."""
	refuse_added_to(report_name, custom_columns)
	return query_report.export_query()


@frappe.whitelist()
def save_report(reference_report: str, report_name: str, columns, filters):
	"""Core's saving of a report under a new name, as its run."""
	refuse_added(frappe.parse_json(columns))
	return query_report.save_report(reference_report, report_name, columns, filters)


def refuse_added_to(report_name: str, custom_columns) -> None:
	saved = frappe.db.get_value("Report", {"name": report_name, "report_type": "Custom Report"}, "json")
	refuse_added(frappe.parse_json(custom_columns))
	refuse_added((frappe.parse_json(saved) or {}).get("columns"))


def refuse_added(columns) -> None:
	"""Raise PermissionError for a column that is looked up in a DocType of ours."""
	for column in columns if isinstance(columns, list) else []:
		doctype = isinstance(column, dict) and column.get("link_field") and column.get("doctype")
		if doctype and frappe.db.exists("DocType", doctype) and is_ours(doctype):
			frappe.throw(ADDED, frappe.PermissionError)
