"""Documents: numbered, frozen, rendered once after commit, verified by code; replaced or revoked, never edited."""

import io
import json
import secrets

import frappe
from frappe.utils import add_to_date, getdate, now_datetime
from pypdf import PdfReader

from gaoping_regulation.casework import application
from gaoping_regulation.engine import events, materials, numbering, registry, rendering
from gaoping_regulation.engine.errors import TransitionRefused, refuse, to_json
from gaoping_regulation.engine.masking import mask_for_card, mask_id, mask_name, sha256

WAITING, VALID = "待生成", "有效"


def issue(doc, version: registry.Version, kind: str, extra: dict | None = None, fields: dict | None = None) -> object:
	"""Create a document of a case with its number and frozen values; a worker renders it after commit.

	Args:
		doc: the application
		kind: key of the matter's Matter Document row
		extra: further values for the template
		fields: the document's own where the case has several (QJ: `valid_until` of each instrument, `not_public`)
	"""
	row = version.documents[kind]
	today = getdate()
	issued = frappe.new_doc("Issued Document")
	issued.update(
		{
			"title": row["title"],
			"kind": kind,
			"number": number_for(doc, row, today),
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"status": WAITING,
			"holder": mask_name(doc.applicant_name),
			"issued_on": today,
			"valid_until": validity_of(doc, kind, today, row.get("valid_years")),
			"verify_code": secrets.token_urlsafe(16),
			"print_format": row["print_format"],
			**(fields or {}),
		}
	)
	issued.frozen = to_json(frozen_values(doc, issued, extra))
	issued.flags.by_engine = True
	issued.insert(ignore_permissions=True)
	events.record(doc, "签发文书", 文书=row["title"], 文号=issued.number, 冻结值摘要=sha256(issued.frozen.encode()))
	frappe.enqueue(
		"gaoping_regulation.engine.documents.render",
		queue="short",
		name=issued.name,
		enqueue_after_commit=True,
	)
	return issued


def number_for(doc, row: dict, today) -> str:
	"""The document's number by the matter's format; the serial runs per format and, if it names the year, per year."""
	if row.get("is_public") and doc.get("register_entry"):
		# Imported here: registers mark the documents that they supersede.
		from gaoping_regulation.casework import registers

		if not registers.is_first(doc):
			return registers.next_document_number(doc)
	pattern = row.get("number_format") or "{case_no}-{kind}"
	values = {
		"year": today.year,
		"kind": row["key"],
		"case_no": doc.case_no,
		"town": frappe.db.get_value("Township", doc.get("township"), "code") if doc.get("township") else "000",
		"type": type_digit(doc),
	}
	if "{serial" not in pattern:
		return pattern.format(**values)
	series = f"document-{doc.matter}-{row['key']}" + (f"-{today.year}" if "{year}" in pattern else "")
	return pattern.format(serial=numbering.next_number(series), **values)


def type_digit(doc) -> int:
	"""The place of the chosen 业态 among the field's options, from 1."""
	df = doc.meta.get_field("stall_type") or doc.meta.get_field("shop_type")
	options = [option for option in (df.options or "").split("\n") if option] if df else []
	value = doc.get(df.fieldname) if df else None
	return options.index(value) + 1 if value in options else 0


def validity_of(doc, kind: str, start, years: int | None):
	"""The last day of a document; a matter's controller may know better (a renewal runs on from the old end)."""
	if years and hasattr(doc, "document_validity"):
		return doc.document_validity(kind, start, years)
	return validity(start, years)


def validity(start, years: int | None):
	"""The last day of a validity of so many years, or None."""
	return add_to_date(add_to_date(start, years=years), days=-1) if years else None


def frozen_values(doc, issued, extra: dict | None = None) -> dict:
	"""All that the template may print, as it stands at this moment: plain values, personal numbers masked."""
	values = {}
	for df in doc.meta.fields:
		value = doc.get(df.fieldname)
		if df.fieldtype in frappe.model.table_fields:
			values[df.fieldname] = [plain_row(row) for row in value or []]
		elif not df.permlevel and df.fieldtype not in frappe.model.no_value_fields:
			values[df.fieldname] = "" if value is None else str(value)
	values["id_no_card"] = mask_for_card(doc.get("id_no"))
	values.update(
		title=issued.title,
		number=issued.number,
		issued_on=str(issued.issued_on),
		valid_until=str(issued.valid_until or ""),
		verify_code=issued.verify_code,
		verify_url=verify_url(issued.verify_code),
		files={row.material: row.sha256 for row in doc.materials if row.attachment},
	)
	# A DocType made in the browser has no controller: its documents print what all matters share.
	values.update(doc.document_values(issued.kind) if hasattr(doc, "document_values") else application.document_values(doc))
	return {**values, **office(), **(extra or {})}


def plain_row(row) -> dict:
	"""A child row's own values that no permission level hides."""
	hidden = {df.fieldname for df in row.meta.fields if df.permlevel}
	fields = [df.fieldname for df in row.meta.fields if df.fieldname not in hidden]
	return {field: "" if row.get(field) is None else str(row.get(field)) for field in fields}


def office() -> dict:
	"""The office's name and phones, as every document prints them."""
	settings = frappe.get_cached_doc("Regulation Settings")
	return {"office_name": settings.office_name, "document_prefix": settings.document_prefix}


def verify_url(code: str) -> str:
	return f"{frappe.utils.get_url()}/verify/{code}"


def render(name: str) -> None:
	"""Render an issued document into its PDF, once. Runs in a worker; a failure is kept with the document and retried."""
	issued = frappe.get_doc("Issued Document", name, for_update=True)
	if issued.sha256:
		return
	version = registry.get_version(frappe.db.get_value(issued.case_doctype, issued.case_name, "config_version"))
	page = version.documents[issued.kind].get("page")
	values = json.loads(issued.frozen)
	try:
		template = frappe.db.get_value("Print Format", issued.print_format, "html") or ""
		photo = photo_of(issued, values)
		pdf = rendering.pdf(template, {"doc": values, "photo": photo}, page)
	except Exception as error:
		issued.render_error = str(error)[:500]
		issued.flags.by_engine = True
		issued.save(ignore_permissions=True)
		frappe.log_error(title=f"文书生成失败 {issued.number}")
		return
	store(issued, pdf, sha256(template.encode()))


def preview(doc, kind: str, full_id: bool = False) -> bytes:
	"""A form of the case as it stands now, as PDF; not issued, not numbered, not kept."""
	version = registry.version_of(doc)
	row = version.documents.get(kind)
	if row is None:
		refuse("本事项没有这份表格。", frappe.DoesNotExistError)
	blank = frappe._dict(title=row["title"], number="", issued_on=getdate(), valid_until="", verify_code="", kind=kind)
	values = frozen_values(doc, blank, {"id_no_form": doc.id_no if full_id else mask_id(doc.id_no)})
	file = materials.file_for(doc, "photo")
	template = frappe.db.get_value("Print Format", row["print_format"], "html") or ""
	return rendering.pdf(template, {"doc": values, "photo": file.get_content() if file else None}, row.get("page"))


def photo_of(issued, values: dict) -> bytes | None:
	"""The applicant's photograph, if it is still the file that was frozen."""
	doc = frappe.get_doc(issued.case_doctype, issued.case_name)
	file = materials.file_for(doc, "photo")
	content = file.get_content() if file else None
	return content if content and sha256(content) == values.get("files", {}).get("photo") else None


def store(issued, pdf: bytes, template_digest: str) -> None:
	"""Keep the PDF as a private file of the document, with its digest in the record and in the trail."""
	file = frappe.get_doc(
		doctype="File",
		file_name=f"{secrets.token_hex(16)}.pdf",
		attached_to_doctype="Issued Document",
		attached_to_name=issued.name,
		is_private=1,
		content=pdf,
	)
	file.flags.by_engine = True
	file.insert(ignore_permissions=True)
	issued.update(
		{
			"file_url": file.file_url,
			"sha256": sha256(pdf),
			"pages": len(PdfReader(io.BytesIO(pdf)).pages),
			# Already 已变更 or 已注销 where a change was faster than the printer.
			"status": VALID if issued.status == WAITING else issued.status,
			"rendered_on": now_datetime(),
			"template_digest": template_digest,
			"render_error": None,
		}
	)
	issued.flags.by_engine = True
	issued.save(ignore_permissions=True)
	doc = frappe.get_doc(issued.case_doctype, issued.case_name)
	events.record(doc, "文书生成", 文号=issued.number, 文件摘要=issued.sha256)
	tell_ready(doc, issued)


def tell_ready(doc, issued) -> None:
	"""Tell those who stand behind the case that a document that is to be delivered can be fetched."""
	# Imported here: notices are casework's, which rests on the engine.
	from gaoping_regulation.casework.notices import writing

	if registry.version_of(doc).documents[issued.kind].get("needs_delivery"):
		writing.write(doc, "document", document=f"{issued.title} {issued.number}")


def retry_waiting() -> None:
	"""Render what is still waiting: a worker that died, or an error that has been mended. Runs every few minutes."""
	for name in frappe.get_all("Issued Document", {"sha256": ("is", "not set")}, pluck="name", limit=50):
		render(name)
		frappe.db.commit()


def of_case(doc) -> list:
	return frappe.get_all(
		"Issued Document",
		["name", "title", "kind", "number", "issued_on", "valid_until", "status", "verify_code", "sha256"],
		{"case_doctype": doc.doctype, "case_name": doc.name},
		order_by="creation asc",
	)


def require_rendered(doc) -> None:
	"""送达 waits for the files of all the case's documents."""
	waiting = [row.title for row in of_case(doc) if not row.sha256]
	if waiting:
		refuse(f"“{waiting[0]}”正在生成，请稍候片刻再送达。长时间未生成时请联系系统管理员。", TransitionRefused)


def content_of(issued) -> bytes:
	"""The stored PDF; raises CaseError if it is not there or not what was issued."""
	if not issued.sha256:
		refuse("文书正在生成，请稍候再下载。", TransitionRefused)
	file = frappe.get_doc("File", {"file_url": issued.file_url, "attached_to_name": issued.name})
	content = file.get_content()
	content = content.encode() if isinstance(content, str) else content
	if sha256(content) != issued.sha256:
		refuse("文书文件与签发时不一致，已停止下载。请联系纪检监察人员。")
	return content
