"""投诉: received with a receipt, accepted and answered in time by 纪检监察, never by who is complained about.

设立举报电话、举报箱和信访受理 (measure of the charts). The limits are settings (依据待确认).
"""

import secrets

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import clock, numbering
from gaoping_regulation.engine.errors import refuse
from gaoping_regulation.risk_control import alerts

WAITING, ACCEPTED, ANSWERED = "待处理", "处理中", "已答复"
ACCEPT_DAYS, ANSWER_DAYS = 7, 15
# Read over the telephone without mistakes.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def enter(content: str, matter: str | None, case_no: str | None, contact: str | None, anonymous: bool) -> str:
	"""Take in a complaint; returns its receipt, whose last signs nobody can guess. Of an anonymous one nothing tells who."""
	now = now_datetime()
	settings = frappe.get_cached_doc("Regulation Settings")
	check = "".join(secrets.choice(SIGNS) for _ in range(6))
	complaint = frappe.new_doc("Complaint")
	complaint.update(
		{
			"receipt": f"TS{now:%Y%m%d}{numbering.next_number('complaint'):04d}-{check}",
			"matter": matter,
			"case_no": (case_no or "").strip()[:60],
			"content": content[:5000],
			"contact": None if anonymous else (contact or "")[:140],
			"anonymous": int(anonymous),
			"received_on": now,
			"status": WAITING,
			"accept_due": clock.due(now, settings.complaint_accept_days or ACCEPT_DAYS),
			"answer_due": clock.due(now, settings.complaint_answer_days or ANSWER_DAYS),
		}
	)
	complaint.flags.ignore_permissions = True
	complaint.flags.received = True
	complaint.insert()
	if anonymous:
		# Without `update_modified` the framework would write the caller into `modified_by` once more.
		frappe.db.set_value("Complaint", complaint.name, {"owner": "Guest", "modified_by": "Guest"}, update_modified=False)
	return complaint.receipt


def status_of(receipt: str) -> dict:
	"""What the complainant may know by his receipt; raises DoesNotExistError."""
	fields = ["receipt", "status", "received_on", "answer_due", "answered_on", "reply"]
	found = frappe.db.get_value("Complaint", {"receipt": receipt.strip().upper()}, fields, as_dict=True)
	if not found:
		refuse("没有查到这个回执编号，请核对后重新输入（含末六位）。", frappe.DoesNotExistError, "没有查到")
	return {**found, "reply": found.reply if found.status == ANSWERED else ""}


def concerned(case_no: str | None) -> set[str]:
	"""The officers who acted in the case that a complaint names."""
	events = frappe.get_all("Case Event", {"case_no": case_no}, pluck="actor", distinct=True) if case_no else []
	return set(events)


def overdue(today=None) -> list:
	"""Complaints that were not accepted or not answered in time."""
	day = today or getdate()
	late = frappe.get_all("Complaint", {"status": WAITING, "accept_due": ("<", day)}, ["name", "receipt", "assigned_to"])
	return late + frappe.get_all("Complaint", {"status": ACCEPTED, "answer_due": ("<", day)}, ["name", "receipt", "assigned_to"])


def remind() -> None:
	"""Tell 纪检监察 of what is overdue, once for each."""
	for row in overdue():
		for user in {row.assigned_to} - {None} or set(alerts.inspectors()):
			alerts.tell_of(user, "Complaint", row.name, f"投诉 {row.receipt} 已超过期限，请尽快处理。", once=True)
