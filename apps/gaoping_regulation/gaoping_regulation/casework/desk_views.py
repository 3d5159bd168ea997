"""What the Desk shows of a case, as plain dicts."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import desk_clock, duplicates, registers
from gaoping_regulation.engine import cases, checklist, conditions, corrections, events, extensions, lifecycle, materials, outcomes, pauses, registry
from gaoping_regulation.engine.documents import office
from gaoping_regulation.engine.actors import is_own_case, may_edit, roles_of
from gaoping_regulation.portal import forms
from gaoping_regulation.risk_control import api as checklists
from gaoping_regulation.risk_control import first_contact

# The actions that hand a document to somebody, by their stable key.
DELIVERIES = ("deliver", "hand_out")
DOCUMENT = ("name", "title", "kind", "number", "status", "issued_on", "valid_until", "sha256", "print_count", "render_error")


def case(doc) -> dict:
	"""Everything the screen of a case needs, in one answer."""
	version = registry.version_of(doc)
	state = version.state(doc.workflow_state) or {}
	open_list = checklist.current(doc, doc.stage)
	begun = desk_clock.begun_on([doc.name]).get(doc.name)
	return {
		"case": doc.name,
		"case_no": doc.case_no,
		"matter": version.code,
		"matter_title": version.title,
		"applicant": doc.get("applicant_name") or doc.name,
		"state": doc.workflow_state,
		"stage": version.stages.get(doc.stage, {}).get("title", ""),
		"final": int(state.get("is_final") or 0),
		"own": int(is_own_case(doc, frappe.session.user)),
		"editable": int(may_edit(doc, version)),
		"clock": desk_clock.of_case(doc, begun, pauses.is_paused(doc, version)),
		"pause": pause(doc, version),
		"extension": extension(doc, version),
		"ceiling": extensions.ceiling(doc, version),
		"repeated": {"cases": [], "reason": ""} if state.get("is_final") else repeated(doc),
		"first_contact": first_contact.of(doc.doctype, doc.name),
		"doubts": doc.doubts() if hasattr(doc, "doubts") and not state.get("is_final") else [],
		"hints": doc.hints() if hasattr(doc, "hints") and not state.get("is_final") else [],
		"actions": actions(doc, version, open_list),
		"countersign": countersign(doc, open_list),
		"delivery": delivery(doc),
		"materials": materials_of(doc, version),
		"checklists": [checklists.as_dict(found) for found in checklists_of(doc)],
		"documents": documents_of(doc),
		"changes": registers.before_after(doc) if doc.get("register_entry") else [],
		"events": trail(doc),
	}


def extension(doc, version: registry.Version) -> dict:
	"""延期: the working days that the user may ask for (0: none), what waits for a decision, whether he decides it."""
	found = extensions.open_of(doc)
	return {
		"most": extensions.most_days(version) if extensions.may_ask(doc, version) else 0,
		"open": {**found, "officer": events.full_name(found.officer)} if found else None,
		"may_decide": int(extensions.may_decide(doc, found)),
	}


def repeated(doc) -> dict:
	"""可能重复: the open cases of the same person and place, and why this one was filed beside another."""
	return {"cases": duplicates.shown(doc), "reason": duplicates.reason_of(doc)}


def pause(doc, version: registry.Version) -> dict:
	"""The pauses of the clock: the kinds that the user may begin, the one that is open, whether he may end it."""
	found = pauses.open_of(doc) if pauses.is_paused(doc, version) else None
	may = pauses.may_pause(doc, version)
	return {
		"kinds": pauses.kinds(version, doc.stage) if may and doc.due_on else [],
		"open": {**found, "officer": events.full_name(found.officer)} if found else None,
		"may_resume": int(may and bool(found) and found.kind != pauses.CORRECTION),
	}


def actions(doc, version: registry.Version, open_list) -> list[dict]:
	"""The actions the user may take now, each with what its dialog must ask."""
	late = bool(doc.due_on) and getdate(doc.due_on) < getdate()
	resting = pauses.is_paused(doc, version)
	found = [
		{**action(row, version, open_list, late), "issues": issues(doc, version, row), "asks": asks(doc, row), "choices": choices(doc, row), **reason(doc, row)}
		for row in cases.available_actions(doc)
		if row["kind"] != "officer" or not resting
	]
	main = next((row for row in found if row["advances"]), None)
	return [{**row, "primary": int(row is main)} for row in found]


def action(row: dict, version: registry.Version, open_list, late: bool) -> dict:
	source, target = version.states[row["from_state"]], version.states[row["to_state"]]
	leaves = row["kind"] == "officer" and source["stage"] != target["stage"]
	listed = bool(version.stages.get(source["stage"], {}).get("has_checklist")) and open_list is not None
	signed = listed and open_list.status == checklist.SIGNED and open_list.signed_by == frappe.session.user
	return {
		"action": row["action"],
		"key": row["key"],
		"kind": row["kind"],
		"form": form_of(row),
		"needs_reason": int(row.get("needs_reason") or 0),
		"late": int(late and leaves),
		"needs_checklist": int(leaves and listed and not signed),
		"advances": int(not row.get("needs_reason") and not target.get("pauses_clock")),
		"target": target["state"],
	}


def reason(doc, row: dict) -> dict:
	"""The reason that this case's action needs though the matter does not ask for it of every case."""
	why = lifecycle.reason_needed(doc, row)
	if not doc.case_no and lifecycle.is_sent_in(row, registry.version_of(doc)):
		why = why or duplicates.warning(doc)
	return {"needs_reason": 1, "reason_note": why} if why else {}


def form_of(row: dict) -> str | None:
	"""What an action asks beside its checklist and reason."""
	if row.get("needs_items"):
		return "correction"
	return "delivery" if row["key"] in DELIVERIES else None


def issues(doc, version: registry.Version, row: dict) -> str:
	"""The titles of the documents that an action issues for this case."""
	found = [version.documents[name] for name in conditions.names(row.get("document"))]
	return "》《".join(document["title"] for document in found if conditions.applies(document, doc))


def choices(doc, row: dict) -> dict | None:
	"""What an action lets the officer choose from, by the matter's controller: {"name", "label", "options"}."""
	return doc.choices(row) if hasattr(doc, "choices") else None


def asks(doc, row: dict) -> list[dict]:
	"""The fields of the case that an action asks for, as its dialog draws them."""
	found = [doc.meta.get_field(name) for name in conditions.names(row.get("asks"))]
	return [
		{
			"fieldname": df.fieldname,
			"label": df.label,
			"fieldtype": df.fieldtype,
			"options": df.options or "",
			"description": df.description or "",
			"value": doc.get(df.fieldname) or "",
		}
		for df in found
	]


def countersign(doc, open_list) -> str | None:
	"""The checklist that waits for a second officer, if the user may be that officer."""
	if open_list is None or open_list.status != checklist.COUNTERSIGN or open_list.signed_by == frappe.session.user:
		return None
	return open_list.name if checklist.reviewers(doc) & roles_of(frappe.session.user) else None


def delivery(doc) -> dict:
	"""How a delivery is usually made: to the applicant, by hand, at the office."""
	return {
		"received_by": doc.get("applicant_name") or "",
		"methods": outcomes.methods_for(doc),
		"place": office()["office_name"] or "",
		"electronic": {"method": outcomes.ELECTRONIC, "to": doc.get("e_delivery_to") or "", "agreed": int(bool(doc.get("e_delivery")))},
	}


def materials_of(doc, version: registry.Version) -> list[dict]:
	"""The materials that this case needs, and what else it has."""
	wanted = {row["code"] for row in materials.asked_for(doc, version)}
	return [material(row, version) for row in doc.get("materials") or [] if row.material in wanted or row.attachment]


def material(row, version: registry.Version) -> dict:
	wanted = next((item for item in version.materials if item["code"] == row.material), {})
	return {
		"code": row.material,
		"title": row.title,
		"url": row.attachment or "",
		"file_name": row.file_name or "",
		"signed": int(row.signed or 0),
		"needs_signature": int(wanted.get("needs_signature") or 0),
		"required": int(wanted.get("required") or 0),
		"accept": wanted.get("accept") or "pdf,jpg,png",
		"help": wanted.get("help") or "",
		"only_if": wanted.get("only_if") or "",
		"verdict": row.verdict or "",
		"remark": row.remark or "",
		"uploaded_on": row.uploaded_on,
	}


def checklists_of(doc) -> list:
	names = frappe.get_all(
		"Stage Checklist",
		{"case_doctype": doc.doctype, "case_name": doc.name},
		pluck="name",
		order_by="opened_on asc",
		ignore_permissions=True,
	)
	return [frappe.get_doc("Stage Checklist", name) for name in names]


def documents_of(doc) -> list[dict]:
	filters = {"case_doctype": doc.doctype, "case_name": doc.name}
	rows = frappe.get_all("Issued Document", DOCUMENT, filters, order_by="creation asc", ignore_permissions=True)
	return [{**row, "ready": int(bool(row.pop("sha256")))} for row in rows]


def trail(doc) -> list[dict]:
	"""The case's events, newest first, with what each says as pairs of label and text."""
	rows = frappe.get_all(
		"Case Event",
		["seq", "kind", "at", "actor_name", "content", "hash"],
		{"case_doctype": doc.doctype, "case_name": doc.name},
		order_by="seq desc",
		ignore_permissions=True,
	)
	return [{**row, "at": str(row.at)[:19], "content": pairs(row.content)} for row in rows]


def pairs(content: str) -> list[list[str]]:
	values = frappe.parse_json(content or "{}")
	texts = {key: "、".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in values.items()}
	return [[key, text] for key, text in texts.items() if text]


def correction(doc) -> dict:
	"""The choices of a correction notice: what the engine and the officer's marks found, every material, every field."""
	version = registry.version_of(doc)
	found = corrections.unsuitable(doc) + corrections.missing_items(doc, version)
	texts = {item["code"]: item["text"] for item in reversed(found)}
	papers = [{"code": row["code"], "field": row["title"], "text": texts.get(row["code"], "")} for row in materials_of(doc, version)]
	codes = {row["code"] for row in papers}
	return {
		"materials": papers,
		"problems": [item for item in found if item["code"] not in codes],
		"fields": [{"code": df["fieldname"], "field": df["label"], "section": df["section"]} for df in forms.fields(doc.doctype)],
	}
