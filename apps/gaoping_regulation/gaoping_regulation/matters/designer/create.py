"""From the designer's page to a draft: checked field by field, then filled with a pattern's states and actions."""

import re
from pathlib import Path

import frappe

from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.matters.designer import form, names
from gaoping_regulation.matters.drafts import DOCTYPE, OPEN, WRITING
from gaoping_regulation.matters.guide import PHONES

CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2,4}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{2,59}")
PLAIN = re.compile(r"[^<>{}\"'\\]+")
RESULT = Path(__file__).parent / "result.html"
LONGEST_TABLE = 60
# What a new matter takes from the page as it was typed.
HEAD = ("title", "code", "new_doctype", "audience", "legal_basis", *PHONES)


def create(values: dict) -> str:
	"""Make the draft of a new matter; returns its name.

	Args:
		values: the fields of `form.fields()`, tables as lists of rows
	Raises FormErrors with every field and row that is wrong, StateLocked for who may write no drafts.
	"""
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("新事项由业务管理员设计，您没有该角色。", StateLocked)
	raise_form_errors([*head_problems(values), *table_problems(values)])
	draft = frappe.new_doc(DOCTYPE)
	draft.update(
		{
			"is_new_matter": 1,
			"status": WRITING,
			"reason": f"新建事项：{values['title'].strip()}",
			**{key: str(values.get(key) or "").strip() for key in HEAD},
			"separate_duties": frappe.utils.cint(values.get("separate_duties")),
		}
	)
	fill_form(draft, values)
	fill_flow(draft, values)
	fill_chart(draft, values)
	fill_documents(draft, values)
	draft.flags.by_engine = True
	draft.insert()
	return draft.name


def head_problems(values: dict) -> list[dict]:
	found = []
	for field in form.fields():
		value = values.get(field["fieldname"])
		if field["reqd"] and not str(value or "").strip():
			found.append(form_error(field["fieldname"], f"请填写“{field['label']}”。"))
		elif isinstance(value, str) and field["fieldtype"] in ("Data", "Small Text") and value and not PLAIN.fullmatch(value):
			found.append(form_error(field["fieldname"], f"“{field['label']}”只能是普通文字，不能含有引号、尖括号和花括号。"))
	said = {row["field"] for row in found}
	found += [form_error(field, message) for field, message in taken(values) if message and field not in said]
	if form.pattern(values.get("pattern")) is None:
		found.append(form_error("pattern", "请选择办理流程。"))
	for key in form.STAGES:
		if frappe.utils.cint(values.get(f"limit_{key}")) < 0:
			found.append(form_error(f"limit_{key}", "时限不能为负数。"))
	return found


def taken(values: dict):
	"""Code and names that do not fit, or that another matter has."""
	code, name, title = (str(values.get(key) or "").strip() for key in ("code", "new_doctype", "title"))
	if not CODE.fullmatch(code):
		yield "code", "事项代码为2至4位大写字母或数字，不含I、O、S、V、Z。请换一个代码。"
	elif frappe.db.exists("Administrative Matter", code) or open_draft(code=code):
		yield "code", f"代码“{code}”已有事项使用，请换一个。"
	if not NAME.fullmatch(name):
		yield "new_doctype", "单据英文名以英文字母开头，只含英文字母、数字和空格，3至60个字符。"
	elif frappe.db.exists("DocType", name) or open_draft(new_doctype=name):
		yield "new_doctype", f"“{name}”已被使用，请换一个英文名。"
	if frappe.db.exists("Workflow", title) or frappe.db.exists("Administrative Matter", {"title": title}):
		yield "title", f"已有名为“{title}”的事项，请换一个名称。"
	result = str(values.get("result_title") or "").strip()
	if result and frappe.db.exists("Print Format", result):
		yield "result_title", f"已有名为“{result}”的打印模板，请换一个名称。"


def open_draft(**filters) -> str | None:
	return frappe.db.exists(DOCTYPE, {**filters, "is_new_matter": 1, "status": ("in", OPEN)})


def table_problems(values: dict) -> list[dict]:
	found = []
	for field in (row for row in form.fields() if row["fieldtype"] == "Table"):
		rows = values.get(field["fieldname"]) or []
		if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > LONGEST_TABLE:
			found.append(form_error(field["fieldname"], f"“{field['label']}”应为若干行，最多{LONGEST_TABLE}行，请重新填写。"))
			values[field["fieldname"]] = []
			continue
		for number, row in enumerate(rows, 1):
			found += row_problems(field, number, row)
	return found


def row_problems(field: dict, number: int, row: dict) -> list[dict]:
	found = []
	for column in field["columns"]:
		value = str(row.get(column["fieldname"]) or "").strip()
		if column["reqd"] and not value:
			found.append(form_error(column["fieldname"], f"请填写“{column['label']}”。", field["fieldname"], number))
		elif value and column["fieldtype"] == "Data" and not PLAIN.fullmatch(value):
			found.append(form_error(column["fieldname"], "只能是普通文字，不能含有引号、尖括号和花括号。", field["fieldname"], number))
		elif value and column["options"] and value not in column["options"]:
			found.append(form_error(column["fieldname"], f"“{value}”不在可选项目中，请重新选择。", field["fieldname"], number))
	if row.get("kind") == "选择" and not choices(row):
		found.append(form_error("options", "类型为“选择”的字段请写明选项，用顿号分隔。", field["fieldname"], number))
	return found


def choices(row: dict) -> list[str]:
	return [text.strip() for text in re.split(r"[、,，\n|]", str(row.get("options") or "")) if text.strip()]


def fill_form(draft, values: dict) -> None:
	from gaoping_regulation.matters.designer import build

	used = {*build.HEAD, *build.PERSON, *build.TAIL, *frappe.model.default_fields, "owner", "parent"}
	for row in values.get("form_fields") or []:
		name = names.fieldname(row["label"], used)
		used.add(name)
		kind = form.FIELD_KINDS[row.get("kind") or "单行文字"]
		draft.append("form_fields", {
			"label": row["label"].strip(),
			"fieldname": name,
			"fieldtype": kind,
			"options": "\n".join(choices(row)) if kind == "Select" else None,
			**{key: frappe.utils.cint(row.get(key)) for key in ("required", "personal")},
		})
		if frappe.utils.cint(row.get("required")):
			draft.append("requirements", {"fieldname": name, "title": row["label"].strip()})
	for number, row in enumerate(values.get("materials") or [], 1):
		flags = {key: frappe.utils.cint(row.get(key)) for key in ("required", "needs_signature")}
		draft.append("materials", {
			"code": f"material_{number}", "title": row["title"].strip(), "help": row.get("help"), "accept": "pdf,jpg,png", "copies": 1, **flags,
		})


def fill_flow(draft, values: dict) -> None:
	chosen = form.pattern(values["pattern"])
	for row in chosen["stages"]:
		limit = values.get(f"limit_{row['key']}")
		days = frappe.utils.cint(limit) if limit not in (None, "") else row.get("limit_days", 0)
		draft.append("stages", {**row, "limit_unit": "工作日", "limit_days": days, "responsible_role": role_name(row["responsible_role"])})
	for row in chosen["states"]:
		draft.append("states", {**row, "editor_role": role_name(row["editor_role"])})
	for row in chosen["actions"]:
		draft.append("actions", {**row, "roles": ",".join(role_name(key) for key in row["roles"])})
	build_names(draft)


def build_names(draft) -> None:
	"""The names of states and actions are records of core, and links are checked when the draft is saved."""
	from gaoping_regulation.matters.drafts import apply, content

	apply.add_names(content.of(draft))


def fill_chart(draft, values: dict) -> None:
	keys = {title: key for key, title in form.STAGES.items()}
	rank = {level: place for place, level in enumerate(form.LEVELS)}
	points = values.get("points") or []
	for stage in (row for row in draft.stages if row.has_checklist):
		levels = [row.get("level") or "中" for row in points if keys.get(row.get("stage") or "审查") == stage.key]
		draft.append("chart_stages", {"stage": stage.key, "title": stage.title, "level": max(levels, key=rank.get, default="中")})
	counted = {}
	for row in points:
		key = keys[row.get("stage") or "审查"]
		counted[key] = counted.get(key, 0) + 1
		text = row["original_text"].strip()
		draft.append("points", {
			"code": f"{draft.code}-{key}-{counted[key]}", "stage": key, "original_text": text, "level": row.get("level") or "中",
			"question": (row.get("question") or "").strip() or f"是否已防止“{text}”？",
		})
	for number, row in enumerate(values.get("measures") or [], 1):
		draft.append("measures", {"stage": keys[row.get("stage") or "审查"], "number": str(number), "original_text": row["original_text"].strip()})


def fill_documents(draft, values: dict) -> None:
	title, mark = values["result_title"].strip(), values["mark"].strip()
	make_template(draft, title)
	head = f"{frappe.db.get_single_value('Regulation Settings', 'document_prefix') or '高市监'}（{mark}）"
	years = frappe.utils.cint(values.get("valid_years")) or None
	draft.append("documents", {
		"key": "result", "title": title, "print_format": title, "number_format": head + "字〔{year}〕第{serial:04d}号", "page": "A4",
		"valid_years": years, "needs_delivery": 1, "is_public": frappe.utils.cint(values.get("is_public")),
	})
	for row in form.patterns()["documents"]:
		number = f"{head}{row['mark']}字〔{{year}}〕第{{serial:04d}}号"
		draft.append("documents", {**{key: value for key, value in row.items() if key != "mark"}, "number_format": number, "page": "A4"})


def make_template(draft, title: str) -> None:
	"""The result's own template, to be edited in the browser before anything is printed with it."""
	rows = [f"<tr><th>{row.label}</th><td>{{{{ doc.{row.fieldname} }}}}</td></tr>" for row in draft.form_fields if row.fieldtype != "Check"]
	template = frappe.get_doc(
		doctype="Print Format", name=title, doc_type="Issued Document", module="Casework", standard="No", custom_format=1,
		print_format_type="Jinja", html=RESULT.read_text().replace("[rows]", "\n".join(rows)),
	)
	template.insert()
