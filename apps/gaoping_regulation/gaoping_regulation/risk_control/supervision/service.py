"""Complaints, ratings and spot checks of a scope in figures, for the number cards and the monthly report."""

import frappe

from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope

ANSWERED = "已答复"
LOW = 2
GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


def of(scope: Scope) -> dict:
	return {"complaints": complaints(scope), "ratings": ratings(scope), "checks": checks(scope)}


def complaints(scope: Scope) -> dict:
	"""How many came on the scope's days, how many of these are answered; those about no matter count as well."""
	filters = {"received_on": ("between", (scope.first, scope.last))}
	rows = frappe.get_all("Complaint", filters, ["matter", "status"])
	status = [row.status for row in rows if not row.matter or row.matter in scope.codes]
	return {"received": len(status), "answered": status.count(ANSWERED)}


def checks(scope: Scope) -> dict:
	"""Spot checks drawn on the scope's days: how many cases, how many of them looked at, how many with a problem."""
	drawn = frappe.get_all("Spot Check", {"creation": ("between", [scope.first, f"{scope.last} 23:59:59"])}, pluck="name")
	results = frappe.get_all("Spot Check Item", {"parent": ("in", drawn or [""]), "parenttype": "Spot Check"}, pluck="result")
	return {"draws": len(drawn), "drawn": len(results), "checked": sum(bool(row) for row in results), "problems": results.count("有问题")}


def ratings(scope: Scope) -> dict:
	"""How many of each grade, the low ones, and the average from a sample on."""
	filters = {"rated_on": ("between", (scope.first, scope.last)), "matter": ("in", scope.codes or [""])}
	grades = frappe.get_all("Service Rating", filters, pluck="grade")
	lacking = scopes.insufficient(len(grades))
	return {
		"number": len(grades),
		"grades": [{"title": title, "number": grades.count(grade)} for grade, title in GRADES.items()],
		"low": sum(1 for grade in grades if grade <= LOW),
		"average": lacking or f"{sum(grades) / len(grades):.2f}",
	}
