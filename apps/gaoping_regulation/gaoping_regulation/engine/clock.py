"""Working days: 行政许可法 art. 82 (working days), 民法典 arts. 201 and 203 (first day not counted, last day a holiday)."""

from datetime import date, datetime, time, timedelta

import frappe
from frappe.utils import get_datetime, getdate

CACHE_KEY = "gaoping_calendar"
HOLIDAY, MADE_UP = "放假", "调休上班"


def exceptions() -> dict[date, str]:
	"""{day: 放假 or 调休上班} of the Work Calendar."""
	days = frappe.cache.get_value(CACHE_KEY)
	if days is None:
		days = {row.day: row.kind for row in frappe.get_all("Work Calendar Day", ["day", "kind"])}
		frappe.cache.set_value(CACHE_KEY, days)
	return days


def clear(doc=None, method: str | None = None) -> None:
	"""Forget the calendar now and once more when the transaction is over, whichever way it ends."""
	frappe.cache.delete_value(CACHE_KEY)
	for moment in (frappe.db.after_commit, frappe.db.after_rollback):
		moment.add(lambda: frappe.cache.delete_value(CACHE_KEY))


def is_working_day(day: date) -> bool:
	"""Monday to Friday and no holiday, or a weekend day made a working day (调休)."""
	kind = exceptions().get(day)
	if kind:
		return kind == MADE_UP
	return day.weekday() < 5


def next_working_day(day: date) -> date:
	"""The first working day after a day."""
	day += timedelta(days=1)
	while not is_working_day(day):
		day += timedelta(days=1)
	return day


def closing_time() -> time:
	"""When the office closes; what arrives later counts as arriving on the next working day."""
	value = frappe.get_cached_doc("Regulation Settings").closes_at
	return get_datetime(f"2000-01-01 {value}").time() if value else time(18)


def day_received(moment: datetime) -> date:
	"""The working day on which something that arrives at a moment counts as received."""
	day = moment.date()
	if is_working_day(day) and moment.time() <= closing_time():
		return day
	return next_working_day(day)


NATURAL = "自然日"


def due(start: datetime | date | str, days: int, unit: str | None = None) -> date:
	"""The last day of a limit of so many days from a moment (0: the day of receipt itself).

	A date alone counts as office hours of that day. Day one is the first working day after receipt, with
	`unit` 自然日 the first day after it; a last day that is a holiday moves to the next working day.
	"""
	if isinstance(start, str):
		start = get_datetime(start) if len(start) > 10 else getdate(start)
	day = day_received(start) if isinstance(start, datetime) else start
	if not isinstance(start, datetime) and not is_working_day(day) and not days:
		day = next_working_day(day)
	if unit == NATURAL and days:
		day += timedelta(days=days)
		return day if is_working_day(day) else next_working_day(day)
	for _ in range(days):
		day = next_working_day(day)
	return day
