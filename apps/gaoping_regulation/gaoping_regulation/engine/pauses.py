"""The clock at rest: 补正, transport and the like do not count (行政许可法 art. 45 by analogy); each pause is on record."""

from datetime import date, timedelta

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import clock

CORRECTION = "补正"


def working_days_left(due_on, today: date) -> int:
	"""How many working days remain from a day (not counted) to the due date; none when it has passed."""
	if not due_on:
		return 0
	day, due, count = today, getdate(due_on), 0
	while day < due:
		day += timedelta(days=1)
		count += clock.is_working_day(day)
	return count


def begin(doc, kind: str, reason: str, due_on) -> None:
	"""Put a pause on record with what is left of the limit."""
	pause = frappe.new_doc("Clock Pause")
	pause.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"kind": kind,
			"reason": reason,
			"started_on": now_datetime(),
			"remaining_days": working_days_left(due_on, getdate()),
			"officer": frappe.session.user,
		}
	)
	write(pause)


def resume(doc) -> int | None:
	"""End the case's open pause; returns the working days that are left, None if nothing was paused."""
	name = frappe.db.get_value("Clock Pause", {"case_name": doc.name, "ended_on": ("is", "not set")})
	if not name:
		return None
	pause = frappe.get_doc("Clock Pause", name)
	pause.ended_on = now_datetime()
	write(pause)
	return pause.remaining_days


def write(pause) -> None:
	pause.flags.by_engine = True
	pause.flags.ignore_permissions = True
	pause.save()
