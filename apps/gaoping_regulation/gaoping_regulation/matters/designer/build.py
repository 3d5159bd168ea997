"""What a new matter's draft becomes: its DocType, Workflow and Administrative Matter, without a line of code."""

import json
from functools import lru_cache
from pathlib import Path

import frappe

from gaoping_regulation.engine import conditions
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.matters.drafts import apply, content
from gaoping_regulation.matters.guide import PHONES

MODEL = Path(__file__).parents[2] / "casework" / "doctype" / "small_food_stall_filing" / "small_food_stall_filing.json"
HEAD = "case_no workflow_state stage cb_c1 due_on decision decision_reason tab_form sb_applicant".split()
PERSON = (
	"applicant_type applicant_name id_type id_no id_no_masked cb_a1 phone address agent_name agent_id_no agent_id_no_masked".split()
)
TAIL = (
	"sb_consent privacy_consent cb_n1 e_delivery e_delivery_to tab_materials materials tab_process"
	" matter config_version applicant_user entered_by principal cb_p1"
	" submitted_on accepted_on decided_on delivered_on closed_on"
).split()
OWN = {
	"applicant_type": {"options": "企业\n个体工商户\n自然人\n其他组织", "default": "企业"},
	"applicant_name": {"label": "申请人名称"},
	"id_type": {"options": "统一社会信用代码\n居民身份证\n港澳台居民居住证\n护照", "default": "统一社会信用代码"},
	"id_no": {"label": "证件号码"},
	"id_no_masked": {"label": "证件号码（隐去）"},
	"address": {"label": "住所"},
}
# What a draft's field may be.
KINDS = ("Data", "Small Text", "Text", "Int", "Float", "Currency", "Check", "Select", "Date", "Phone", "Section Break")
WATCHERS = ("division_head", "deputy_director", "inspector", "business_admin")


@lru_cache(maxsize=1)
def model() -> dict[str, dict]:
	"""The fields that every application has, as the app's own DocTypes define them."""
	return {row["fieldname"]: row for row in json.loads(MODEL.read_text())["fields"]}


def docfields(draft) -> list[dict]:
	"""The fields of the new DocType: what every application has, and between person and materials the draft's own."""
	shared = {name: {**model()[name], **OWN.get(name, {})} for name in (*HEAD, *PERSON, *TAIL)}
	own = [{"fieldname": "sb_content", "fieldtype": "Section Break", "label": "申请内容"}]
	for row in draft.form_fields:
		values = {key: row.get(key) for key in ("fieldname", "label", "fieldtype", "options", "description") if row.get(key)}
		own.append({**values, **({"options": "\n" + row.options.strip()} if row.fieldtype == "Select" and row.options else {})})
	return [shared[name] for name in (*HEAD, *PERSON)] + own + [shared[name] for name in TAIL]


def doctype(draft) -> None:
	"""Make the DocType, before the draft's own transaction: the database commits when a table is made."""
	if frappe.db.exists("DocType", draft.new_doctype):
		return
	doc = frappe.get_doc(
		doctype="DocType",
		name=draft.new_doctype,
		module="Casework",
		custom=1,
		autoname="hash",
		naming_rule="Random",
		title_field="applicant_name",
		show_title_field_in_link=1,
		search_fields="case_no,applicant_name",
		fields=docfields(draft),
		permissions=permissions(draft),
	)
	doc.flags.ignore_permissions = True
	doc.insert()
	apply.save(frappe.get_doc(doctype="Translation", language="zh", source_text=draft.new_doctype, translated_text=draft.title))


def permissions(draft) -> list[dict]:
	"""Read for who watches, write for who acts, create for who may begin a case; the engine decides over the rest."""
	roles = {name for row in draft.actions if row.kind != "system" for name in conditions.names(row.roles)}
	roles |= {row.editor_role for row in draft.states if row.editor_role}
	first = draft.states[0].key
	beginners = {name for row in draft.actions if row.from_state == first for name in conditions.names(row.roles)}
	applicant = role_name("applicant")
	found = [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1, "report": 1, "export": 1, "print": 1}]
	for role in sorted(roles):
		office = {} if role == applicant else {"report": 1, "export": 1, "print": 1}
		found.append({"role": role, "read": 1, "write": 1, "create": int(role in beginners), **office})
	watchers = [role_name(key) for key in WATCHERS]
	return found + [{"role": role, "read": 1, "report": 1, "print": 1} for role in watchers if role and role not in roles]


def records(draft) -> None:
	"""Make Workflow and Administrative Matter as shells; the draft's content is written into them next."""
	new = content.of(draft)
	apply.add_names(new)
	workflow = frappe.new_doc("Workflow")
	workflow.update(
		{"workflow_name": draft.title, "document_type": draft.new_doctype, "is_active": 1, "workflow_state_field": "workflow_state"}
	)
	apply.set_rows(workflow, new)
	apply.save(workflow)
	matter = frappe.new_doc("Administrative Matter")
	matter.update(
		{
			"code": draft.code,
			"title": draft.title,
			"alias": draft.title,
			"ref_doctype": draft.new_doctype,
			"workflow": workflow.name,
			"status": "在办",
			"published": 1,
			"sort_order": frappe.db.count("Administrative Matter") + 1,
			**{key: draft.get(key) for key in ("audience", "legal_basis", *PHONES)},
			"office": frappe.db.get_single_value("Regulation Settings", "office_name"),
			"personal_fields": [{"fieldname": row.fieldname} for row in draft.form_fields if row.personal and row.fieldtype != "Section Break"],
			**{table: apply.rows(draft, table) for table in apply.MATTER_TABLES},
		}
	)
	apply.save(matter)

