"""An account's messages, as the portal lists them: of the cases that it stands behind today, no longer of those of a
principal whose mandate has ended."""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation.casework.notices import MESSAGE, OUTBOX
from gaoping_regulation.engine import standing

FIELDS = ["name", "subject", "text", "case_doctype", "case_name", "case_no", "creation", "read_on"]
BEHIND = ["principal", "applicant_user", "entered_by", "matter"]
MOST = 100


def of_user(user: str, case: str | None = None, start: int = 0, length: int = 20) -> list[dict]:
	"""The messages to a user, newest first; of one case only, if it is given."""
	return [shown(row) for row in mine(user, filters(user, case), start, length)]


def shown(row) -> dict:
	return {
		"message": row.name,
		"subject": row.subject,
		"text": row.text,
		"case": row.case_name,
		"case_no": row.case_no,
		"at": str(row.creation)[:19],
		"unread": int(not row.read_on),
	}


def mine(user: str, wanted: dict, start: int, length: int) -> list:
	"""The user's messages that meet some conditions, without those of cases that are no longer his to see."""
	rows = frappe.get_all(OUTBOX, FIELDS, wanted, order_by="creation desc", start=start, limit=length, ignore_permissions=True)
	cases = {(row.case_doctype, row.case_name) for row in rows}
	open_ones = {key for key in cases if is_behind(user, *key)}
	return [row for row in rows if (row.case_doctype, row.case_name) in open_ones]


def is_behind(user: str, doctype: str, name: str) -> bool:
	case = frappe.db.get_value(doctype, name, BEHIND, as_dict=True)
	return bool(case) and standing.is_behind(case, user)


def unread(user: str) -> int:
	"""How many messages the user has not read; beyond MOST nobody counts."""
	return len(mine(user, {**filters(user), "read_on": ("is", "not set")}, 0, MOST))


def mark_read(user: str, case: str | None = None) -> int:
	"""Note that a user has read his messages (of one case); returns how many are still unread."""
	frappe.db.set_value(OUTBOX, {**filters(user, case), "read_on": ("is", "not set")}, {"read_on": now_datetime()})
	return unread(user)


def filters(user: str, case: str | None = None) -> dict:
	return {"user": user, "channel": MESSAGE, **({"case_name": case} if case else {})}
