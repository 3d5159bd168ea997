"""The instruments of a user of instruments: what falls due when, and a new application for those that he chooses."""

import frappe
from frappe.utils import date_diff, getdate

from gaoping_regulation.casework import entry
from gaoping_regulation.engine import standing
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.portal import forms

REGISTER = "Instrument Register"
FIELDS = "name instrument_name catalogue_item maker model serial_no use_place status next_due_on certificate_no matter".split()
CARRIED = "measuring_range accuracy_class scale_division purpose delivery_mode type_approval_no".split()
TABLE, PERIODIC = "instruments", "周期检定"
MOST = 500
MATTER = "QJ"


def of_user(user: str) -> list[dict]:
	"""The register's entries of an account and of whom it acts for, the next due first, each with `days_left` (None without a date)."""
	own = {"applicant_user": ("in", standing.persons(user, MATTER))}
	rows = frappe.get_all(REGISTER, FIELDS, own, order_by="next_due_on asc, instrument_name asc", limit=MOST)
	today = getdate()
	return [{**row, "days_left": date_diff(row.next_due_on, today) if row.next_due_on else None} for row in rows if user]


def begin(names: list[str]):
	"""A draft for the chosen instruments, filled in from the register and from the case that each was last verified in.

	Raises StateLocked where one of them is not the caller's, or none is chosen.
	"""
	if not isinstance(names, list) or not names or len(names) > MOST or not all(isinstance(name, str) for name in names):
		refuse("请先勾选要申请检定的器具。", StateLocked)
	mine = {row["name"]: row for row in of_user(frappe.session.user)}
	if unknown := [name for name in names if name not in mine]:
		refuse(f"器具“{unknown[0][:20]}”不在您的台账中，请刷新页面后重新选择。", StateLocked)
	chosen = [frappe.get_doc(REGISTER, name) for name in dict.fromkeys(names)]
	whose = {found.applicant_user for found in chosen}
	if len(whose) > 1:
		refuse("一次只能为同一个使用单位申请，请分开勾选。", StateLocked)
	last = max(chosen, key=lambda row: (str(row.verified_on or ""), row.name))
	case = frappe.get_doc(last.case_doctype, last.case_name)
	values = {field: value for field, value in forms.values(case, full=True).items() if field != TABLE and value not in (None, "")}
	for name in ("appointment_on", *entry.ABOUT_HANDLING):
		values.pop(name, None)
	return entry.save_draft(last.matter, {**values, TABLE: [row_of(found) for found in chosen]}, behind=behind(whose.pop()))


def behind(whose: str) -> dict:
	"""Who stands behind the draft: the caller, and where he acts for another, that one as principal."""
	user = frappe.session.user
	return {"applicant_user": user, "principal": None if whose == user else whose}


def row_of(found) -> dict:
	"""An instrument as the form has it, with the certificate that it had."""
	case = frappe.get_doc(found.case_doctype, found.case_name)
	earlier = next((row for row in case.get(TABLE) if row.serial_no == found.serial_no and row.model == found.model), frappe._dict())
	carried = {field: earlier.get(field) for field in CARRIED if earlier.get(field)}
	own = {field: found.get(field) for field in ("instrument_name", "catalogue_item", "maker", "model", "serial_no", "use_place")}
	return {
		**carried,
		**own,
		"quantity": 1,
		"check_kind": PERIODIC,
		"last_certificate": found.certificate_no,
		"last_valid_until": str(found.next_due_on or ""),
	}
