"""Conditions as data: `only_if` of a material or document, and a field's `depends_on` as the server reads it.

The Desk evaluates `depends_on` in the browser, the portal with its own reader (public/js/portal/conditions.js).
What they hide, the server does not ask for; what they require, it does. Nothing is executed: an expression is
parsed and its tree walked.
"""

import ast
import operator
import re
from functools import lru_cache

TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
# JavaScript as an administrator writes it, outside texts, in Python's words.
WORDS = (
	(r"===", "=="),
	(r"!==", "!="),
	(r"&&", " and "),
	(r"\|\|", " or "),
	(r"!(?!=)", " not "),
	(r"\btrue\b", "True"),
	(r"\bfalse\b", "False"),
	(r"\b(null|undefined)\b", "None"),
)
INCLUDES = re.compile(r"(\[[^\]]*\])\s*\.includes\(\s*([\w.]+)\s*\)")
NUMERIC = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}


def applies(row: dict, doc) -> bool:
	"""Whether a row of a matter is meant for a case.

	Args:
		row: a row with `only_if`, "field=value" or "field=value|value"; empty means every case
		doc: the application
	"""
	condition = (row.get("only_if") or "").strip()
	if not condition:
		return True
	field, _, values = condition.partition("=")
	return str(doc.get(field.strip()) or "") in [value.strip() for value in values.split("|")]


def names(text: str | None) -> list[str]:
	"""A list that an administrator writes on one line: names parted by commas, Chinese ones included."""
	return [name.strip() for name in (text or "").replace("，", ",").split(",") if name.strip()]


def is_required(df, doc, parent=None) -> bool:
	"""Whether a field must be filled in now: required, or by its condition, and not hidden by one."""
	if df.hidden or df.read_only or (df.depends_on and not holds(df.depends_on, doc, parent)):
		return False
	return bool(df.reqd or (df.mandatory_depends_on and holds(df.mandatory_depends_on, doc, parent)))


def holds(rule: str, doc, parent=None) -> bool:
	"""Whether a condition (a field's name, or `eval:` with comparisons of doc.x and parent.x) holds for a document.

	One that cannot be read counts as holding, as on the portal: a field is rather shown than lost.
	"""
	if not rule.startswith("eval:"):
		return truthy(doc.get(rule))
	try:
		return truthy(value_of(parsed(rule[5:]), {"doc": doc, "parent": parent or doc}))
	except (SyntaxError, ValueError, TypeError, KeyError):
		return True


def permits(rule: str | None, doc) -> bool:
	"""Whether a transition's condition (comparisons of doc.x in Python's or JavaScript's words) lets a case pass.

	One that cannot be read lets nobody pass: it guards an action.
	"""
	if not (rule or "").strip():
		return True
	try:
		return truthy(value_of(parsed(rule), {"doc": doc}))
	except (SyntaxError, ValueError, TypeError, KeyError):
		return False


@lru_cache(maxsize=512)
def parsed(source: str) -> ast.expr:
	source = INCLUDES.sub(r"(\2 in \1)", source.strip().rstrip(";"))
	parts, last = [], 0
	for text in TEXTS.finditer(source):
		parts += [translated(source[last : text.start()]), text.group()]
		last = text.end()
	parts.append(translated(source[last:]))
	return ast.parse("".join(parts).strip(), mode="eval").body


def translated(code: str) -> str:
	for pattern, word in WORDS:
		code = re.sub(pattern, word, code)
	return code


def value_of(node: ast.expr, scope: dict):
	"""The value of a parsed expression; raises ValueError for anything that is no comparison."""
	match node:
		case ast.Constant():
			return node.value
		case ast.List() | ast.Tuple():
			return [value_of(item, scope) for item in node.elts]
		case ast.Attribute(value=ast.Name(id=root)):
			return scope[root].get(node.attr)
		case ast.UnaryOp(op=ast.Not()):
			return not truthy(value_of(node.operand, scope))
		case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
			return -number
		case ast.BoolOp():
			found = [truthy(value_of(item, scope)) for item in node.values]
			return all(found) if isinstance(node.op, ast.And) else any(found)
		case ast.Compare(ops=[kind], comparators=[right]):
			return compare(kind, value_of(node.left, scope), value_of(right, scope))
	raise ValueError(ast.dump(node))


def compare(kind: ast.cmpop, left, right) -> bool:
	"""As JavaScript and people compare: texts by their text, sizes by number."""
	if isinstance(kind, ast.In | ast.NotIn):
		return (text_of(left) in [text_of(item) for item in right]) is isinstance(kind, ast.In)
	if isinstance(kind, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
		return (text_of(left) == text_of(right)) is isinstance(kind, ast.Eq | ast.Is)
	return NUMERIC[type(kind)](float(left or 0), float(right or 0))


def text_of(value) -> str:
	if value is None or value is False:
		return ""
	if isinstance(value, bool):
		return "1"
	return f"{value:g}" if isinstance(value, float) else str(value)


def truthy(value) -> bool:
	return bool(value) and value != "0"
