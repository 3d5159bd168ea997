"""`only_if`: to which cases a material, a document or an action's document belongs, as data without code."""


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
