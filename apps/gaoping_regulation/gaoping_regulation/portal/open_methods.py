"""The portal API's methods that anybody may call; `portal.api` carries them, so that the allow-list knows them."""

import frappe
from frappe.utils import cint

from gaoping_regulation.casework import privacy, registers
from gaoping_regulation.engine import cases, registry, specimens
from gaoping_regulation.engine.errors import form_error, raise_form_errors, refuse
from gaoping_regulation.portal import figures as monthly
from gaoping_regulation.portal import views
from gaoping_regulation.portal.endpoint import endpoint
from gaoping_regulation.risk_control import complaints


@endpoint(guest=True)
def matters() -> list[dict]:
	"""The matters that are published, as the home page lists them."""
	codes = frappe.get_all("Administrative Matter", {"published": 1}, pluck="name", order_by="sort_order asc")
	return [views.matter(code) for code in codes]


@endpoint(guest=True)
def matter(code: str) -> dict:
	"""One matter with the form as the portal draws it."""
	known_matter(code)
	return views.matter(code, with_fields=True)


@endpoint(guest=True, per_hour=600)
def specimen(code: str) -> None:
	"""The specimen of what a matter's application ends in, as PDF."""
	known_matter(code)
	frappe.local.response.filename = f"{code}-样本.pdf"
	frappe.local.response.filecontent = specimens.pdf(code)
	frappe.local.response.type = "pdf"


@endpoint(guest=True, per_hour=3000)
def sample(code: str, material: str) -> None:
	"""The sample file of a matter's material, as new applications have it; only what was uploaded as public."""
	known_matter(code)
	rows = [row for row in registry.latest_version(code).materials if row["code"] == material and row.get("sample")]
	name = rows and frappe.db.exists("File", {"file_url": rows[0]["sample"], "is_private": 0})
	if not name:
		refuse("这项材料没有样例，请按填报说明准备。", frappe.DoesNotExistError)
	file = frappe.get_doc("File", name)
	frappe.local.response.filename = file.file_name
	frappe.local.response.filecontent = file.get_content()
	frappe.local.response.type = "download"


@endpoint(guest=True, per_hour=3000)
def figures(month: str | None = None) -> dict:
	"""What was received and decided in a month ("2026-11"; the last one over without it), per matter."""
	return monthly.of_month(month)


@endpoint(guest=True)
def privacy_notice() -> dict:
	"""The text about the handling of personal data in force: version, since when, digest, text."""
	return privacy.current() or {}


@endpoint(guest=True, methods=("POST",), per_hour=120)
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
	return {"receipt": complaints.enter(content, matter, case_no, contact, bool(cint(anonymous)))}


@endpoint(guest=True, per_hour=120)
def complaint_status(receipt: str) -> dict:
	"""How far a complaint is, for who has its receipt: {"receipt", "status", "received_on", "answer_due", "reply"}."""
	return complaints.status_of(receipt)


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
def public_register(matter: str, start: int = 0, page_length: int = 20, number: str | None = None) -> list[dict]:
	"""The public register of a matter's documents in force or expired, holders masked; `number`: that document alone."""
	start, length = cases.page(start, page_length)
	return views.register(matter, start, length, number)


@endpoint(guest=True, methods=("GET", "POST"), per_hour=600)
def search_register(matter: str, query: str, start: int = 0, page_length: int = 20) -> list[dict]:
	"""Look up a matter's register, where it is open to be looked up (动产抵押登记簿); nothing personal."""
	start, length = cases.page(start, page_length)
	return registers.search(matter, query, start, length)


def known_matter(code: str) -> None:
	"""Raise DoesNotExistError unless the matter is published."""
	# The database finds "xt" for "XT"; only the code itself is one.
	if frappe.db.get_value("Administrative Matter", {"name": code, "published": 1}) != code:
		refuse("没有这个事项，请从首页选择。", frappe.DoesNotExistError)
