"""坚持半年一次岗位廉政教育 (a measure of the charts): who took part when; who is overdue is shown and told to the heads."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import form_error, raise_form_errors

DEFAULT_DAYS = 183


class IntegrityTraining(Document):
	def validate(self):
		found = []
		if getdate(self.held_on) > getdate():
			found.append(form_error("held_on", "廉政教育的日期不能晚于今天，请在举行以后登记。"))
		seen = set()
		for row in self.attendees:
			if row.user in seen:
				found.append(form_error("user", "同一人员只登记一行，请删去重复的行。", "attendees", row.idx))
			seen.add(row.user)
			row.user_name = events.full_name(row.user) if row.user else ""
		raise_form_errors(found)

	def after_insert(self):
		present = [row.user for row in self.attendees if not row.absent]
		events.append("登记廉政教育", {"主题": self.title, "日期": str(self.held_on), "参加": present})


def days() -> int:
	return frappe.get_cached_doc("Regulation Settings").training_days or DEFAULT_DAYS


def latest() -> dict[str, object]:
	"""{user: the last day on which he took part}."""
	held = dict(frappe.get_all("Integrity Training", ["name", "held_on"], as_list=True))
	found: dict[str, object] = {}
	for row in frappe.get_all("Training Attendee", ["parent", "user"], {"absent": 0, "parenttype": "Integrity Training"}):
		found[row.user] = max(found.get(row.user) or held[row.parent], held[row.parent])
	return found


def overdue(today=None) -> list[dict]:
	"""[{"user", "user_name", "last"}] of the officers who took part in none within the setting's days.

	An account that is younger than that has until its own first half-year is over.
	"""
	from gaoping_regulation.risk_control import officers

	since, attended = add_days(getdate(today), -days()), latest()
	return [
		{"user": user.name, "user_name": user.full_name, "last": attended.get(user.name)}
		for user in officers.all()
		if (attended.get(user.name) or getdate(user.creation)) < since
	]
