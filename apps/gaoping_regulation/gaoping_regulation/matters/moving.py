"""A configuration as one readable file: taken out of one site, compared and drafted in another.

The file is a sorted list of records in the format of the seeds (`seed/<kind>/<CODE>.json`), without personal data. An
import changes nothing that binds: it makes drafts, which are approved and published like every other (issue 6).
"""

import json

import frappe

from gaoping_regulation import seeding
from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.matters import differences
from gaoping_regulation.matters.drafts import DOCTYPE, content, restoring
from gaoping_regulation.matters.guide import PHONES

KINDS = ("DocType", "Custom Field", "Property Setter", "Print Format", "Workflow", "Administrative Matter", "Risk Control Chart", "Flow Box")
IDENTITY = {**seeding.NAME_FIELDS, "DocType": "name", "Custom Field": "{dt}-{fieldname}", "Property Setter": "name"}
# Records whose fields give their name.
NAMED_BY_FIELDS = frozenset(("Workflow", "Administrative Matter", "Risk Control Chart", "Flow Box", "Custom Field"))
# The framework's bookkeeping, and what a site fills in for itself.
LEFT_OUT = frozenset(
	("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent", "parentfield", "parenttype", "doctype",
	"migration_hash", "engine", "is_system_generated", "sample")
)
MOST = 2000


def export(codes: list[str]) -> list[dict]:
	"""The records of some matters, sorted by kind and name."""
	found = [record for code in codes for record in records_of(code)]
	seen, unique = set(), []
	for record in sorted(found, key=lambda row: (KINDS.index(row["doctype"]), name_of(row))):
		if (key := (record["doctype"], name_of(record))) not in seen:
			seen.add(key)
			unique.append(record)
	return unique


def records_of(code: str) -> list[dict]:
	matter = frappe.get_doc("Administrative Matter", code)
	doctypes = [matter.ref_doctype, *(df.options for df in frappe.get_meta(matter.ref_doctype).get_table_fields())]
	names = {
		"DocType": [matter.ref_doctype] if frappe.db.get_value("DocType", matter.ref_doctype, "custom") else [],
		"Custom Field": frappe.get_all("Custom Field", {"dt": ("in", doctypes), "is_system_generated": 0}, pluck="name"),
		"Property Setter": frappe.get_all("Property Setter", {"doc_type": ("in", doctypes)}, pluck="name"),
		"Print Format": sorted({row.print_format for row in matter.documents if row.print_format}),
		"Workflow": [matter.workflow],
		"Administrative Matter": [code],
		"Risk Control Chart": [code] if frappe.db.exists("Risk Control Chart", code) else [],
		"Flow Box": frappe.get_all("Flow Box", {"matter": code}, pluck="name"),
	}
	return [record_of(frappe.get_doc(kind, name)) for kind in KINDS for name in names[kind]]


def record_of(doc) -> dict:
	"""A document as a seed has it: its own values, nothing that is empty, tables row by row."""
	record = {"doctype": doc.doctype}
	if doc.doctype not in NAMED_BY_FIELDS:
		record["name"] = doc.name
	for df in doc.meta.fields:
		value = doc.get(df.fieldname)
		if df.fieldname in LEFT_OUT or value in (None, "", []):
			continue
		if df.fieldtype in frappe.model.table_fields:
			record[df.fieldname] = [plain_row(row) for row in value]
		elif df.fieldtype not in frappe.model.no_value_fields:
			record[df.fieldname] = value if isinstance(value, int | float) else str(value)
	return record


def plain_row(row) -> dict:
	values = {df.fieldname: row.get(df.fieldname) for df in row.meta.fields if df.fieldname not in LEFT_OUT or df.fieldname == "parent"}
	return {key: value if isinstance(value, int | float) else str(value) for key, value in values.items() if value not in (None, "")}


def name_of(record: dict) -> str:
	field = IDENTITY[record["doctype"]]
	return str(field.format(**record) if "{" in field else record[field])


def read(text: str | bytes) -> list[dict]:
	"""The records of a file; raises CaseError where it is none."""
	try:
		records = json.loads(text)
		whole = isinstance(records, list) and 0 < len(records) <= MOST
		if not whole or not all(isinstance(row, dict) and row.get("doctype") in KINDS and name_of(row) for row in records):
			raise ValueError
	except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
		refuse("这不是配置文件。请选择由“导出配置”得到的 .json 文件。", CaseError)
	return [known(record) for record in records]


def known(record: dict) -> dict:
	"""A record with what an export writes: its own fields, and its tables' rows with theirs; raises CaseError."""
	found = {key: record[key] for key in ("doctype", "name") if key in record}
	for df in frappe.get_meta(record["doctype"]).fields:
		value = record.get(df.fieldname)
		if df.fieldname in LEFT_OUT or value is None:
			continue
		if df.fieldtype in frappe.model.table_fields:
			found[df.fieldname] = [known_row(df.options, row) for row in value] if isinstance(value, list) else refuse_value(df, record)
		else:
			found[df.fieldname] = value if isinstance(value, str | int | float) else refuse_value(df, record)
	return found


def known_row(doctype: str, row: dict) -> dict:
	if not isinstance(row, dict) or not all(isinstance(value, str | int | float | None) for value in row.values()):
		refuse(f"配置文件中“{frappe._(doctype)}”的一行不是字段和值，请重新导出。", CaseError)
	columns = {df.fieldname for df in frappe.get_meta(doctype).fields} - (LEFT_OUT - {"parent"})
	return {key: value for key, value in row.items() if key in columns}


def refuse_value(df, record: dict) -> None:
	refuse(f"配置文件中“{name_of(record)}”的“{df.label or df.fieldname}”不是这个字段的值，请重新导出。", CaseError)


def plan(records: list[dict]) -> list[dict]:
	"""What an import would change: list of {"matter", "title", "new": bool, "open_draft", "differences": […]}."""
	return [plan_of(matter, records) for matter in records if matter["doctype"] == "Administrative Matter"]


def plan_of(matter: dict, records: list[dict]) -> dict:
	code = str(matter["code"])
	new = content_of(matter, records)
	known = bool(frappe.db.exists("Administrative Matter", code))
	found = differences.compare(content.live(code), new) if known else differences.compare(nothing(new), new)
	for record in others(matter, records):
		found += record_differences(record)
	open_draft = frappe.db.get_value(DOCTYPE, {"code": code, "status": ("in", ("草拟", "待批准", "待发布"))})
	return {"matter": code, "title": matter["title"], "new": not known, "open_draft": open_draft, "differences": found}


def nothing(new: dict) -> dict:
	empty = {key: [] for key in (*registry.TABLES, "transitions")}
	return {**new, **empty, "editors": {}, "chart": {}, "requirements": []}


def content_of(matter: dict, records: list[dict]) -> dict:
	"""A file's matter in the shape of a Matter Version."""
	workflow = one(records, "Workflow", matter.get("workflow"))
	chart = one(records, "Risk Control Chart", matter["code"]) or {}
	lines = ("state", "action", "next_state", "allowed", "condition")
	keyed = {table: [{"key": None, **row} for row in matter.get(table, [])] for table in (*registry.TABLES, "requirements")}
	if workflow is None:
		refuse(f"文件中缺少“{matter['title']}”的工作流，不能导入。请重新导出完整的配置。", CaseError)
	return {
		"code": matter["code"],
		"title": matter["title"],
		"doctype": matter["ref_doctype"],
		"settings": {key: matter.get(key) for key in ("separate_duties", "collective_review", "extension_days")},
		**keyed,
		"transitions": [{key: row.get(key) for key in lines} for row in workflow.get("transitions", [])],
		"editors": {row["state"]: row.get("allow_edit") for row in workflow.get("states", [])},
		"chart": {key: chart.get(key, []) for key in registry.CHART_TABLES},
	}


def one(records: list[dict], doctype: str, name: str | None) -> dict | None:
	return next((row for row in records if row["doctype"] == doctype and name_of(row) == name), None)


def others(matter: dict, records: list[dict]) -> list[dict]:
	"""The templates and boxes of a matter: records that an import writes as they are."""
	formats = {row.get("print_format") for row in matter.get("documents", [])}
	return [
		row
		for row in records
		if (row["doctype"] == "Print Format" and name_of(row) in formats) or (row["doctype"] == "Flow Box" and row["matter"] == matter["code"])
	]


def record_differences(record: dict) -> list[dict]:
	doctype, name = record["doctype"], name_of(record)
	place = f"{frappe._(doctype)}：{name}"
	if not frappe.db.exists(doctype, name):
		return [differences.line(place, "新增", "", "", differences.summary({key: value for key, value in record.items() if key != "html"}))]
	doc = frappe.get_doc(doctype, name)
	now, wanted = seeding.project(doc, record), record
	return [
		differences.line(place, "修改", doc.meta.get_label(key), differences.text(now[key])[:300], differences.text(wanted[key])[:300])
		for key in wanted
		if key not in ("doctype", "name") and seeding.plain_value(wanted[key]) != seeding.plain_value(now[key])
	]


def take(records: list[dict]) -> list[str]:
	"""Make a draft for each matter that the file changes, and write its templates and boxes; returns the drafts' names.

	Templates and boxes pass the fence as if the caller had typed them. A matter that is not here yet comes as the draft
	of a new one, with the fields of its form.
	"""
	made = []
	for matter in (row for row in records if row["doctype"] == "Administrative Matter"):
		planned = plan_of(matter, records)
		if not planned["differences"]:
			continue
		for record in others(matter, records):
			if record_differences(record):
				write(record)
		new = content_of(matter, records)
		if planned["new"]:
			made.append(new_matter(matter, new, records).name)
		elif differences.compare(content.live(matter["code"]), new):
			made.append(restoring.begin(matter["code"], new, "导入配置文件").name)
	return made


def write(record: dict) -> None:
	doctype, name = record["doctype"], name_of(record)
	if frappe.db.exists(doctype, name):
		doc = frappe.get_doc(doctype, name)
		doc.update({key: value for key, value in record.items() if key not in ("doctype", "name")})
	else:
		doc = frappe.get_doc(dict(record))
	doc.save()


def new_matter(matter: dict, new: dict, records: list[dict]):
	"""The draft of a matter that another site has: the fields of its form are those of its DocType in the file."""
	from gaoping_regulation.matters.designer import build
	from gaoping_regulation.matters.drafts import WRITING, apply

	doctype = one(records, "DocType", matter["ref_doctype"])
	if doctype is None:
		refuse(f"本系统没有“{matter['ref_doctype']}”这个单据，文件中也没有它的定义，不能导入。", CaseError)
	shared = {*build.HEAD, *build.PERSON, *build.TAIL, "sb_content"}
	draft = frappe.new_doc(DOCTYPE)
	draft.update(
		{
			"is_new_matter": 1, "status": WRITING, "reason": "导入配置文件", "code": matter["code"], "title": matter["title"],
			"new_doctype": matter["ref_doctype"], **{key: matter.get(key) for key in ("audience", "legal_basis", *PHONES)},
		}
	)
	for row in doctype.get("fields", []):
		if row["fieldname"] not in shared and row["fieldtype"] in build.KINDS:
			keys = ("label", "fieldname", "fieldtype", "options", "description")
			draft.append("form_fields", {key: str(row.get(key) or "").strip() for key in keys})
	content.fill(draft, new)
	apply.add_names(content.of(draft))
	draft.flags.by_engine = True
	draft.insert()
	return draft
