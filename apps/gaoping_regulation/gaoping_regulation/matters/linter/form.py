"""The form: what is required is on it, and no two fields wait for each other."""

import re

import frappe

from gaoping_regulation.casework.entry import form_fields
from gaoping_regulation.matters.linter import error

NAMES = re.compile(r"\bdoc\.(\w+)")
CONDITIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on")


def check(draft, new: dict):
	fields = fields_of(draft)
	yield from requirements(draft, new, fields)
	yield from conditional_rows(new, fields)
	yield from circles(fields)


def fields_of(draft) -> dict[str, dict]:
	"""{fieldname: {"label", "open": whether the applicant fills it in, conditions}} of the form."""
	if draft.is_new_matter:
		from gaoping_regulation.matters.designer import build

		return {row["fieldname"]: {**row, "open": not row.get("read_only")} for row in build.docfields(draft)}
	wanted = {df.fieldname for df in form_fields(draft.new_doctype)}
	return {
		df.fieldname: {**{key: df.get(key) for key in ("label", *CONDITIONS)}, "open": df.fieldname in wanted}
		for df in frappe.get_meta(draft.new_doctype).fields
	}


def requirements(draft, new: dict, fields: dict):
	seen = set()
	for number, row in enumerate(new.get("requirements", []), 1):
		place, name = f"必填字段第{number}行", row["fieldname"]
		if name in seen:
			yield error(place, f"“{name}”重复，请删去一行。")
		seen.add(name)
		if name not in fields:
			yield error(place, f"申请表没有“{name}”这个字段。请先把它作为选填字段加入，再设为必填。")
		elif not fields[name]["open"]:
			yield error(place, f"“{fields[name]['label']}”在网上申请表中不显示或不能填写，设为必填后谁也提交不了。请先取消隐藏。")


def conditional_rows(new: dict, fields: dict):
	"""`only_if` of materials, documents and required fields names a field of the form."""
	for table, word in (("materials", "申请材料"), ("documents", "签发文书"), ("requirements", "必填字段")):
		for number, row in enumerate(new.get(table, []), 1):
			condition = (row.get("only_if") or "").strip()
			field, sign, _ = condition.partition("=")
			if condition and (not sign or field.strip() not in fields):
				yield error(f"{word}第{number}行", f"适用条件“{condition}”应写成 字段=值，字段须是本单据的。请改正。")


def circles(fields: dict):
	"""A field that is shown by another which is shown by the first can never be seen."""
	edges = {
		name: {other for key in CONDITIONS for other in named(row.get(key), fields) if other != name} for name, row in fields.items()
	}
	for name in fields:
		path = walk(name, edges)
		if path and path[0] == min(path):
			labels = "→".join(fields[step].get("label") or step for step in (*path, path[0]))
			yield error("显示条件", f"字段的条件互相依赖（{labels}），会永远不显示。请去掉其中一个条件。")


def named(condition: str | None, fields: dict) -> set[str]:
	text = (condition or "").strip()
	return {text} & set(fields) if text and not text.startswith("eval:") else set(NAMES.findall(text)) & set(fields)


def walk(start: str, edges: dict) -> list[str] | None:
	"""The way from a field back to itself, or None."""
	rest = [[start]]
	seen = set()
	while rest:
		path = rest.pop()
		for step in sorted(edges[path[-1]]):
			if step == start:
				return path
			if step not in seen:
				seen.add(step)
				rest.append([*path, step])
	return None
