"""What the portal shows, as plain dicts: matters, forms, cases, documents."""

from urllib.parse import quote

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import entry
from gaoping_regulation.engine import cases, clock, documents, materials, pauses, registry, specimens, standing
from gaoping_regulation.engine.actors import is_own_case, may_edit, may_upload
from gaoping_regulation.portal import forms, progress
from gaoping_regulation.portal.allowlist import PORTAL_MODULE

DATES = ("submitted_on", "accepted_on", "decided_on", "delivered_on", "closed_on")
STATUS_EXPIRED = "已过期"
RECENT, MOST_DRAFTS = 20, 5


def matter(code: str, with_fields: bool = False) -> dict:
	"""A matter for the guide; with its form if asked."""
	doc = frappe.get_cached_doc("Administrative Matter", code)
	version = registry.latest_version(code)
	found = {
		"code": doc.code,
		"title": doc.title,
		"alias": doc.alias,
		"status": doc.status,
		"notice": doc.notice,
		"summary": doc.summary,
		"audience": doc.audience,
		"conditions": doc.conditions,
		"legal_basis": doc.legal_basis,
		"legal_basis_confirmed": doc.legal_basis_confirmed,
		"office": doc.office,
		"place": doc.place,
		"hours": doc.hours,
		"phones": {"service": doc.service_phone, "supervision": doc.supervision_phone},
		"limits": {"statutory": doc.statutory_limit, "promised": doc.limits},
		"common_mistakes": [line.strip() for line in (doc.common_mistakes or "").split("\n") if line.strip()],
		"result": (specimens.row_of(code) or {}).get("title"),
		"stages": [
			{"key": row["key"], "title": row["title"], "limit": limit_text(row)} for row in version.stages.values()
		],
		"materials": [guide_material(row, version) for row in version.materials],
	}
	if with_fields:
		found["fields"] = forms.fields(doc.ref_doctype, version.requirements)
		found["materials_with_form"] = int(any(asks_materials(row) for row in version.actions if row["from_state"] == version.initial["key"]))
	return found


def asks_materials(action: dict) -> bool:
	"""Whether an applicant's action needs the materials: 动产抵押 takes them after the form (待盖章上传)."""
	return action["kind"] == "applicant" and bool(action.get("needs_materials"))


def limit_text(stage: dict) -> str:
	"""A stage's limit in words; the applicant's own stage has none."""
	if not stage.get("has_checklist"):
		return ""
	days = int(stage.get("limit_days") or 0)
	unit = "日" if stage.get("limit_unit") == clock.NATURAL else "个工作日"
	return f"{days} {unit}" if days else "当日"


def guide_material(row: dict, version: registry.Version) -> dict:
	"""A material as the guide lists it; one that is a form of ours can be printed filled in (`has_form`)."""
	return {
		"code": row["code"],
		"title": row["title"],
		"required": int(row.get("required") or 0),
		"needs_signature": int(row.get("needs_signature") or 0),
		"accept": row.get("accept") or "pdf,jpg,png",
		"help": row.get("help") or "",
		"sample": sample_url(version.code, row["code"]) if row.get("sample") else "",
		"only_if": row.get("only_if") or "",
		"has_form": int(row["code"] in version.documents),
	}


def sample_url(code: str, material: str) -> str:
	"""Where everybody may open a material's sample: the application serves no upload by its own address."""
	return f"/api/method/{PORTAL_MODULE}.sample?code={quote(code)}&material={quote(material)}"


def cases_of(user: str, start: int, length: int) -> list[dict]:
	"""A user's own cases over all matters, newest first."""
	found = []
	for doctype, row in registry.live_matters().items():
		fields = ["name", "case_no", "workflow_state", "stage", "due_on", "submitted_on", "modified", "matter"]
		people = standing.persons(user, row["code"])
		title = frappe.db.get_value("Administrative Matter", row["code"], "title", cache=True)
		version = registry.get_version(row["version"])
		for case in own_cases(doctype, fields, user, people, start + length):
			found.append(
				{
					**case,
					"case": case.name,
					"matter_title": title,
					"stage": version.stages.get(case.stage, {}).get("title", ""),
					"state_key": (version.state(case.workflow_state) or {}).get("key"),
				}
			)
	return sorted(found, key=lambda case: case["modified"], reverse=True)[start : start + length]


def open_drafts(user: str, code: str) -> list[dict]:
	"""A user's applications of a matter that are not submitted yet, those of whom he acts for included, the last changed first."""
	version = registry.latest_version(code)
	fields = ["name", "modified", "applicant_name", "workflow_state"]
	rows = own_cases(version.doctype, fields, user, standing.persons(user, code), RECENT)
	rows = sorted((row for row in rows if row.workflow_state == version.initial["state"]), key=lambda row: row.modified, reverse=True)
	return [{"case": row.name, "modified": row.modified, "name": row.applicant_name or ""} for row in rows[:MOST_DRAFTS]]


def own_cases(doctype: str, fields: list[str], user: str, people: list[str], most: int) -> list:
	"""Cases of one DocType whose person is among some users, or that the user entered for nobody else; the same rule as access."""
	newest = {"order_by": "modified desc", "limit": most}
	for_others = frappe.get_all(doctype, fields, {"principal": ("in", people)}, **newest)
	own = [["applicant_user", "in", people], ["entered_by", "=", user]]
	return for_others + frappe.get_all(doctype, fields, {"principal": ("is", "not set")}, or_filters=own, **newest)


def case(doc) -> dict:
	"""A case as its applicant sees it."""
	version = registry.version_of(doc)
	state = version.state(doc.workflow_state) or {}
	editable = may_edit(doc, version) and is_own_case(doc, frappe.session.user)
	return {
		"case": doc.name,
		"matter": doc.matter,
		"matter_title": version.title,
		"case_no": doc.case_no,
		"workflow_state": doc.workflow_state,
		"state_key": state.get("key"),
		"stage": version.stages.get(doc.stage, {}).get("title", ""),
		"post": "、".join(sorted(version.officers_of(state.get("key")))),
		"due_on": doc.due_on,
		"paused": paused(doc, version),
		"pauses": progress.pauses_of(doc),
		"decision": doc.decision,
		"editable": int(editable),
		"uploadable": int(not editable and may_upload(doc, version)),
		"can_rate": int(bool(doc.closed_on) and not frappe.db.exists("Service Rating", {"case_name": doc.name})),
		"values": forms.values(doc, full=editable),
		"revision": entry.revision(doc),
		"actions": [
			{
				"action": row["action"],
				"needs_reason": int(row.get("needs_reason") or 0),
				"needs_materials": int(row.get("needs_materials") or 0),
				"primary": int(row["key"] in ("submit", "resubmit", "next")),
			}
			for row in cases.available_actions(doc, "applicant")
		],
		"materials": materials_of(doc, version),
		"notices": notices(doc),
		"documents": [public_document(row) for row in documents.of_case(doc) if may_have(doc, row.kind)],
		"timeline": progress.timeline(doc),
		"after_closing": doc.after_closing() if hasattr(doc, "after_closing") else None,
		**{field: doc.get(field) for field in DATES},
	}


def paused(doc, version: registry.Version) -> dict | None:
	"""Why and since when the clock rests, if an officer stopped it; 补正 tells that in its notice."""
	found = pauses.open_of(doc) if pauses.is_paused(doc, version) else None
	if found is None or found.kind == pauses.CORRECTION:
		return None
	return {"kind": found.kind, "reason": found.reason, "since": found.started_on}


def materials_of(doc, version: registry.Version) -> list[dict]:
	"""The materials that this case needs, and what else it has."""
	wanted = {row["code"] for row in materials.asked_for(doc, version)}
	return [material(doc, row) for row in doc.materials if row.material in wanted or row.attachment]


def material(doc, row) -> dict:
	wanted = next((item for item in registry.version_of(doc).materials if item["code"] == row.material), {})
	return {
		"row": row.name,
		"code": row.material,
		"title": row.title,
		"required": int(wanted.get("required") or 0),
		"needs_signature": int(wanted.get("needs_signature") or 0),
		"accept": wanted.get("accept") or "pdf,jpg,png",
		"help": wanted.get("help") or "",
		"only_if": wanted.get("only_if") or "",
		"file_name": row.file_name,
		"signed": int(row.signed or 0),
		"status": "已上传" if row.attachment else "未上传",
		"verdict": row.verdict or "",
		"remark": row.remark or "",
		"uploaded_on": row.uploaded_on,
		"url": row.attachment,
	}


def notices(doc) -> list[dict]:
	names = frappe.get_all("Correction Notice", {"case_name": doc.name}, pluck="name", order_by="sent_on desc")
	found = []
	for name in names:
		notice = frappe.get_doc("Correction Notice", name)
		items = [{"code": item.code, "field": item.field, "text": item.text} for item in notice.items]
		found.append(
			{
				"title": frappe.db.get_value("Issued Document", notice.document, "title") or "补正告知",
				"sent_on": notice.sent_on,
				"due_on": notice.due_on,
				"status": notice.status,
				"items": items,
				"document": notice.document,
			}
		)
	return found


def may_have(doc, kind: str) -> bool:
	"""Whether the caller may have a document of a case: copies that only the archive keeps are not the applicant's."""
	row = registry.version_of(doc).documents.get(kind, {})
	return not (row.get("staff_only") and is_own_case(doc, frappe.session.user))


def public_document(row) -> dict:
	return {
		"name": row.name,
		"title": row.title,
		"kind": row.kind,
		"number": row.number,
		"issued_on": row.issued_on,
		"valid_until": row.valid_until,
		"status": row.status,
		"ready": int(bool(row.sha256)),
		"verify_code": row.verify_code,
	}


def tracked(case_no: str, last4: str) -> dict | None:
	"""State, stage and due date of a case by its number and the last four of ID or phone."""
	for doctype in registry.live_matters():
		# A matter made in the browser may ask for no ID number.
		personal = [name for name in ("id_no", "phone") if frappe.get_meta(doctype).has_field(name)]
		fields = [*personal, "workflow_state", "stage", "due_on", "config_version", "matter"]
		row = frappe.db.get_value(doctype, {"case_no": case_no}, fields, as_dict=True) if case_no else None
		if row and len(last4) == 4 and last4 in [(row[name] or "")[-4:] for name in personal]:
			version = registry.get_version(row.config_version)
			return {
				"case_no": case_no,
				"matter_title": version.title,
				"workflow_state": row.workflow_state,
				"stage": version.stages.get(row.stage, {}).get("title", ""),
				"due_on": row.due_on,
			}
	return None


def verified(code: str) -> dict | None:
	"""A document by its verification code: what it is, whose (masked), and whether it is in force."""
	fields = ["title", "number", "holder", "issued_on", "valid_until", "status", "sha256"]
	row = frappe.db.get_value("Issued Document", {"verify_code": code}, fields, as_dict=True)
	if row is None:
		return None
	return {**row, "status": present_status(row)}


def present_status(row) -> str:
	if row.status == "有效" and row.valid_until and getdate(row.valid_until) < getdate():
		return STATUS_EXPIRED
	return row.status


def register(code: str, start: int, length: int, number: str | None = None) -> list[dict]:
	version = registry.latest_version(code)
	if version is None:
		return []
	kinds = [row["key"] for row in version.documents.values() if row.get("is_public")]
	rows = frappe.get_all(
		"Issued Document",
		["title", "number", "holder", "issued_on", "valid_until", "status"],
		{
			"matter": code,
			"kind": ("in", kinds or [""]),
			"status": ("!=", documents.WAITING),
			"not_public": 0,
			**({"number": number.strip()[:100]} if number else {}),
		},
		order_by="issued_on desc, number desc",
		start=start,
		limit=length,
		ignore_permissions=True,
	)
	return [{**row, "status": present_status(row)} for row in rows]


