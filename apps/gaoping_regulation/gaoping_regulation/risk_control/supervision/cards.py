"""The number cards of 监督工作台: each counts in the caller's own scope, and says where the list behind it is."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.risk_control.supervision import cases, found
from gaoping_regulation.risk_control.supervision import scope as scopes

OPEN = (found.PENDING, found.CONFIRMED, found.APPEALED)


@frappe.whitelist()
def overdue_now(filters=None) -> dict:
	"""Open cases beyond their limit."""
	today = getdate()
	late = [row for row in cases.of(scopes.of()) if row.due_on and row.due_on < today]
	return card(len(late), ["query-report", "Overdue Cases"])


@frappe.whitelist()
def pending_alerts(filters=None) -> dict:
	"""Alerts that nobody has reviewed."""
	return of_alerts(status=("=", found.PENDING))


@frappe.whitelist()
def high_alerts(filters=None) -> dict:
	"""Alerts of level 高 that are not closed and not false."""
	return of_alerts(level=("=", found.LEVELS[-1]), status=("in", OPEN))


@frappe.whitelist()
def appealed_alerts(filters=None) -> dict:
	"""Alerts against which the officer appealed."""
	return of_alerts(status=("=", found.APPEALED))


@frappe.whitelist()
def refused_this_month(filters=None) -> dict:
	"""Decisions 不予 of this month."""
	scope = scopes.of({"from_date": getdate().replace(day=1)})
	refused = [row for row in cases.of(scope) if row.decision == "不予" and scope.covers(row.decided_on)]
	return card(len(refused), ["query-report", "Supervision Trend"])


def of_alerts(**conditions) -> dict:
	"""The alerts in force that meet all conditions, whenever they were raised."""
	scope, filters = scopes.of(), {"observed": 0, **conditions}
	if not scope.whole:
		filters["matter"] = ("in", scope.codes or [""])
	number = frappe.get_all("Risk Alert", filters, ["count(name) as number"])[0].number
	return card(number, ["List", "Risk Alert"], filters)


def card(value: int, route: list[str], options: dict | None = None) -> dict:
	return {"value": value, "fieldtype": "Int", "route": route, "route_options": options or {}}
