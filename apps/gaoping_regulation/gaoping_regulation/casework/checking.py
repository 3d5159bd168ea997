"""What the server would say of a form that is being filled in, without saving anything."""

import frappe

from gaoping_regulation.casework import application, duplicates, entry
from gaoping_regulation.engine import registry


def check(matter: str, values: dict, case: str | None = None) -> dict:
	"""The mistakes of a form and what is still missing, by the rules that saving and submitting ask.

	Args:
		matter: the matter's code
		values: the form's values
		case: the case that the form belongs to; a new application without it

	Returns {"errors", "missing"}, both lists of {"field", "table", "row", "message"}, and "duplicate": the text that names
	open cases of the caller's that it may repeat, or "". Raises what `entry.save_draft`
	raises for a case that is not the caller's to edit, and for values that only the system writes.
	"""
	doc = entry.opened(matter, case)
	if not case:
		stamp(doc)
	errors = entry.put(doc, values)
	application.normalise(doc)
	said = {application.place(error) for error in errors}
	errors += [error for error in application.content_problems(doc) if application.place(error) not in said]
	return {"errors": errors, "missing": application.missing(doc), "duplicate": duplicates.warning(doc)}


def stamp(doc) -> None:
	"""What the guard stamps on a new case, as far as the rules read it; nothing of it is kept."""
	version = registry.version_of(doc)
	doc.matter, doc.config_version = version.code, version.name
	doc.workflow_state, doc.stage = version.initial["state"], version.initial["stage"]
	doc.applicant_user = doc.entered_by = frappe.session.user
