"""The daily job on the food filings' register: who runs out soon is reminded, once for each validity; who ran out, marked."""

import frappe
from frappe.utils import add_days, getdate

from gaoping_regulation.casework import registers
from gaoping_regulation.engine import batches, events

REMINDER, ENDED = "到期提醒", "备案到期"


def daily() -> None:
	"""Remind the holder of each entry that ends within the setting's days, mark what has ended. One failing stops no other."""
	for names, step in ((due(), remind), (ended(), expire)):
		batches.each(names, step, lambda name: f"到期处理失败 {name}")


def due() -> list[str]:
	days = frappe.get_cached_doc("Regulation Settings").expiry_reminder_days or registers.DAYS_TO_REMIND
	filters = {
		"status": registers.LIVE,
		"reminded_on": ("is", "not set"),
		"valid_until": ("between", [getdate(), add_days(getdate(), days)]),
	}
	return frappe.get_all("Filing Register", filters, pluck="name")


def ended() -> list[str]:
	return frappe.get_all("Filing Register", {"status": registers.LIVE, "valid_until": ("<", getdate())}, pluck="name")


def remind(name: str) -> None:
	entry = frappe.get_doc("Filing Register", name, for_update=True)
	if entry.status == registers.LIVE and not entry.reminded_on:
		entry.reminded_on = getdate()
		note(entry, REMINDER)


def expire(name: str) -> None:
	"""Mark an ended entry; read again under its lock, as a renewal may have been granted meanwhile."""
	entry = frappe.get_doc("Filing Register", name, for_update=True)
	if entry.status == registers.LIVE and getdate(entry.valid_until) < getdate():
		entry.status = registers.EXPIRED
		note(entry, ENDED)


def note(entry, kind: str) -> None:
	entry.flags.by_engine = True
	entry.save(ignore_permissions=True)
	case = frappe.get_doc(entry.case_doctype, entry.case_name)
	events.record(case, kind, 备案编号=entry.number, 有效期至=str(entry.valid_until))
