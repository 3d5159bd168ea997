"""The worker's side of the outbox: what waits is sent, what fails is tried again later, what fails for good is told.

Nothing here runs in a case's transaction. A notice may go out twice if the machine dies between sending and noting it;
it is never lost.
"""

from datetime import timedelta

import frappe
from frappe.utils import get_datetime, now_datetime

from gaoping_regulation.casework.notices import FAILED, OUTBOX, SENT, WAITING
from gaoping_regulation.engine import batches
from gaoping_regulation.portal import channels

# Minutes until the next try, after the first failure, the second …; after the last one it is given up.
BACK_OFF = (2, 10, 60, 240, 720)
JOB = "gaoping_regulation.casework.notices.sending.send_due"
PENDING = "gaoping_notices_waiting"
BATCH = 200
FIELDS = ["name", "channel", "recipient", "subject", "text", "attempts", "status", "next_try_on"]


def wake() -> None:
	"""Have the outbox emptied once this transaction is committed; one job at a time."""
	frappe.db.after_commit.add(enqueue)


def enqueue() -> None:
	if frappe.cache.set(frappe.cache.make_key(PENDING), 1, nx=True, ex=60):
		frappe.enqueue(JOB, queue="short")


def send_due() -> None:
	"""Try everything that is due, each in a transaction of its own. Job, and every five minutes by the scheduler."""
	frappe.cache.delete(frappe.cache.make_key(PENDING))
	filters = {"status": WAITING, "next_try_on": ("<=", now_datetime())}
	due = frappe.get_all(OUTBOX, filters, pluck="name", order_by="next_try_on asc", limit=BATCH)
	batches.each(due, send, lambda name: f"通知发送出错 {name}")


def send(name: str) -> None:
	"""Send one notice, its row locked so that no second worker sends it too; what came of it is noted there."""
	row = frappe.db.get_value(OUTBOX, name, FIELDS, as_dict=True, for_update=True)
	if row.status != WAITING or get_datetime(row.next_try_on) > now_datetime():
		return
	try:
		channels.send(row.channel, row.recipient, row.text, subject=row.subject)
	except Exception as error:
		note_failure(row, str(error))
		return
	note(name, status=SENT, attempts=row.attempts + 1, sent_on=now_datetime(), next_try_on=None, error=None)


def note_failure(row, problem: str) -> None:
	"""Put the next try off, longer each time; after the last one tell 业务管理员."""
	over = row.attempts >= len(BACK_OFF)
	later = None if over else now_datetime() + timedelta(minutes=BACK_OFF[row.attempts])
	status = FAILED if over else WAITING
	note(row.name, status=status, attempts=row.attempts + 1, next_try_on=later, error=problem[:500])
	if over:
		tell_administrators(row)


def tell_administrators(row) -> None:
	# Imported here: the Desk's bell is risk control's, which rests on the case engine and its notices.
	from gaoping_regulation.risk_control import alerts

	for user in alerts.holders("business_admin"):
		alerts.tell_of(user, OUTBOX, row.name, f"{row.channel}发送失败：{row.subject}。请查看原因，处理后点“重新发送”。")


def note(name: str, **values) -> None:
	frappe.db.set_value(OUTBOX, name, values)
