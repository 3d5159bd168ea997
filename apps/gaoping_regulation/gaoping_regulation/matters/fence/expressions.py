"""Expressions that an administrator may write: comparisons of a document's own fields, nothing that runs."""

import ast
import re
from string import Formatter

# The Desk evaluates these in the browser of whoever opens the form: no calls, no brackets, no assignment.
TOKEN = re.compile(
	r"\s+|doc\.[a-z_]\w*(?!\s*\()|'[^'\\]*'|\"[^\"\\]*\"|\d+(?:\.\d+)?|===?|!==?|<=?|>=?|&&|\|\||!|\(|\)"
	r"|(?:true|false|null)\b"
)
CALL = re.compile(r"[\w)'\"]\s*\(")
NODES = (
	ast.Expression,
	ast.BoolOp,
	ast.And,
	ast.Or,
	ast.UnaryOp,
	ast.Not,
	ast.USub,
	ast.Compare,
	ast.Eq,
	ast.NotEq,
	ast.Lt,
	ast.LtE,
	ast.Gt,
	ast.GtE,
	ast.In,
	ast.NotIn,
	ast.Is,
	ast.IsNot,
	ast.Constant,
	ast.List,
	ast.Tuple,
	ast.Load,
	ast.Name,
	ast.Attribute,
)
LONGEST = 1000
PLACES = frozenset(("year", "serial", "kind", "case_no", "town", "type"))
SPECIFICATION = re.compile(r"(0?[1-9]d?)?")


def depends_on_problem(text: str | None, fieldnames: set[str]) -> str | None:
	"""What is wrong with a display condition (`field` or `eval:doc.field == "…"`), or None."""
	text = (text or "").strip()
	if not text or text in fieldnames:
		return None
	if not text.startswith("eval:"):
		return f"显示条件“{text[:40]}”不是本单据的字段。请填写字段名，或写成 eval:doc.字段名 == \"值\"。"
	code = text[5:]
	position = 0
	while position < len(code):
		found = TOKEN.match(code, position)
		if not found:
			break
		position = found.end()
	calls = CALL.search(re.sub(r"'[^']*'|\"[^\"]*\"", "0", code).replace("&&", "& ").replace("||", "| "))
	if position < len(code) or calls:
		return "显示条件只能比较本单据的字段（如 eval:doc.stall_type == \"固定摊点\"），不能调用函数。请改写。"
	unknown = set(re.findall(r"doc\.(\w+)", re.sub(r"'[^']*'|\"[^\"]*\"", "", code))) - fieldnames
	if unknown:
		return f"显示条件中的字段“{sorted(unknown)[0]}”不存在，请核对字段名。"
	return None


def condition_problem(text: str | None, fieldnames: set[str]) -> str | None:
	"""What is wrong with a transition's condition (Python), or None: names are `doc` and literals, by its syntax tree."""
	text = (text or "").strip()
	if not text:
		return None
	if len(text) > LONGEST:
		return "条件过长，请分成几个流转。"
	try:
		tree = ast.parse(text, mode="eval")
	except (SyntaxError, ValueError, RecursionError, MemoryError):
		return f"条件“{text[:40]}”不是正确的表达式。请写成 doc.字段名 == \"值\" 的形式。"
	for node in ast.walk(tree):
		if not isinstance(node, NODES):
			return "条件只能比较本单据的字段，不能调用函数、查询数据库。请写成 doc.字段名 == \"值\" 的形式。"
		if isinstance(node, ast.Name) and node.id != "doc":
			return f"条件中不能使用“{node.id}”，只能使用 doc 和常量。请改写。"
	for node in ast.walk(tree):
		if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
			return "条件只能取本单据的字段（doc.字段名），请改写。"
		if isinstance(node, ast.Attribute) and node.attr not in fieldnames:
			return f"条件中的字段“{node.attr}”不存在或不能用于条件，请核对字段名。"
	return None


def number_format_problem(pattern: str | None) -> str | None:
	"""What is wrong with a document's number format, or None: the named places only, no attributes, no wide padding."""
	try:
		parts = list(Formatter().parse(pattern or ""))
	except ValueError:
		return "文号格式的花括号不成对，请核对。"
	for _, name, specification, conversion in parts:
		if name is None:
			continue
		if name not in PLACES or conversion or not SPECIFICATION.fullmatch(specification or ""):
			return f"文号格式中不能使用“{{{name}}}”的这种写法。可用：{'、'.join(f'{{{place}}}' for place in sorted(PLACES))}，序号可写 {{serial:04d}}。"
	return None
