"""The daily job on the food filings' register: who runs out soon is reminded, once for each validity."""

import frappe
from frappe.utils import add_days, getdate

from gaoping_regulation.casework import registers
from gaoping_regulation.engine import events

REMINDER, DEFAULT_DAYS = "到期提醒", 30


def daily() -> None:
	"""Note a reminder in the trail of each entry that ends within the setting's days. One failing stops no other."""
	for name in due():
		try:
			remind(name)
			frappe.db.commit()
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"到期提醒失败 {name}")


def due() -> list[str]:
	days = frappe.get_cached_doc("Regulation Settings").expiry_reminder_days or DEFAULT_DAYS
	filters = {
		"status": registers.LIVE,
		"reminded_on": ("is", "not set"),
		"valid_until": ("between", [getdate(), add_days(getdate(), days)]),
	}
	return frappe.get_all("Filing Register", filters, pluck="name")


def remind(name: str) -> None:
	entry = frappe.get_doc("Filing Register", name, for_update=True)
	entry.reminded_on = getdate()
	entry.flags.by_engine = True
	entry.save(ignore_permissions=True)
	case = frappe.get_doc(entry.case_doctype, entry.case_name)
	events.record(case, REMINDER, 备案编号=entry.number, 有效期至=str(entry.valid_until))
