"""The portal API (contract: design 5). The portal's own pages use just these."""

import frappe
from frappe.utils import cint, now_datetime

from gaoping_regulation.casework import entry as drafts
from gaoping_regulation.casework import importing, prize_results, registers
from gaoping_regulation.engine import cases, documents, events, numbering
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.portal import identity, security, uploads, views
from gaoping_regulation.portal.endpoint import endpoint

POST = ("POST",)


@endpoint(guest=True)
def session() -> dict:
	"""Who is logged in, and the token that every change must carry."""
	user = frappe.session.user
	return {"user": user, "full_name": events.full_name(user), "csrf_token": security.csrf_token()}


@endpoint(guest=True, methods=POST, per_hour=300)
def sign_up(full_name: str, phone: str, password: str) -> dict:
	"""Open an applicant's account by mobile number and log in with it."""
	user = identity.sign_up(full_name, phone, password)
	frappe.local.login_manager.login_as(user)
	return {"user": user, "full_name": full_name.strip()}


@endpoint(guest=True)
def matters() -> list[dict]:
	"""The matters that are published, as the home page lists them."""
	codes = frappe.get_all("Administrative Matter", {"published": 1}, pluck="name", order_by="sort_order asc")
	return [views.matter(code) for code in codes]


@endpoint(guest=True)
def matter(code: str) -> dict:
	"""One matter with the form as the portal draws it."""
	# The database finds "xt" for "XT"; only the code itself is one.
	if frappe.db.get_value("Administrative Matter", {"name": code, "published": 1}) != code:
		refuse("没有这个事项，请从首页选择。", frappe.DoesNotExistError)
	return views.matter(code, with_fields=True)


@endpoint(methods=POST)
def save_draft(matter: str, values: dict, case: str | None = None) -> dict:
	"""Save what is filled in so far; begins a new case without `case`."""
	security.require_applicant()
	if case:
		own_case(case)
	doc = drafts.save_draft(matter, values, case, {"applicant_user": frappe.session.user})
	return views.case(doc)


@endpoint(methods=POST)
def attach(case: str, material: str, signed: int = 0) -> dict:
	"""Upload the file of a material (multipart field `file`); without a file, renew the tick of one that is there."""
	doc = own_case(case, for_update=True)
	upload = (frappe.request.files or {}).get("file")
	if upload is None:
		row = uploads.tick(doc, material, bool(signed))
	else:
		row = uploads.attach(doc, material, upload.filename or "", upload.stream.read(uploads.LIMIT + 1), bool(signed))
	return views.material(doc, row)


@endpoint(methods=POST)
def import_rows(case: str, table: str) -> dict:
	"""Fill a table of one's own draft from an Excel or CSV file (multipart field `file`); all rows or none."""
	own_case(case)
	upload = (frappe.request.files or {}).get("file")
	if upload is None:
		raise_form_errors([form_error(table, "请选择要导入的 Excel 或者 CSV 文件。")])
	content = upload.stream.read(importing.SIZE + 1)
	return views.case(importing.load(case, table, upload.filename or "", content))


@endpoint()
def import_template(matter: str, table: str) -> None:
	"""An empty Excel file with the columns of a matter's table."""
	frappe.local.response.filename = f"{matter}-{table}.xlsx"
	frappe.local.response.filecontent = importing.template(matter, table)
	frappe.local.response.type = "binary"


@endpoint(methods=POST)
def act(case: str, action: str, reason: str | None = None) -> dict:
	"""Take an action that is the applicant's: 提交, 补正提交, 撤回 …"""
	doc = own_case(case, for_update=True)
	return views.case(cases.act(doc, action, reason))


@endpoint()
def my_cases(start: int = 0, page_length: int = 20) -> list[dict]:
	"""The caller's cases, newest first."""
	start, length = cases.page(start, page_length)
	return views.cases_of(frappe.session.user, start, length)


@endpoint()
def my_registrations() -> list[dict]:
	"""The caller's entries in the registers, with what may be applied for on each."""
	return registers.entries_of(frappe.session.user)


@endpoint(methods=POST)
def begin_change(matter: str, entry: str, category: str) -> dict:
	"""Begin a change, renewal or cancellation of one's own entry: a draft that holds the registered values."""
	security.require_applicant()
	return views.case(registers.begin_change(matter, entry, category))


@endpoint()
def case(case: str) -> dict:
	"""A case with its form, materials, notices, documents and time line."""
	return views.case(own_case(case))


@endpoint()
def download(document: str) -> None:
	"""The PDF of an issued document of one of the caller's cases."""
	if not frappe.db.exists("Issued Document", document):
		refuse("没有这份文书，请从办件页面下载。", frappe.DoesNotExistError)
	issued = frappe.get_doc("Issued Document", document)
	if not views.may_have(own_case(issued.case_name), issued.kind):
		refuse("这份文书由机关存档，不向申请人提供。", StateLocked)
	frappe.local.response.filename = f"{issued.title}-{issued.case_no}.pdf"
	frappe.local.response.filecontent = documents.content_of(issued)
	frappe.local.response.type = "pdf"


@endpoint()
def form(case: str, kind: str = "filing_form") -> None:
	"""The filled-in form of one's own case as PDF, to print and sign."""
	doc = own_case(case)
	frappe.local.response.filename = f"{doc.matter}-{kind}.pdf"
	frappe.local.response.filecontent = documents.preview(doc, kind, full_id=True)
	frappe.local.response.type = "pdf"


@endpoint(methods=POST)
def register_result(case: str, values: dict) -> dict:
	"""Enter who won at a filed prize draw, after it took place: {"winners": […], "published": 0/1, "remark": text}."""
	return prize_results.register(own_case(case, for_update=True), values)


@endpoint(methods=POST)
def rate(case: str, grade: int, comment: str | None = None) -> dict:
	"""Rate a finished case once, from 1 (非常不满意) to 5 (非常满意)."""
	doc = own_case(case)
	if frappe.session.user not in (doc.applicant_user, doc.principal):
		refuse("只有申请人本人可以评价。", StateLocked)
	if not doc.closed_on:
		refuse("办结以后才能评价。", StateLocked)
	if not 1 <= grade <= 5:
		raise_form_errors([form_error("grade", "请选择 1 至 5 的评价。")])
	if frappe.db.exists("Service Rating", {"case_name": doc.name}):
		refuse("您已评价过这个办件，每件只评价一次。", StateLocked)
	rating = frappe.new_doc("Service Rating")
	rating.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"grade": grade,
			"comment": (comment or "")[:500],
			"rated_on": now_datetime(),
		}
	)
	rating.insert(ignore_permissions=True)
	return {"grade": grade}


@endpoint(guest=True, methods=POST, per_hour=120)
def complain(
	content: str,
	matter: str | None = None,
	case_no: str | None = None,
	contact: str | None = None,
	anonymous: int = 0,
) -> dict:
	"""File a complaint, by name or anonymously; returns its receipt number."""
	if matter and frappe.db.get_value("Administrative Matter", matter) != matter:
		raise_form_errors([form_error("matter", "没有这个事项，请重新选择。")])
	complaint = frappe.new_doc("Complaint")
	complaint.update(
		{
			"receipt": f"TS{now_datetime():%Y%m%d}{numbering.next_number('complaint'):04d}",
			"matter": matter,
			"case_no": (case_no or "")[:60],
			"content": content[:5000],
			"contact": None if cint(anonymous) else (contact or "")[:140],
			"anonymous": cint(anonymous),
			"received_on": now_datetime(),
		}
	)
	complaint.flags.ignore_permissions = True
	complaint.insert()
	if cint(anonymous):
		# Without `update_modified` the framework would write the caller into `modified_by` once more.
		nobody = {"owner": "Guest", "modified_by": "Guest"}
		frappe.db.set_value("Complaint", complaint.name, nobody, update_modified=False)
	return {"receipt": complaint.receipt}


@endpoint(guest=True, methods=("GET", "POST"), per_hour=600)
def track(case_no: str, last4: str) -> dict:
	"""Where a case stands, for who knows its number and the last four of the ID or phone; nothing personal."""
	found = views.tracked(case_no.strip().upper(), last4.strip().upper())
	if found is None:
		refuse("没有查到：请核对办件编号和证件号码（或手机号）后四位。", frappe.DoesNotExistError, "没有查到")
	return found


@endpoint(guest=True, per_hour=3000)
def verify(code: str) -> dict:
	"""Whether a document is genuine and in force; the holder's name is masked."""
	found = views.verified(code)
	if found is None:
		refuse("没有查到这份文书，请核对查验码；如确为纸质文书，请致电监督电话。", frappe.DoesNotExistError, "没有查到")
	return found


@endpoint(guest=True)
def public_register(matter: str, start: int = 0, page_length: int = 20) -> list[dict]:
	"""The public register of a matter's documents in force or expired, holders masked."""
	start, length = cases.page(start, page_length)
	return views.register(matter, start, length)


@endpoint(guest=True, methods=("GET", "POST"), per_hour=600)
def search_register(matter: str, query: str, start: int = 0, page_length: int = 20) -> list[dict]:
	"""Look up a matter's register, where it is open to be looked up (动产抵押登记簿); nothing personal."""
	start, length = cases.page(start, page_length)
	return registers.search(matter, query, start, length)


def own_case(case: str, for_update: bool = False):
	"""A case that the caller may see, or a 404 that does not tell whether it exists."""
	try:
		doc = cases.get_case(case, for_update)
		allowed = doc.has_permission("read")
	except frappe.DoesNotExistError:
		allowed = False
	if not allowed:
		frappe.clear_messages()
		refuse("没有这个办件，请从“我的办件”进入。", frappe.DoesNotExistError, "没有查到")
	return doc


