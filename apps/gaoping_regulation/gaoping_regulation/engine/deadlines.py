"""The daily job: remind of corrections that are still due, and end the cases where none came.

30 days, reminder on the 20th: settings (依据待确认; no statute names a limit for the applicant).
"""

import frappe
from frappe.utils import add_days, getdate

from gaoping_regulation.engine import batches, cases, corrections, events, pauses, registry

REMINDER = "补正提醒"


def daily() -> None:
	"""Every open correction notice: remind once, terminate after its limit. One case failing stops no other."""
	notices = frappe.get_all(
		"Correction Notice",
		["name", "case_doctype", "case_name", "sent_on", "due_on"],
		{"status": corrections.WAITING},
	)
	batches.each(notices, follow_up, lambda notice: f"补正期限处理失败 {notice.case_name}")


def follow_up(notice) -> None:
	doc = frappe.get_doc(notice.case_doctype, notice.case_name, for_update=True)
	if getdate() > getdate(notice.due_on):
		terminate(doc)
	elif getdate() >= reminder_day(notice) and not frappe.db.exists(
		"Case Event", {"case_name": doc.name, "kind": REMINDER, "at": (">", str(notice.sent_on))}
	):
		events.record(doc, REMINDER, 补正期限=str(notice.due_on))
		pauses.tell(doc, "correction_reminder", due=notice.due_on)


def reminder_day(notice):
	day = frappe.get_cached_doc("Regulation Settings").correction_reminder_day or 20
	return add_days(getdate(notice.sent_on), day)


def terminate(doc) -> None:
	"""Take the system's own action out of the correction state, if the matter has one."""
	version = registry.version_of(doc)
	state = version.state(doc.workflow_state)
	action = next((row for row in version.actions if row["from_state"] == state["key"] and row["kind"] == "system"), None)
	if action:
		doc.flags.by_engine = True
		cases.act(doc, action["action"], "逾期未补正")
