"""A stage's clock as the Desk colours it: green, amber when 80 % of the limit's office hours are gone, red after it."""

from datetime import date, datetime, time, timedelta

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from gaoping_regulation.engine import clock

AMBER_SHARE = 0.8
GREEN, AMBER, RED, PAUSED, NONE = "green", "amber", "red", "paused", ""


def begun_on(names: list[str]) -> dict[str, datetime]:
	"""{case: when its present stage began}, from the last checklist that was opened for it."""
	rows = frappe.get_all(
		"Stage Checklist",
		["case_name", "opened_on"],
		{"case_name": ("in", names or [""])},
		order_by="opened_on asc",
		ignore_permissions=True,
	)
	return {row.case_name: row.opened_on for row in rows}


def of_case(doc, begun: datetime | None, paused: bool = False) -> dict:
	"""{"level", "text", "due_on"} of a case.

	Args:
		doc: the case, or a row with due_on, submitted_on and case_no
		begun: when the stage began, if known
		paused: whether its clock rests
	"""
	if not doc.get("due_on"):
		return {"level": PAUSED if paused else NONE, "text": "计时暂停" if paused else "", "due_on": None}
	due = getdate(doc.get("due_on"))
	level = level_of(get_datetime(begun or doc.get("submitted_on") or due), due, now_datetime())
	return {"level": level, "text": text_of(due, getdate()), "due_on": due}


def level_of(begun: datetime, due: date, now: datetime) -> str:
	"""The colour: red after the due day, amber from 80 % of the office hours between beginning and end."""
	if now.date() > due:
		return RED
	end = datetime.combine(due, clock.closing_time())
	whole = office_seconds(begun, end)
	return AMBER if not whole or office_seconds(begun, now) / whole >= AMBER_SHARE else GREEN


def office_seconds(start: datetime, end: datetime) -> float:
	"""Seconds of office hours between two moments, working days only."""
	total, day, opens, closes = 0.0, start.date(), opening_time(), clock.closing_time()
	while day <= end.date():
		if clock.is_working_day(day):
			first, last = max(start, datetime.combine(day, opens)), min(end, datetime.combine(day, closes))
			total += max(0.0, (last - first).total_seconds())
		day += timedelta(days=1)
	return total


def opening_time() -> time:
	value = frappe.db.get_single_value("Regulation Settings", "opens_at", cache=True)
	return get_datetime(f"2000-01-01 {value}").time() if value else time(8)


def text_of(due: date, today: date) -> str:
	"""How long there is, in working days, as people say it."""
	if due == today:
		return "今日到期"
	days = working_days(min(due, today), max(due, today))
	return f"剩 {days} 个工作日" if due > today else f"已超时 {max(1, days)} 个工作日"


def working_days(first: date, last: date) -> int:
	"""Working days after the first day up to and with the last."""
	count, day = 0, first
	while day < last:
		day += timedelta(days=1)
		count += clock.is_working_day(day)
	return count
