"""Documents: their templates are there and name what the case has, their numbers cannot collide."""

import re
from functools import lru_cache
from string import Formatter

import frappe
from jinja2 import TemplateSyntaxError, nodes

from gaoping_regulation import seeding
from gaoping_regulation.engine import conditions, registry, rendering
from gaoping_regulation.matters.fence import expressions
from gaoping_regulation.matters.linter import error, warning

SAMPLE = re.compile(r"/files/[^/\\?#]+\.(pdf|png|jpe?g|docx?|xlsx?)", re.IGNORECASE)


def check(draft, new: dict):
	yield from named_documents(new)
	yield from templates(draft, new)
	yield from numbers(draft, new)
	yield from samples(new)
	codes = [row["code"] for row in new["materials"]]
	for code in sorted({code for code in codes if codes.count(code) > 1}):
		yield error("申请材料", f"标识“{code}”重复，请改为各不相同。")


def samples(new: dict):
	"""A sample stands in the public guide as a link: a file that was uploaded here, which everybody may open."""
	for number, row in enumerate(new["materials"], 1):
		sample = row.get("sample")
		if sample and not (SAMPLE.fullmatch(sample) and frappe.db.exists("File", {"file_url": sample, "is_private": 0})):
			yield error(
				f"申请材料第{number}行“{row['title']}”",
				"样例须是上传的 PDF、图片、Word 或 Excel 文件，并且公开（上传时不勾选“私有”），否则申请人打不开。请删去后重新上传。",
			)


def named_documents(new: dict):
	kinds = {row["key"] for row in new["documents"]}
	for row in new["actions"]:
		for name in conditions.names(row.get("document")):
			if name not in kinds:
				yield error("动作", f"“{row['action']}”要签发的文书“{name}”不在文书表中，请核对。")


def templates(draft, new: dict):
	fields = fields_of(draft)
	for number, row in enumerate(new["documents"], 1):
		place = f"文书第{number}行“{row['title']}”"
		found = frappe.db.get_value("Print Format", row.get("print_format"), ["doc_type", "html", "disabled"], as_dict=True)
		if found is None or found.doc_type != "Issued Document":
			yield error(place, "打印模板须是“签发文书”的模板，请重新选择。")
			continue
		if found.disabled:
			yield error(place, f"打印模板“{row['print_format']}”已停用，请启用或另选。")
		try:
			missing = sorted(names_in(found.html or "") - fields - added_names())
		except TemplateSyntaxError as problem:
			yield error(place, f"打印模板第{problem.lineno}行有语法错误，请先改正模板。")
			continue
		if missing:
			yield error(place, f"模板中的字段“{'”“'.join(missing)}”不存在，打印出来会是空白。请修改模板或补上字段。")


def fields_of(draft) -> set[str]:
	from gaoping_regulation.matters.linter import form

	return set(form.fields_of(draft)) | {"case_no", "workflow_state"}


def names_in(html: str) -> set[str]:
	"""The values of the document that a template prints: every doc.x."""
	tree = rendering.environment().parse(html)
	return {node.attr for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name) and node.node.name == "doc"}


@lru_cache(maxsize=1)
def seeded_names() -> frozenset[str]:
	"""What the seeded templates print: fields of some matter, and what the engine adds."""
	return frozenset(name for record in seeding.seeds("print_format") for name in names_in(record["html"]))


def added_names() -> set[str]:
	"""What the engine adds to a case's own fields, whatever its matter."""
	fields = {df.fieldname for doctype in registry.live_matters() for df in frappe.get_meta(doctype).fields}
	return set(seeded_names()) - fields


def numbers(draft, new: dict):
	"""A number tells its document from every other of the office."""
	others = formats_of_others(draft.code)
	mine: dict[str, str] = {}
	for number, row in enumerate(new["documents"], 1):
		place, pattern = f"文书第{number}行“{row['title']}”", row.get("number_format")
		if not pattern:
			continue
		if problem := expressions.number_format_problem(pattern):
			yield error(place, problem)
			continue
		places = {name for _, name, _, _ in Formatter().parse(pattern) if name}
		if not places & {"serial", "case_no"}:
			yield error(place, f"文号格式“{pattern}”没有序号，每件都会得到同一个文号。请加上 {{serial:04d}}。")
		elif "serial" in places and "year" not in places and "case_no" not in places:
			yield warning(place, f"文号格式“{pattern}”没有年份，序号不按年重新开始。")
		same = mine.get(pattern) or others.get(pattern)
		if same and "case_no" not in places and "kind" not in places:
			yield error(place, f"文号格式与“{same}”相同，两种文书会得到同样的文号。请改用不同的文号。")
		mine[pattern] = row["title"]


def formats_of_others(code: str | None) -> dict[str, str]:
	rows = frappe.get_all(
		"Matter Document",
		{"parenttype": "Administrative Matter", "parent": ("!=", code or ""), "number_format": ("is", "set")},
		["parent", "title", "number_format"],
	)
	return {row.number_format: f"{row.parent} {row.title}" for row in rows}
