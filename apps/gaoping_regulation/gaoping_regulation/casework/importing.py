"""Rows of a form's table from Excel or CSV: all of them or none, each mistake told by its row.

The columns are the table's own fields by their labels, so that a field that an administrator adds takes part.
"""

import csv
import io
import zipfile
from datetime import date, datetime

import frappe
import openpyxl

from gaoping_regulation.casework import application, entry
from gaoping_regulation.engine import cases, conditions, registry
from gaoping_regulation.engine.errors import form_error, raise_form_errors, refuse

MOST = 500
SIZE = 2 * 1024 * 1024
# An .xlsx is a zip: what it unpacks to is looked at before it is unpacked.
UNPACKED = 40 * 1024 * 1024


class Unreadable(ValueError):
	"""The file is no table that can be read; the message says what to do."""


def read_table(name: str, content: bytes) -> list[list[str]]:
	"""The cells of a file's first sheet as text, empty lines left out; raises Unreadable."""
	if len(content) > SIZE:
		raise Unreadable("文件超过 2 MB，请分次导入。")
	lines = read_excel(content) if name.lower().endswith(".xlsx") else read_csv(name, content)
	return [line for line in lines if any(line)]


def read_csv(name: str, content: bytes) -> list[list[str]]:
	if not name.lower().endswith(".csv"):
		raise Unreadable("只能导入 .xlsx 或者 .csv 文件，请用下载的模板填写。")
	for encoding in ("utf-8-sig", "gb18030"):
		try:
			return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(content.decode(encoding)))]
		except UnicodeDecodeError:
			continue
		except csv.Error as error:
			raise Unreadable("CSV 文件的格式不对，请用下载的模板填写。") from error
	raise Unreadable("CSV 文件的文字编码无法识别，请另存为 UTF-8 后再导入。")


def read_excel(content: bytes) -> list[list[str]]:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			if sum(item.file_size for item in archive.infolist()) > UNPACKED:
				raise Unreadable("Excel 文件内容过大，请分次导入。")
		sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
		return [[text_of(cell) for cell in line] for line in sheet.iter_rows(values_only=True, max_row=MOST * 4, max_col=60)]
	except Unreadable:
		raise
	except Exception as error:
		raise Unreadable("这不是可以打开的 Excel 文件，请用下载的模板填写。") from error


def text_of(cell) -> str:
	"""A cell as people see it: dates without a time, whole numbers without a point."""
	if cell is None:
		return ""
	if isinstance(cell, datetime | date):
		return str(cell)[:10]
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	return str(cell).strip()


def rows_of(lines: list[list[str]], columns: dict[str, str]) -> list[dict]:
	"""The lines under the heading as rows; raises Unreadable.

	Args:
		lines: the file's cells, the heading first
		columns: {label: fieldname} of the table
	"""
	if not lines:
		raise Unreadable("文件是空的，请用下载的模板填写。")
	heading = [label.rstrip("*").strip() for label in lines[0]]
	unknown = [label for label in heading if label and label not in columns]
	missing = [label for label in columns if label not in heading]
	if unknown or missing:
		words = [f"没有“{'、'.join(missing)}”列" if missing else "", f"不认识“{'、'.join(unknown)}”列" if unknown else ""]
		raise Unreadable(f"表头与模板不符：{'；'.join(filter(None, words))}。请用下载的模板填写。")
	if len(lines) == 1:
		raise Unreadable("表头下没有内容，请填写后再导入。")
	if len(lines) - 1 > MOST:
		raise Unreadable(f"一次最多导入 {MOST} 行，文件有 {len(lines) - 1} 行，请分次申请。")
	return [{columns[label]: cell for label, cell in zip(heading, line, strict=False) if label} for line in lines[1:]]


def table_field(doctype: str, table: str):
	"""The table of a form by its field's name; only one that its applicant fills in."""
	df = next((df for df in entry.form_fields(doctype) if df.fieldname == table and df.fieldtype == "Table"), None)
	if df is None:
		refuse("没有这个表格，请从申请页面导入。", frappe.DoesNotExistError)
	return df


def columns_of(doctype: str, table: str) -> list:
	return entry.row_fields(table_field(doctype, table).options)


def load(case: str, table: str, name: str, content: bytes):
	"""Replace a table of a draft by a file's rows; returns the saved case. With one mistake nothing is imported.

	Raises FormErrors with every row's mistakes, StateLocked where the case is not the caller's to edit.
	"""
	doc = cases.get_case(case)
	df = table_field(doc.doctype, table)
	try:
		rows = rows_of(read_table(name, content), {column.label: column.fieldname for column in columns_of(doc.doctype, table)})
	except Unreadable as error:
		raise_form_errors([form_error(table, str(error))])
	trial = frappe.copy_doc(doc)
	mistakes = entry.write_rows(trial, df, rows)
	told = {(error["row"], error["field"]) for error in mistakes}
	mistakes += [error for error in missing(trial, table) + own_problems(trial, table) if (error["row"], error["field"]) not in told]
	raise_form_errors(sorted(mistakes, key=lambda error: error["row"] or 0))
	return entry.save_draft(doc.matter, {table: rows}, case)


def missing(doc, table: str) -> list[dict]:
	"""Required columns that are empty, by row."""
	return [
		form_error(df.fieldname, f"请填写“{df.label}”。", table, row.idx)
		for row in doc.get(table)
		for df in row.meta.fields
		if conditions.is_required(df, row, doc) and not row.get(df.fieldname)
	]


def own_problems(doc, table: str) -> list[dict]:
	return [error for error in application.content_problems(doc) if error["table"] == table or error["field"] == table]


def template(matter: str, table: str) -> bytes:
	"""An empty .xlsx with the table's heading, required columns starred, and what may be chosen on a second sheet."""
	version = registry.latest_version(matter)
	if version is None:
		refuse("没有这个事项，请从首页选择。", frappe.DoesNotExistError)
	# Imported here: the portal's forms read this module's neighbours.
	from gaoping_regulation.portal import forms

	book = openpyxl.Workbook()
	sheet, choices = book.active, book.create_sheet("可选内容")
	sheet.title = "填写"
	columns = columns_of(version.doctype, table)
	for number, df in enumerate(columns, 1):
		sheet.cell(1, number, f"{df.label}{'*' if df.reqd else ''}")
		sheet.column_dimensions[sheet.cell(1, number).column_letter].width = 18
		for line in range(2, MOST + 2):
			# Text: Excel would turn a factory number into a date or drop its zeros.
			sheet.cell(line, number).number_format = "@"
		for line, option in enumerate([df.label, *forms.options(df)] if forms.options(df) else [], 1):
			choices.cell(line, number, option)
	sheet.freeze_panes = "A2"
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()
