"""The portal API (contract: design 5). The portal's own pages use just these."""

import frappe

from gaoping_regulation.casework import checking, data_requests, importing, prize_results, registers
from gaoping_regulation.casework import entry as drafts
from gaoping_regulation.casework.notices import messages as inbox
from gaoping_regulation.casework.verification import holdings
from gaoping_regulation.engine import cases, documents, events
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse, to_json
from gaoping_regulation.portal import earlier, personal, security, uploads, views
from gaoping_regulation.portal.endpoint import endpoint
from gaoping_regulation.portal.identity import profiles
from gaoping_regulation.portal.identity.methods import (  # noqa: F401
	add_colleague,
	begin_identity,
	change_number,
	finish_identity,
	give_mandate,
	link_identity,
	log_in_by_code,
	profile,
	remove_colleague,
	reset_password,
	revoke_mandate,
	save_profile,
	send_code,
	sign_up,
	unlink_identity,
)
from gaoping_regulation.portal.open_methods import (  # noqa: F401
	complain,
	complaint_status,
	figures,
	matter,
	matters,
	privacy_notice,
	public_register,
	sample,
	search_register,
	specimen,
	track,
	verify,
)
from gaoping_regulation.risk_control import ratings

POST = ("POST",)


@endpoint(guest=True)
def session() -> dict:
	"""Who is logged in, and the token that every change must carry."""
	user = frappe.session.user
	return {"user": user, "full_name": events.full_name(user), "csrf_token": security.csrf_token()}


@endpoint(methods=POST)
def save_draft(
	matter: str, values: dict, case: str | None = None, on_behalf: str | None = None, seen: str | None = None
) -> dict:
	"""Save what is filled in so far; begins a new case without `case`, for the profile `on_behalf` if one is given.

	With `seen`, the `revision` that the form was filled in from, a case that was saved elsewhere meanwhile is a 409.
	"""
	security.require_applicant()
	user = frappe.session.user
	if case:
		own_case(case)
	principal = None if case else profiles.principal(user, on_behalf, matter)
	doc = drafts.save_draft(matter, values, case, {"applicant_user": user, "principal": principal}, seen)
	# Read anew: the revision is that of the stored content.
	return views.case(cases.get_case(doc.name))


@endpoint(methods=POST)
def check(matter: str, values: dict, case: str | None = None) -> dict:
	"""What is wrong with a form and what is missing in it, by the server's own rules; nothing is saved."""
	security.require_applicant()
	if case:
		own_case(case)
	return checking.check(matter, values, case)


@endpoint()
def prefill(matter: str) -> list[dict]:
	"""The applicants of the caller's earlier cases, with their particulars as this matter's form takes them."""
	security.require_applicant()
	return earlier.offers(matter, frappe.session.user)


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
def my_instruments() -> list[dict]:
	"""The caller's instruments in the register, the next due first."""
	return holdings.of_user(frappe.session.user)


@endpoint(methods=POST)
def begin_verification(values: dict) -> dict:
	"""Begin an application for some of one's own instruments ({"instruments": [names]}): a draft that holds what the register has of them."""
	security.require_applicant()
	return views.case(holdings.begin(values.get("instruments")))


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


@endpoint()
def messages(case: str | None = None, start: int = 0, page_length: int = 20) -> dict:
	"""The caller's messages, newest first (of one of his cases): {"unread": number of all, "messages": […]}."""
	user = frappe.session.user
	name = own_case(case).name if case else None
	return {"unread": inbox.unread(user), "messages": inbox.of_user(user, name, *cases.page(start, page_length))}


@endpoint(methods=POST)
def read_messages(case: str | None = None) -> dict:
	"""Note that the caller has read his messages (of one of his cases)."""
	return {"unread": inbox.mark_read(frappe.session.user, own_case(case).name if case else None)}


@endpoint()
def my_data() -> None:
	"""Everything that is kept on the caller's account, as a JSON file (个人信息保护法 art. 45)."""
	frappe.local.response.filename = "my-data.json"
	frappe.local.response.filecontent = to_json(personal.everything(frappe.session.user))
	frappe.local.response.type = "download"


@endpoint(methods=POST, per_hour=300)
def request_data(kind: str, content: str, case: str | None = None) -> dict:
	"""Ask for a correction of one's data, or another thing about them (更正, 补充, 删除, 查阅, 其他)."""
	security.require_applicant()
	name = data_requests.enter(kind, content, own_case(case).name if case else None)
	return {"request": name, "status": data_requests.WAITING}


@endpoint(methods=POST)
def rate(
	case: str,
	grade: int,
	comment: str | None = None,
	speed: int = 0,
	guidance: int = 0,
	convenience: int = 0,
	attitude: int = 0,
	asked_to_pay: int = 0,
) -> dict:
	"""Rate a finished case once, from 1 (非常不满意) to 5 (非常满意); the four parts alike, 0 for none.

	`asked_to_pay` answers the closed question whether anybody asked for money or sent the applicant to an agent.
	"""
	doc = own_case(case)
	if frappe.session.user not in (doc.applicant_user, doc.principal):
		refuse("只有申请人本人可以评价。", StateLocked)
	if not doc.closed_on:
		refuse("办结以后才能评价。", StateLocked)
	parts = {"speed": speed, "guidance": guidance, "convenience": convenience, "attitude": attitude}
	ratings.enter(doc, grade, (comment or "").strip(), parts, bool(asked_to_pay))
	return {"grade": grade}


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
