"""Why the engine refuses. One class per rule, so that tests and callers can tell them apart."""

import json

import frappe


class CaseError(frappe.ValidationError):
	"""Base of the engine's refusals: the request was understood and is not allowed."""


class TransitionRefused(CaseError):
	"""The action is not open to this case now."""


class ChecklistMissing(CaseError):
	"""The stage's checklist is not signed."""


class StateLocked(frappe.PermissionError):
	"""The user may not change a case in this state."""


class SystemField(frappe.PermissionError):
	"""A field that only the system fills in was sent with another value."""


class SelfHandling(frappe.PermissionError):
	"""An officer acts on a case of his own, or a second time where duties are separate."""


class AlreadyMoved(frappe.TimestampMismatchError):
	"""Another user moved the case first."""


class Outdated(CaseError):
	"""A form was filled in from content that has changed since, on another device or at the counter."""

	http_status_code = 409


class ChecklistError(CaseError):
	"""The answers to a checklist are incomplete or not allowed."""


class FormErrors(CaseError):
	"""Mistakes in a form, each with its field.

	Args:
		errors: list of {"field": fieldname, "message": Chinese text, "table": child table or None, "row": 1.. or None}
	"""

	http_status_code = 417

	def __init__(self, errors: list[dict]):
		super().__init__("；".join(error["message"] for error in errors))
		self.errors = errors


def refuse(message: str, exception: type[Exception] = CaseError, title: str = "不能办理") -> None:
	"""Raise the exception with a message the user sees; every message says what to do next."""
	frappe.throw(message, exc=exception, title=title)


def raise_form_errors(errors: list[dict]) -> None:
	"""Raise FormErrors for a non-empty list, so that Desk shows the texts and the portal gets the fields."""
	if not errors:
		return
	frappe.local.response["errors"] = errors
	lines = [label_of(error) + error["message"] for error in errors]
	frappe.clear_messages()
	frappe.msgprint(lines, title="请改正后再保存", as_list=True, indicator="red")
	raise FormErrors(errors)


def label_of(error: dict) -> str:
	return f"第{error['row']}行：" if error.get("row") else ""


def form_error(field: str, message: str, table: str | None = None, row: int | None = None) -> dict:
	"""One mistake: the field (of the child table's row, if given) and what to do."""
	return {"field": field, "table": table, "row": row, "message": message}


def to_json(value) -> str:
	"""Canonical JSON: sorted keys, readable Chinese, dates as text; the same value gives the same bytes."""
	return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
