"""Rules that 食品小经营店 and 食品小摊点 share: workers with health certificates, items, place, register.

Sources: 食品安全法 arts. 36 and 45; 山西省三小条例 (filing within 15 days of opening); what its text does not give
is a setting (Regulation Settings, 依据待确认).
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate

from gaoping_regulation import validators
from gaoping_regulation.casework import registers
from gaoping_regulation.casework.doctype.post_filing_inspection import post_filing_inspection as inspections
from gaoping_regulation.engine import documents
from gaoping_regulation.engine.errors import form_error
from gaoping_regulation.engine.masking import mask_id

CHANGE, RENEW, CANCEL = "变更", "延续", "注销"
TYPE_FIELDS = ("stall_type", "shop_type")
DAYS_TO_FILE = 15
DAYS_TO_RENEW = 30


def mask_workers(doc) -> None:
	for row in doc.workers:
		row.id_no = validators.normalise_id(row.id_no)
		row.id_no_masked = mask_id(row.id_no)


def problems(doc) -> list[dict]:
	"""Mistakes in what is declared, each with its field and row; a cancellation declares nothing anew."""
	# Somebody else's entry is only refused: what it says stays untold.
	found = registers.problems(doc) or register_problems(doc)
	if doc.category == CANCEL:
		return found
	return found + worker_problems(doc) + place_problems(doc)


def worker_problems(doc) -> list[dict]:
	found = []
	for row in doc.workers:
		if message := validators.id_number(row.id_no):
			found.append(form_error("id_no", message, "workers", row.idx))
		if message := validators.health_certificate(row):
			found.append(form_error("valid_until", f"{row.worker_name or ''}的{message}", "workers", row.idx))
	numbers = [row.certificate_no for row in doc.workers if row.certificate_no]
	for row in doc.workers:
		if row.certificate_no and numbers.count(row.certificate_no) > 1:
			found.append(form_error("certificate_no", "同一健康证明编号用于两人，请核对。", "workers", row.idx))
	if banned := banned_items(doc):
		found.append(form_error("business_items", f"{'、'.join(banned)}属于禁止经营的项目，请去掉。"))
	return found


def banned_items(doc) -> list[str]:
	chosen = [row.item for row in doc.business_items]
	if not chosen:
		return []
	item = DocType("Food Business Item")
	return frappe.qb.from_(item).select(item.name).where(item.name.isin(chosen) & (item.is_banned == 1)).run(pluck=True)


def place_problems(doc) -> list[dict]:
	"""One address carries one filing in force (as Hebei has it; a setting)."""
	address = (doc.get("business_address") or "").strip()
	if not address or not frappe.get_cached_doc("Regulation Settings").one_address_one_filing:
		return []
	filters = {
		"matter": doc.matter,
		"business_address": address,
		"status": registers.LIVE,
		"number": ("!=", doc.get("register_entry") or ""),
		"valid_until": (">=", getdate()),
	}
	number = doc.matter and frappe.db.get_value("Filing Register", filters, "number")
	if not number:
		return []
	text = f"这个地址已有有效备案（{number}），一处地址只能备案一次。请核对地址；原经营者已停业的，请先由其注销。"
	return [form_error("business_address", text)]


def register_problems(doc) -> list[dict]:
	"""Who holds the filing does not change; a change or renewal is asked for in its time; a cancellation changes nothing."""
	entry = registers.find(doc.matter, doc.get("register_entry")) if not registers.is_first(doc) else None
	if entry is None:
		return []
	found = []
	if doc.id_no and entry.id_no != doc.id_no:
		found.append(form_error("id_no", "备案的经营者不能变更。换人经营的，请先注销，再由新经营者重新备案。"))
	if doc.category == CANCEL:
		return found + unchanged_problems(doc)
	if message := time_problem(doc.category, entry.valid_until, getdate(doc.submitted_on)):
		found.append(form_error("category", message))
	return found


def time_problem(category: str, valid_until, asked_on) -> str | None:
	"""Nothing is changed after the end; a renewal is open for so many days before it (setting; Hebei and Henan: 30).

	What counts is the day of asking: the office's own time costs the applicant nothing.
	"""
	end = getdate(valid_until)
	if end < asked_on:
		return f"备案已于{end}到期，不能{category}。请重新申请新办。"
	days = frappe.get_cached_doc("Regulation Settings").renewal_days or DAYS_TO_RENEW
	opens = getdate(add_days(end, -days))
	if category == RENEW and asked_on < opens:
		return f"备案有效期至{end}，{opens}起才可以申请延续。"
	return None


def unchanged_problems(doc) -> list[dict]:
	"""A field that came to the form after the entry was made may be filled in."""
	changed = [row for row in registers.before_after(doc) if row["before"]]
	return [form_error(row["field"], f"注销不改变备案内容，请把“{row['label']}”改回原值。") for row in changed]


def validity(doc, start, years: int):
	"""The last day of a new card: a change keeps the entry's, a renewal runs on from it."""
	entry = registers.find(doc.matter, doc.get("register_entry")) if not registers.is_first(doc) else None
	if entry is None:
		return documents.validity(start, years)
	return entry.valid_until if doc.category == CHANGE else documents.validity(add_days(entry.valid_until, 1), years)


def write_register(doc, kind: str) -> None:
	"""What a granted filing enters into the register, with its first inspection planned; `kind`: the card's key."""
	if doc.category == CANCEL:
		inspections.drop_plans(registers.cancel(doc, issued(doc, "cancellation").number))
		return
	card = issued(doc, kind)
	entry = registers.write(
		doc,
		card.number,
		card.valid_until,
		trade_name=doc.trade_name,
		business_type=next((doc.get(field) for field in TYPE_FIELDS if doc.get(field)), ""),
		township=doc.township,
		business_address=(doc.business_address or "").strip(),
		reminded_on=None,
	)
	if registers.is_first(doc):
		inspections.plan_first(entry)


def issued(doc, kind: str):
	return frappe.get_last_doc("Issued Document", {"case_name": doc.name, "kind": kind})


def is_late(doc) -> bool:
	"""Filed later than 15 days after opening (山西省三小条例: 开业之日起十五日内备案): a warning, no bar."""
	return bool(doc.opening_date) and (getdate() - getdate(doc.opening_date)).days > DAYS_TO_FILE
