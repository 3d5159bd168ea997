"""What differs between two configurations, row by row, in the words of their forms."""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import to_json

# Child table of a version's content → (its title, the DocType of its rows, what tells its rows apart).
TABLES = {
	"stages": ("环节", "Matter Stage", ("key",)),
	"states": ("状态", "Matter State", ("key",)),
	"actions": ("动作", "Matter Action", ("key", "from_state")),
	"materials": ("申请材料", "Matter Material", ("code",)),
	"requirements": ("必填字段", "Matter Requirement", ("fieldname",)),
	"documents": ("签发文书", "Matter Document", ("key",)),
	"transitions": ("办理权限", "Workflow Transition", ("state", "action", "next_state", "allowed")),
}
CHART = {
	"stages": ("防控图环节", "Risk Stage", ("stage",)),
	"points": ("风险点", "Risk Point", ("code",)),
	"measures": ("防控措施", "Control Measure", ("stage", "number", "original_text")),
}
NAMES = ("title", "state", "action", "code", "fieldname", "key", "original_text", "stage")


def compare(old: dict, new: dict) -> list[dict]:
	"""The differences of two contents of Matter Versions.

	Returns list of {"place": table and row, "change": 新增|删除|修改, "field": label, "old": text, "new": text}.
	"""
	found = []
	if bool(old["settings"].get("separate_duties")) != bool(new["settings"].get("separate_duties")):
		words = ("否", "是")
		pair = [words[bool(content["settings"].get("separate_duties"))] for content in (old, new)]
		found.append(line("事项", "修改", "受理、审查、决定不得同一人", *pair))
	reviews = [content["settings"].get("collective_review") or "不要求" for content in (old, new)]
	if reviews[0] != reviews[1]:
		found.append(line("事项", "修改", "集体评议", *reviews))
	days = [str(content["settings"].get("extension_days") or 0) for content in (old, new)]
	if days[0] != days[1]:
		found.append(line("事项", "修改", "每环节最多延期（工作日）", *days))
	for key, shape in TABLES.items():
		found += rows(old.get(key, []), new.get(key, []), *shape)
	for state in dict.fromkeys([*old["editors"], *new["editors"]]):
		before, after = old["editors"].get(state), new["editors"].get(state)
		if before and after and before != after:
			found.append(line(f"状态：{state}", "修改", "审改角色", before, after))
	for key, shape in CHART.items():
		found += rows(old["chart"].get(key, []), new["chart"].get(key, []), *shape)
	return found


def rows(old: list[dict], new: list[dict], title: str, doctype: str, identity: tuple[str, ...]) -> list[dict]:
	"""The differences of two tables, whose rows are told apart by some of their values."""
	before = {tuple(row.get(key) or "" for key in identity): row for row in old}
	after = {tuple(row.get(key) or "" for key in identity): row for row in new}
	meta = frappe.get_meta(doctype)
	found = []
	for key, row in before.items():
		if key not in after:
			found.append(line(f"{title}：{name_of(row)}", "删除", "", summary(row), ""))
	for key, row in after.items():
		if key not in before:
			found.append(line(f"{title}：{name_of(row)}", "新增", "", "", summary(row)))
			continue
		for field in dict.fromkeys([*before[key], *row]):
			pair = [text(values.get(field)) for values in (before[key], row)]
			if field not in identity and field not in registry.DRAFT_ONLY and pair[0] != pair[1]:
				label = meta.get_label(field) if meta.has_field(field) else field
				found.append(line(f"{title}：{name_of(row)}", "修改", label, *pair))
	if [key for key in before if key in after] != [key for key in after if key in before]:
		found.append(line(title, "修改", "排列次序", "、".join(map(name_of, before.values())), "、".join(map(name_of, after.values()))))
	return found


def line(place: str, change: str, field: str, old: str, new: str) -> dict:
	return {"place": place, "change": change, "field": field, "old": old, "new": new}


def name_of(row: dict) -> str:
	if row.get("allowed"):
		return f"{row['state']}→{row['action']}（{row['allowed']}）"
	return str(next((row[key] for key in NAMES if row.get(key)), ""))[:60]


def summary(row: dict) -> str:
	return "；".join(text(value) for key, value in row.items() if value not in (None, "", 0) and key not in ("name", "idx"))[:300]


def text(value) -> str:
	if isinstance(value, list | dict):
		return to_json(value)
	return "" if value in (None, 0, "0") else str(value)


def records(before: dict | None, after: dict | None) -> list[dict]:
	"""The differences of one record's two states, field by field; one of them may be missing."""
	present = after or before
	doctype = present["doctype"]
	meta = frappe.get_meta(doctype)
	place = f"{frappe._(doctype)}：{present.get('label') or present.get('title') or present.get('name') or ''}"
	change = "新增" if before is None else "删除" if after is None else "修改"
	found = []
	for field in dict.fromkeys([*(before or {}), *(after or {})]):
		pair = [text((record or {}).get(field)) for record in (before, after)]
		if field != "doctype" and pair[0] != pair[1]:
			label = meta.get_label(field) if meta.has_field(field) else field
			found.append(line(place, change, frappe._(label), *(value[:2000] for value in pair)))
	return found
