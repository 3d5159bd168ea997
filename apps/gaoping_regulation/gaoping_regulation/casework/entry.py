"""Write an application's values, from the portal and from the counter alike.

Only fields that the form shows may be written: values are filtered by the DocType's meta, so that nothing the
system fills in can be sent along, and an administrator's own field takes part by itself.
"""

import frappe

from gaoping_regulation.engine import cases, registry
from gaoping_regulation.engine.actors import may_edit
from gaoping_regulation.engine.casting import cast_value, parse_object
from gaoping_regulation.engine.errors import Outdated, StateLocked, form_error, raise_form_errors, refuse, to_json
from gaoping_regulation.engine.guard import SYSTEM_FIELDS
from gaoping_regulation.engine.masking import sha256

ENGINE_FIELDS = frozenset((*SYSTEM_FIELDS, "workflow_state", "materials"))
PERSONAL = frozenset(("id_no", "agent_id_no"))
# How an application is handled, chosen anew for each: nothing that it declares or registers.
ABOUT_HANDLING = frozenset(("privacy_consent", "e_delivery", "e_delivery_to"))


def form_fields(doctype: str) -> list:
	"""The fields of a form that its applicant fills in: not the system's, not read-only, not hidden."""
	return [
		df
		for df in frappe.get_meta(doctype).fields
		if df.fieldname not in ENGINE_FIELDS
		and not df.read_only
		and not df.hidden
		and (not df.permlevel or df.fieldname in PERSONAL)
		and (df.fieldtype not in frappe.model.no_value_fields or df.fieldtype in frappe.model.table_fields)
	]


def write(doc, values: dict) -> None:
	"""Set the form's values on a document; a field that is not sent keeps its value.

	Raises FormErrors that name the field (and row) of every value that is not of its type, and SystemField
	wise refusals for names that only the system writes.
	"""
	raise_form_errors(put(doc, values))


def put(doc, values: dict) -> list[dict]:
	"""Like `write`, but returns the mistakes: what is not of its type is left out."""
	fields = {df.fieldname: df for df in form_fields(doc.doctype)}
	problems = []
	for name, value in values.items():
		df = fields.get(name)
		if df is None:
			refuse_unknown(doc, name)
			continue
		if df.fieldtype == "Table MultiSelect":
			problems += write_choices(doc, df, value)
		elif df.fieldtype == "Table":
			problems += write_rows(doc, df, value)
		else:
			cast, problem = cast_value(df, value)
			doc.set(name, cast)
			problems += [form_error(name, problem)] if problem else []
	return problems


def refuse_unknown(doc, name: str) -> None:
	"""A system field is refused loudly; what the form does not know is ignored, as forms grow and shrink."""
	if name in ENGINE_FIELDS or name in ("name", "docstatus", "modified", "creation"):
		label = doc.meta.get_label(name) if doc.meta.has_field(name) else name
		refuse(f"“{label}”由系统填写，不能自行指定。请从 values 中去掉。", StateLocked)


def write_choices(doc, df, value) -> list[dict]:
	"""A choice of several: lines of text or a list of names, each once; returns the mistake if one is none of the choices."""
	chosen = value.split("\n") if isinstance(value, str) else value or []
	link = next(field for field in frappe.get_meta(df.options).fields if field.fieldtype == "Link")
	names = dict.fromkeys(item.get(link.fieldname) if isinstance(item, dict) else str(item).strip() for item in chosen)
	unknown = [name for name in names if name and not frappe.db.exists(link.options, name)]
	if unknown:
		return [form_error(df.fieldname, f"“{'、'.join(unknown)}”不在可选项目中，请重新选择。")]
	doc.set(df.fieldname, [{link.fieldname: name} for name in names if name])
	return []


def write_rows(doc, df, value) -> list[dict]:
	"""The rows of a child table, replaced as a whole; returns the mistakes by row."""
	if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
		return [form_error(df.fieldname, f"“{df.label}”应为若干行，请重新填写。")]
	columns = {column.fieldname: column for column in row_fields(df.options)}
	problems, rows = [], []
	for number, row in enumerate(value, 1):
		clean = {}
		for name, column in columns.items():
			if name in row:
				clean[name], problem = cast_value(column, row[name])
				problems += [form_error(name, problem, df.fieldname, number)] if problem else []
		rows.append(clean)
	doc.set(df.fieldname, rows)
	return problems


def row_fields(doctype: str) -> list:
	return [
		df
		for df in frappe.get_meta(doctype).fields
		if not df.read_only
		and not df.hidden
		and df.fieldtype not in frappe.model.no_value_fields
		and df.fieldtype not in ("Attach", "Attach Image")
		and (not df.permlevel or df.fieldname in PERSONAL)
	]


def save_draft(matter: str, values: str | dict, case: str | None = None, behind: dict | None = None, seen: str | None = None):
	"""Save a draft or a correction as the session's user; returns the document.

	Args:
		matter: the matter's code
		values: the form's values, JSON or dict
		case: name of an existing case; a new one is begun without it
		behind: {"applicant_user", "principal"} of a new case
		seen: `revision` of what the form was filled in from; raises Outdated if the case has changed since, and the
			values would change it back. The same once more is no conflict: a browser may not have heard that it was saved.
	"""
	doc = opened(matter, case, for_update=True)
	if not case:
		doc.flags.behind = behind or {}
	stored = revision(doc) if case else None
	write(doc, parse_object(values, "values"))
	if case and seen and seen != stored and revision(doc) != stored:
		refuse("这份申请刚刚在别处（另一台设备或者窗口）改过。请选择用哪一份内容。", Outdated, "内容不一致")
	doc.flags.ignore_permissions = True
	doc.flags.ignore_mandatory = True
	doc.save()
	return doc


def opened(matter: str, case: str | None, for_update: bool = False):
	"""The document that a form writes to: a case that the caller may edit, or a new one of a matter that is 在办."""
	version = registry.latest_version(matter)
	if version is None:
		refuse(f"没有代码为“{str(matter)[:20]}”的事项，请从办事指南进入。")
	if not case:
		require_open(matter)
		return frappe.new_doc(version.doctype)
	doc = cases.get_case(case, for_update)
	cases.require_read(doc)
	if doc.matter != matter:
		refuse("这个办件不属于该事项，请从“我的办件”进入。")
	if not may_edit(doc, registry.version_of(doc)):
		refuse(f"办件在“{doc.workflow_state}”状态，现在不能修改。", StateLocked)
	return doc


def revision(doc) -> str:
	"""A short digest of a stored case's declaration: two forms of the same revision were filled in from the same content."""
	content = {}
	for df in form_fields(doc.doctype):
		value = doc.get(df.fieldname)
		rows = df.fieldtype in frappe.model.table_fields
		content[df.fieldname] = [[str(row.get(one.fieldname) or "") for one in row_fields(df.options)] for row in value or []] if rows else str(value or "")
	return sha256(to_json(content).encode())[:16]


def require_open(matter: str) -> None:
	"""A matter that is not 在办 takes no new application."""
	status, notice = frappe.db.get_value("Administrative Matter", matter, ["status", "notice"])
	if status != "在办":
		refuse(f"本事项{status}，不再接受新的申请。{notice or ''}")


def enter_at_counter(matter: str, values: str | dict) -> dict:
	"""Counter entry: the acceptor types what the applicant brought on paper.

	Raises StateLocked unless the caller holds a staff role that may submit this matter's applications.
	"""
	version = registry.latest_version(matter)
	if version is None:
		refuse(f"没有代码为“{str(matter)[:20]}”的事项。")
	if not frappe.has_permission(version.doctype, "create") or frappe.db.get_value(
		"User", frappe.session.user, "user_type"
	) != "System User":
		refuse("窗口录入须由受理人办理，您没有该角色。", StateLocked)
	doc = save_draft(matter, values)
	return {"case": doc.name, "doctype": doc.doctype, "workflow_state": doc.workflow_state}
