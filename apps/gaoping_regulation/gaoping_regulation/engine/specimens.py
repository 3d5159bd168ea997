"""结果样本: what an applicant gets in the end, drawn from the live template with values that are nobody's.

It is rendered once for each version of matter and template, and kept among the site's own files.
"""

import io
from pathlib import Path

import frappe
from frappe.utils import getdate
from frappe.utils.synchronization import filelock
from pypdf import PdfReader

from gaoping_regulation.engine import documents, registry, rendering
from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.engine.masking import sha256

BLANK, NUMBER, NAME, ID_NO = "×××", "（样本编号）", "样本", "140581" + "×" * 12
TABLES = frappe.model.table_fields
# One on each page, at a height of the whole document: a fixed box is printed on the first page alone.
MARK = '<div class="specimen" style="top: {top}mm">样本</div>'


def row_of(code: str) -> dict | None:
	"""The document that a granted application of the matter ends in: its first public one."""
	version = registry.latest_version(code)
	return next((row for row in version.documents.values() if row.get("is_public")), None) if version else None


def pdf(code: str) -> bytes:
	"""The specimen of a matter's result as PDF.

	Raises DoesNotExistError for a matter without a public document.
	"""
	row = row_of(code)
	if row is None:
		refuse("本事项没有结果样本。", frappe.DoesNotExistError, "没有样本")
	template = frappe.db.get_value("Print Format", row["print_format"], "html") or ""
	style = (rendering.BASE / "document.css").read_text()
	version = registry.latest_version(code)
	file = Path(frappe.get_site_path("specimens", f"{sha256(f'{version.name}{sorted(row.items())}{template}{style}'.encode())}.pdf"))
	# Many may ask at once for what is not drawn yet.
	if not file.exists():
		with filelock(f"gaoping-specimen-{sha256(code.encode())[:16]}", timeout=rendering.TIMEOUT_SECONDS):
			if not file.exists():
				draw(version, row, template, file)
	return file.read_bytes()


def draw(version: registry.Version, row: dict, template: str, file: Path) -> None:
	page, printed = row.get("page"), {"doc": values(version, row), "photo": None}
	pages = len(PdfReader(io.BytesIO(rendering.pdf(template, printed, page))).pages)
	height = rendering.PAGES.get(page or "A4", rendering.PAGES["A4"])[1]
	marks = "".join(MARK.format(top=round(height * (number + 0.4))) for number in range(pages))
	content = rendering.pdf(template + marks, printed, page)
	file.parent.mkdir(exist_ok=True)
	part = file.with_suffix(".part")
	part.write_bytes(content)
	part.rename(file)


def values(version: registry.Version, row: dict) -> dict:
	"""What the template prints, as of a case in which every field is BLANK, its first choice or today."""
	doc = blank(version.doctype)
	doc.update({"matter": version.code, "config_version": version.name, "case_no": NUMBER, "decision": "准予", "entered_by": frappe.session.user})
	issued = frappe._dict(title=row["title"], kind=row["key"], number=NUMBER, issued_on=getdate(), valid_until="", verify_code=NAME)
	issued.valid_until = documents.validity(issued.issued_on, row.get("valid_years")) or ""
	more = doc.specimen_values() if hasattr(doc, "specimen_values") else {}
	return documents.frozen_values(doc, issued, {**more, "id_no_card": ID_NO, "copy_mark": NAME})


def blank(doctype: str):
	"""An unsaved record with something in each field that a document may print."""
	doc = frappe.new_doc(doctype)
	for df in doc.meta.fields:
		if df.fieldtype in TABLES:
			doc.append(df.fieldname, plain(df.options))
		elif (value := value_of(df)) is not None:
			doc.set(df.fieldname, value)
	return doc


def plain(doctype: str) -> dict:
	fields = frappe.get_meta(doctype).fields
	return {df.fieldname: value for df in fields if (value := value_of(df)) is not None}


def value_of(df):
	"""A value for a field, None for one that is left as it is: hidden, the office's own choice, or not printed."""
	if df.permlevel and df.fieldtype == "Data":
		return ID_NO
	if df.permlevel or df.fieldtype in frappe.model.no_value_fields or df.fieldtype in ("Check", "Attach", "Attach Image"):
		return None
	if df.fieldtype == "Select":
		return df.default or next((option for option in (df.options or "").split("\n") if option), None)
	if df.fieldtype in ("Date", "Datetime"):
		return str(getdate())
	if df.fieldtype == "Time":
		return "08:00:00"
	if df.fieldtype in ("Int", "Float", "Currency", "Percent"):
		return 1
	if df.fieldtype == "Link":
		return None if df.options in ("User", "DocType") else BLANK
	return BLANK
