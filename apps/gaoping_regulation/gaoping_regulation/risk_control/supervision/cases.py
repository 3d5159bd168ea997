"""The cases of all matters in a scope, and how long the clock rested in each."""

import frappe
from frappe.query_builder import DocType

from gaoping_regulation.engine import registry
from gaoping_regulation.risk_control.supervision.scope import Scope

FIELDS = (
	"name",
	"case_no",
	"matter",
	"config_version",
	"workflow_state",
	"stage",
	"due_on",
	"decision",
	"submitted_on",
	"accepted_on",
	"decided_on",
	"delivered_on",
	"closed_on",
)
# The framework has these columns in every DocType without their being fields.
STANDARD = ("name",)
REJECTED = "rejected"


def of(scope: Scope) -> list[dict]:
	"""Every submitted case of the scope's matters, whenever it came, with its `doctype`."""
	return [row for doctype in scope.matters for row in of_matter(doctype)]


def of_matter(doctype: str) -> list[dict]:
	table = DocType(doctype)
	rows = frappe.qb.from_(table).select(*columns(doctype)).where(table.case_no > "").run(as_dict=True)
	for row in rows:
		row.doctype = doctype
	return rows


def columns(doctype: str) -> list:
	"""The columns of FIELDS that a matter has."""
	meta, table = frappe.get_meta(doctype), DocType(doctype)
	return [table[field] for field in FIELDS if field in STANDARD or meta.has_field(field)]


def version(row) -> registry.Version:
	"""The version a case runs on."""
	return registry.get_version(row.config_version or registry.live_matters()[row.doctype]["version"])


def is_rejected(row) -> bool:
	"""Whether a case ended with 不予受理."""
	state = version(row).state(row.workflow_state)
	return bool(state) and state["key"] == REJECTED


def pauses(scope: Scope) -> dict[str, list[dict]]:
	"""{case: its pauses that are over, in order}."""
	table, found = DocType("Clock Pause"), {}
	rows = (
		frappe.qb.from_(table)
		.select(table.case_name, table.started_on, table.ended_on, table.remaining_days)
		.where(table.case_doctype.isin(list(scope.matters) or [""]) & table.ended_on.isnotnull())
		.orderby(table.started_on)
		.run(as_dict=True)
	)
	for row in rows:
		found.setdefault(row.case_name, []).append(row)
	return found
