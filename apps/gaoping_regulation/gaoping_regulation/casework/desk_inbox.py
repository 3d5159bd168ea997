"""The inbox over all matters: what waits for the user, by state, with the clock and who has it open."""

import frappe
from frappe.utils import today

from gaoping_regulation.casework import desk_clock, desk_presence
from gaoping_regulation.casework.boot import my_states
from gaoping_regulation.engine import cases, extensions, pauses, registry

FIELDS = ("name", "case_no", "workflow_state", "stage", "due_on", "submitted_on", "entered_by", "applicant_name", "modified")
MOST = 100
EXTENSION = "延期待批"


@frappe.whitelist(methods=["GET"])
def list_inbox(state: str | None = None, start: int = 0, page_length: int = 20) -> dict:
	"""The cases on which the caller can act, the most urgent first.

	Args:
		state: only cases of this group: a state, or 延期待批
		start, page_length: the slice of the list

	Returns {"groups": [{"state", "count"}], "total", "rows"}.
	"""
	start, length = cases.page(start, page_length, MOST)
	found = [row for matter in matters() for row in waiting(*matter)]
	chosen = sorted((row for row in found if state in (None, "", row["group"])), key=urgency)
	return {
		"groups": groups(found),
		"total": len(chosen),
		"rows": [shown(row) for row in chosen[start : start + length]],
	}


@frappe.whitelist(methods=["GET"])
def show_clocks(doctype: str, names: str | list) -> dict:
	"""{case: {"level", "text", "open"}} for the rows of a list that are on the screen."""
	if not registry.is_matter(doctype):
		return {}
	wanted = [str(name) for name in frappe.parse_json(names) or []][:MOST]
	rows = frappe.get_list(doctype, ["name", "due_on", "submitted_on", "workflow_state", "config_version"], {"name": ("in", wanted or [""])}, limit=MOST)
	begun = desk_clock.begun_on(wanted)
	return {row.name: {**clock(row, doctype, begun), "open": desk_presence.names(row.name)} for row in rows}


@frappe.whitelist()
def count_review(filters=None) -> dict:
	"""Number card: cases that wait for examination."""
	return card(keys=("prereview", "accept", "fix_on_spot", "review", "verify"))


@frappe.whitelist()
def count_decide(filters=None) -> dict:
	"""Number card: cases that wait for a decision."""
	return card(keys=("decide", "check", "sign"))


@frappe.whitelist()
def count_deliver(filters=None) -> dict:
	"""Number card: cases that wait for delivery."""
	return card(keys=("deliver", "hand_out"))


@frappe.whitelist()
def count_overdue(filters=None) -> dict:
	"""Number card: cases beyond their limit."""
	return card(filters=[["due_on", "is", "set"], ["due_on", "<", today()]])


@frappe.whitelist()
def count_received_today(filters=None) -> dict:
	"""Number card: cases submitted today."""
	return card(filters=[["submitted_on", ">=", today()]])


@frappe.whitelist()
def count_decided_today(filters=None) -> dict:
	"""Number card: cases decided today."""
	return card(filters=[["decided_on", ">=", today()]])


def card(keys: tuple = (), filters: list | None = None) -> dict:
	"""How many cases of all readable matters are in the states with these keys, or match the filters."""
	total = 0
	for doctype, version in matters():
		wanted = list(filters or [])
		if keys:
			states = [row["state"] for row in version.states.values() if row["key"] in keys]
			wanted.append(["workflow_state", "in", states or [""]])
		total += frappe.get_list(doctype, ["count(name) as number"], wanted, order_by="")[0].number
	return {"value": total, "fieldtype": "Int"}


def matters() -> list[tuple[str, registry.Version]]:
	"""The matters whose cases the caller reads."""
	live = registry.live_matters().items()
	return [(doctype, registry.get_version(row["version"])) for doctype, row in live if frappe.has_permission(doctype)]


def waiting(doctype: str, version: registry.Version) -> list[dict]:
	"""Cases in a state of the caller's that are not his own, what he entered himself and must go on with, and what
	extension he is to decide; a case that is two of these is listed twice."""
	user = frappe.session.user
	fields = [field for field in FIELDS if field in ("name", "modified") or frappe.get_meta(doctype).has_field(field)]
	others = {"workflow_state": ("in", my_states(version) or [""]), "entered_by": ("!=", user)}
	edited = [row["state"] for row in version.states.values() if row.get("applicant_edits")]
	own = {"workflow_state": ("in", edited or [""]), "entered_by": user}
	names = extensions.waiting_for(user, doctype)
	asked = {"name": ("in", names), "entered_by": ("!=", user)}
	extra = {"doctype": doctype, "matter": version.code, "matter_title": version.title}
	return [
		{**row, **extra, "own": int(filters is own), "group": EXTENSION if filters is asked else row["workflow_state"]}
		for filters in (others, own, *([asked] if names else []))
		for row in frappe.get_list(doctype, fields, filters, order_by="due_on asc", limit=0)
	]


def urgency(row: dict) -> tuple:
	"""By due date, those without one last; then by submission."""
	return (row.get("due_on") is None, str(row.get("due_on")), str(row.get("submitted_on") or row["modified"]))


def groups(rows: list[dict]) -> list[dict]:
	counts = {}
	for row in rows:
		counts[row["group"]] = counts.get(row["group"], 0) + 1
	return [{"state": state, "count": count} for state, count in counts.items()]


def shown(row: dict) -> dict:
	begun = desk_clock.begun_on([row["name"]])
	return {**row, "clock": clock(row, row["doctype"], begun), "open": desk_presence.names(row["name"])}


def clock(row: dict, doctype: str, begun: dict) -> dict:
	version = registry.get_version(row.get("config_version") or registry.live_matters()[doctype]["version"])
	return desk_clock.of_case(row, begun.get(row["name"]), pauses.is_paused(row, version))
