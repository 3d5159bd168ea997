"""Print Format: templates show values of the document and nothing else, in our renderer and in core's print view alike.

Core renders a Print Format with its own globals (`frappe.get_all`, `frappe.db`) and a live document, ours with plain
values in a sandbox (design 7). So a template is read as a syntax tree: names, calls and filters from short lists.
"""

import re

import frappe
from jinja2 import TemplateSyntaxError, nodes

from gaoping_regulation.engine import rendering
from gaoping_regulation.engine.markup import OutsideReference
from gaoping_regulation.matters import fence

HELPERS = frozenset(("qr", "date", "data_uri", "range"))
VALUES = frozenset(("doc", "photo", "loop"))
METHODS = frozenset("get items keys values split strip startswith endswith replace upper lower join".split())
FILTERS = frozenset(
	"abs batch capitalize count d default e escape first float groupby int join last length list lower map max min"
	" reject rejectattr replace reverse round select selectattr slice sort string sum title trim truncate unique upper"
	" wordcount".split()
)
FORBIDDEN_NODES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.ScopedEvalContextModifier)
# A short text that multiplies itself would stop the worker.
MULTIPLYING_NODES = (nodes.Macro, nodes.CallBlock, nodes.Mul, nodes.Pow)
MULTIPLIES = "不能使用宏、乘法和格式化运算。请删去。"
LONGEST_LOOP = 200
DEEPEST_LOOP = 3
EMPTY = ("raw_printing", "raw_commands", "format_data", "print_format_builder", "print_format_builder_beta")
FONT = re.compile(r"[\w \-]{0,60}")
OUTSIDE_CSS = re.compile(r"url\(\s*[\"']?\s*(?!data:)|@import|expression\(|[<>]|\\", re.IGNORECASE)
MARK = "\ue000"


def check(doc) -> None:
	before = doc.get_doc_before_save()
	if before:
		require_scope(before)
	require_scope(doc)
	if before and before.doc_type != doc.doc_type:
		fence.stop("打印模板所属的单据不能改。请新建模板。")
	for name, value in (("standard", "No"), ("print_format_type", "Jinja"), ("custom_format", 1)):
		if not fence.same(doc.get(name), value):
			fence.stop(f"打印模板的“{frappe._(doc.meta.get_label(name))}”须为“{value}”。请改正。")
	for name in EMPTY:
		if doc.get(name) and doc.get(name) not in ("[]", "{}"):
			fence.stop(f"打印模板不使用“{frappe._(doc.meta.get_label(name))}”，请清空，在 HTML 中编辑。")
	if not FONT.fullmatch(doc.font or "") or OUTSIDE_CSS.search(doc.css or ""):
		fence.stop("样式不得引用外部内容，字体只能填字体名。请改正。")
	if problem := template_problem(doc.html or ""):
		fence.stop(f"打印模板未保存：{problem}")


def check_deletion(doc) -> None:
	require_scope(doc)
	if version := fence.used_in_versions(doc.name):
		fence.stop(f"打印模板已用在事项版本 {version} 中，在办件还要用它出具文书，不能删除。")


def require_scope(doc) -> None:
	if doc.standard == "Yes" or doc.doc_type not in ("Issued Document", *fence.matter_doctypes()):
		fence.stop("业务管理员只能编辑文书和行政事项单据的打印模板。请重新选择单据类型。")


def template_problem(html: str) -> str | None:
	"""What is wrong with a template, with its line, or None."""
	environment = rendering.environment()
	try:
		tree = environment.parse(html)
	except TemplateSyntaxError as error:
		return f"第{error.lineno}行语法错误（{error.message}），请核对花括号和标签。"
	return tree_problem(tree) or markup_problem(environment, html) or rendering_problem(html)


def tree_problem(tree) -> str | None:
	stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
	if taken := stored & (HELPERS | VALUES):
		return f"“{sorted(taken)[0]}”是系统提供的名称，不能另行赋值。请换一个名称。"
	if depth(tree) > DEEPEST_LOOP:
		return f"循环最多套{DEEPEST_LOOP}层，请简化。"
	if tree.find(nodes.Macro):
		return MULTIPLIES
	for node in tree.find_all(nodes.Name):
		if node.ctx == "load" and node.name not in HELPERS | VALUES | stored:
			return f"第{node.lineno}行：不能使用“{node.name}”，只能使用 doc、photo 和 date、qr、data_uri。请删去。"
	for node in tree.find_all(nodes.Node):
		if problem := node_problem(node):
			return f"第{node.lineno}行：{problem}"
	return None


def depth(node) -> int:
	inner = max((depth(child) for child in node.iter_child_nodes()), default=0)
	return inner + isinstance(node, nodes.For)


def node_problem(node) -> str | None:
	if isinstance(node, FORBIDDEN_NODES):
		return "不能引入其他模板。请把内容写在本模板中。"
	if isinstance(node, MULTIPLYING_NODES) or (isinstance(node, nodes.Mod) and not of_loop(node.left)):
		return MULTIPLIES
	if isinstance(node, nodes.Call) and not is_open_call(node):
		return "模板中不能调用这个函数，只能显示 doc 的值。请删去。"
	if isinstance(node, nodes.Filter) and node.name not in FILTERS:
		return f"不能使用过滤器“{node.name}”。请删去。"
	if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
		return f"不能使用“{node.attr}”。请删去。"
	if isinstance(node, nodes.Const) and isinstance(node.value, str) and ("<" in node.value or node.value.startswith("_")):
		return "引号中的文字不能含有“<”或以下划线开头，请把标签写在花括号外面。"
	return None


def of_loop(node) -> bool:
	return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop"


def is_open_call(node) -> bool:
	called = node.node
	if isinstance(called, nodes.Getattr):
		return called.attr in METHODS
	if not isinstance(called, nodes.Name) or called.name not in HELPERS:
		return False
	return called.name != "range" or all(
		isinstance(given, nodes.Const) and isinstance(given.value, int) and given.value <= LONGEST_LOOP for given in node.args
	)


class TemplateMarkup(OutsideReference):
	"""The template's own tags: as OutsideReference, and no name of a tag or attribute that is computed."""

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		super().handle_starttag(tag, attrs)
		if MARK in tag or any(MARK in name for name, _ in attrs):
			self.found.append("标签和属性名不能由变量组成")


def markup_problem(environment, html: str) -> str | None:
	"""Look at the markup of every branch: expressions stand as a mark, data_uri(…) as an address with its data."""
	parser = TemplateMarkup()
	parser.feed(skeleton(environment, html))
	parser.close()
	if parser.found:
		return f"不得引用外部内容或运行脚本：{parser.found[0].replace(MARK, '{{…}}')}。请删去。"
	return None


def skeleton(environment, html: str) -> str:
	parts, inside, first = [], False, ""
	for _, kind, value in environment.lex(html):
		if kind == "data":
			parts.append(value)
		elif kind == "variable_begin":
			inside, first = True, ""
		elif kind == "variable_end":
			parts.append("data:" if first == "data_uri" else MARK)
			inside = False
		elif inside and not first and kind != "whitespace":
			first = value
	text = "".join(parts)
	return text.replace("<" + MARK, "<x" + MARK)


class Sample(str):
	"""A value of any field in a trial rendering: text, a date, a list of one, a record."""

	def __getattr__(self, name: str):
		if name.startswith("__"):
			raise AttributeError(name)
		return Sample(self)


class SampleDocument(dict):
	def __missing__(self, key: str):
		return Sample("2026-01-31 09:30:00")


def rendering_problem(html: str) -> str | None:
	try:
		for photo in (b"", b"\x89PNG\r\n\x1a\n"):
			rendering.html(html, {"doc": SampleDocument(), "photo": photo})
	except rendering.RenderError as error:
		return str(error)
	except Exception as error:
		return f"试排版失败（{error}），请核对表达式。"
	return None
