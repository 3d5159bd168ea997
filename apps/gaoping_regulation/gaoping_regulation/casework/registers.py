"""Registers: what decisions enter, change and strike out (动产抵押登记簿, 食品备案登记簿).

A register is a DocType that an Administrative Matter names. A change, renewal or cancellation is the same
application with the same workflow, begun from the registered values; its decision writes the entry and
supersedes the earlier document. Entries are written here alone (engine.protection).
"""

import json

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.casework import entry
from gaoping_regulation.casework.register_changes import differences
from gaoping_regulation.engine import documents, events, registry, standing
from gaoping_regulation.engine.errors import StateLocked, TransitionRefused, form_error, refuse, to_json
from gaoping_regulation.engine.masking import mask_name

LIVE, EXPIRED, CHANGED, CANCELLED = "有效", "已过期", "已变更", "已注销"
CANCEL = "注销"
DAYS_TO_REMIND = 30
# What says which application it is; what a person declares anew each time.
NOT_REGISTERED = entry.ABOUT_HANDLING | {"category", "register_entry", "commitment", "change_reason", "cancel_reason"}
CARRIED = ("applicant_user", "entered_by", "principal", "applicant_name", "id_no")


def register_of(code: str) -> str | None:
	"""The register's DocType of a matter, or None."""
	return frappe.get_cached_value("Administrative Matter", code, "register_doctype") or None


def searcher(code: str):
	"""`search(query, start, length)` of the register's controller, where a matter's register is open to the public."""
	register = register_of(code)
	return getattr(frappe.model.base_document.get_controller(register), "search", None) if register else None


def search(code: str, query: str, start: int, length: int) -> list[dict]:
	"""Entries of a public register that answer a query; raises DoesNotExistError for a matter without one."""
	search_in = searcher(code) if frappe.db.get_value("Administrative Matter", code) == code else None
	if search_in is None:
		refuse("这个事项没有可以查询的登记簿，请重新选择事项。", frappe.DoesNotExistError, "没有查到")
	return search_in(query, start, length)


def categories(doctype: str) -> list[str]:
	"""The kinds of application of a DocType with a register; the first one makes a new entry."""
	df = frappe.get_meta(doctype).get_field("category")
	return [option for option in (df.options or "").split("\n") if option] if df else []


def is_first(doc, doctype: str | None = None) -> bool:
	"""Whether an application (or a row of a DocType) asks for a new entry (新办, 设立), or its matter knows no others."""
	return doc.get("category") in (None, "", *categories(doctype or doc.doctype)[:1])


def find(matter: str, number: str | None, for_update: bool = False):
	"""The entry of a matter's register with a number, or None."""
	register = register_of(matter)
	name = register and number and frappe.db.get_value(register, {"matter": matter, "number": number}, for_update=for_update)
	return frappe.get_doc(register, name) if name else None


def entry_of(doc):
	"""The entry that an application changes, locked until the transaction ends; raises TransitionRefused without one."""
	found = find(doc.matter, doc.get("register_entry"), for_update=True)
	if found is None or found.status == CANCELLED:
		refuse(f"编号“{doc.get('register_entry') or ''}”的登记不存在或已注销，不能办理{doc.category}。请核对原编号。", TransitionRefused)
	return found


def problems(doc) -> list[dict]:
	"""Why an application cannot change the entry that it names, for `content_problems`; none for a new entry."""
	if is_first(doc):
		return []
	number = (doc.get("register_entry") or "").strip()
	if not number:
		return [form_error("register_entry", f"请填写“{doc.meta.get_label('register_entry')}”，或从“我的登记和备案”中选择。")]
	# Locked, so that of two applications submitted at once the second sees the first.
	found = find(doc.matter, number, for_update=True)
	if found is None or not stands_behind(doc, found):
		return [form_error("register_entry", f"没有编号为“{number[:40]}”、属于申请人的登记，请核对原编号。")]
	if found.status == CANCELLED:
		return [form_error("register_entry", f"编号“{number}”已注销，不能再办理{doc.category}。需要时请重新申请{categories(doc.doctype)[0]}。")]
	if other := open_change(doc):
		return [form_error("register_entry", f"编号“{number}”已有办件{other}在办，请待其办结或撤回后再申请。")]
	return []


def stands_behind(doc, found) -> bool:
	"""Whether the application is the registered person's: by the account, at the counter by the ID number."""
	if whose := standing.person(doc):
		return whose == standing.person(found)
	return doc.get("id_no") == found.id_no


def open_change(doc) -> str | None:
	"""The 办件编号 of another submitted and unfinished application on the same entry, or None."""
	filters = {
		"register_entry": doc.register_entry,
		"name": ("!=", doc.name or ""),
		"case_no": ("is", "set"),
		"closed_on": ("is", "not set"),
	}
	found = frappe.get_all(doc.doctype, filters, pluck="case_no", limit=1)
	return found[0] if found else None


def declared_values(doc) -> dict:
	"""What the form declares, as `entry.save_draft` takes it, without what belongs to this application alone."""
	from gaoping_regulation.portal import forms

	return {field: value for field, value in forms.values(doc, full=True).items() if field not in NOT_REGISTERED}


def registered_values(found) -> dict:
	return json.loads(found.form_values or "{}")


def begin_change(matter: str, number: str, category: str):
	"""Begin an application on an entry, filled in with its registered values; returns the draft.

	Raises StateLocked if the entry is not the caller's (staff: if he enters no applications of this matter),
	TransitionRefused for a category that the matter does not have, or an entry that is cancelled.
	"""
	version = registry.latest_version(matter)
	found = find(matter, number) if version else None
	at_counter = found and not is_holder(found) and frappe.has_permission(version.doctype, "create") and is_staff()
	if found is None or not (is_holder(found) or at_counter):
		refuse("没有这项登记，请从“我的登记和备案”中选择。", StateLocked)
	if category not in categories(version.doctype)[1:]:
		refuse(f"本事项没有“{category[:20]}”，请重新选择。", TransitionRefused)
	if found.status == CANCELLED:
		refuse(f"编号“{number}”已注销，不能再办理{category}。", TransitionRefused)
	values = {**registered_values(found), "category": category, "register_entry": number}
	whose = standing.person(found)
	other = None if whose == frappe.session.user else whose
	behind = {} if at_counter else {"applicant_user": frappe.session.user, "principal": other}
	return entry.save_draft(matter, values, behind=behind)


def is_holder(found) -> bool:
	whose = standing.person(found)
	return bool(whose) and whose in standing.persons(frappe.session.user, found.matter)


def is_staff() -> bool:
	return frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"


def next_document_number(doc) -> str:
	"""The number of a changed document: the entry's own, with the new version behind it."""
	found = entry_of(doc)
	return f"{found.number}-{found.version + 1}"


def write(doc, number: str, valid_until=None, **columns):
	"""Enter or change what a granted application declares; returns the entry.

	Args:
		doc: the application, its decision made; for a change its `register_entry` names the entry
		number: the document's number (of a new entry: the entry's number)
		valid_until: last day, or None
		columns: the register's own columns
	"""
	if is_first(doc):
		found = frappe.new_doc(register_of(doc.matter))
		found.update({"matter": doc.matter, "number": number, "version": 0})
		found.update({field: doc.get(field) for field in CARRIED})
	else:
		found = entry_of(doc)
		supersede(found, doc, CHANGED)
	values = declared_values(doc)
	note_version(found, doc, number, changed_text(doc, registered_values(found), values))
	found.update({"form_values": to_json(values), "valid_until": valid_until, "status": LIVE, **columns})
	found.update({"applicant_name": doc.applicant_name, "holder": mask_name(doc.applicant_name)})
	return save(found)


def cancel(doc, number: str):
	"""Strike an entry out by a granted 注销; its document is shown as 已注销 from now on. Returns the entry."""
	found = entry_of(doc)
	supersede(found, doc, CANCELLED)
	note_version(found, doc, number, doc.get("cancel_reason") or doc.get("change_reason") or "")
	found.status = CANCELLED
	return save(found)


def note_version(found, doc, number: str, changed: str) -> None:
	found.version = (found.version or 0) + 1
	case = {"case_doctype": doc.doctype, "case_name": doc.name, "case_no": doc.case_no, "registered_on": now_datetime()}
	found.update(case)
	row = {"version": found.version, "category": doc.category or categories(doc.doctype)[0], "document_number": number}
	row |= {"changed": changed, "form_values": to_json(declared_values(doc)), **case}
	row.pop("case_doctype")
	found.append("versions", row)


def supersede(found, doc, status: str) -> None:
	"""Mark the entry's documents in force as 已变更 or 已注销; the application's own new ones stay."""
	cases = [row.case_name for row in found.versions]
	rows = frappe.get_all("Issued Document", {"case_name": ("in", cases or [""]), "status": ("in", (documents.VALID, documents.WAITING))}, pluck="name")
	public = {row["key"] for row in registry.version_of(doc).documents.values() if row.get("is_public")}
	for name in rows:
		issued = frappe.get_doc("Issued Document", name)
		if issued.kind in public and issued.case_name != doc.name:
			issued.status = status
			issued.flags.by_engine = True
			issued.save(ignore_permissions=True)


def save(found):
	found.flags.by_engine = True
	found.flags.ignore_permissions = True
	found.flags.ignore_links = True
	found.save()
	case = frappe.get_doc(found.case_doctype, found.case_name)
	events.record(case, "写入登记簿", 登记编号=found.number, 版次=found.version, 状态=found.status)
	return found


def before_after(doc) -> list[dict]:
	"""What an application changes in its entry: [{"label", "before", "after"}] of the fields that differ."""
	found = find(doc.matter, doc.get("register_entry"))
	return differences(doc, values_before(found, doc), declared_values(doc)) if found and not is_first(doc) else []


def values_before(found, doc) -> dict:
	"""What was registered before an application: after its decision, the version before its own."""
	own = next((row.version for row in found.versions if row.case_name == doc.name), None)
	rows = [row for row in found.versions if own is None or row.version < own]
	return json.loads(rows[-1].form_values or "{}") if rows else {}


def changed_text(doc, before: dict, after: dict) -> str:
	if is_first(doc):
		return ""
	return "\n".join(f"{row['label']}：{row['before']} → {row['after']}" for row in differences(doc, before, after))


def entries_of(user: str) -> list[dict]:
	"""The entries of a user, and of whom he acts for, in all registers, newest first, each with what may be applied for on it."""
	found = []
	for doctype, row in registry.live_matters().items():
		register = register_of(row["code"])
		if not register:
			continue
		fields = ["matter", "number", "status", "valid_until", "registered_on", "applicant_name"]
		title = registry.get_version(row["version"]).title
		for entry_row in of_persons(register, fields, standing.persons(user, row["code"]), {"matter": row["code"]}):
			actions = categories(doctype)[1:] if entry_row.status != CANCELLED else []
			found.append({**entry_row, **present(entry_row), "matter_title": title, "actions": actions})
	return sorted(found, key=lambda one: str(one["registered_on"]), reverse=True)


def of_persons(doctype: str, fields: list[str], people: list[str], filters: dict) -> list:
	"""The cases or entries whose person is one of some users; who filed them for another has no part in them."""
	own = {**filters, "principal": ("is", "not set"), "applicant_user": ("in", people)}
	return frappe.get_all(doctype, fields, {**filters, "principal": ("in", people)}) + frappe.get_all(doctype, fields, own)


def present(row) -> dict:
	"""An entry's status today, and the days it has left once they are so few that its holder is reminded."""
	if row.status != LIVE or not row.valid_until:
		return {"status": row.status, "days_left": None}
	left = (getdate(row.valid_until) - getdate()).days
	soon = frappe.get_cached_doc("Regulation Settings").expiry_reminder_days or DAYS_TO_REMIND
	return {"status": LIVE if left >= 0 else EXPIRED, "days_left": left if 0 <= left <= soon else None}
