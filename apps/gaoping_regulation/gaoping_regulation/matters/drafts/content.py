"""A draft's tables and the content of a Matter Version: the same matter in two shapes.

A draft says in one row who may take an action and who works in a state; a version has the Workflow's transitions
and editors for it, which the guard reads.
"""

import json

import frappe

from gaoping_regulation.engine import conditions, registry

CHART = {"chart_stages": "stages", "points": "points", "measures": "measures"}
TABLES = (*registry.TABLES, "requirements", *CHART)


def fill(draft, content: dict) -> None:
	"""Put a version's content into the tables of a draft."""
	draft.separate_duties = content["settings"].get("separate_duties")
	draft.collective_review = content["settings"].get("collective_review") or "不要求"
	draft.extension_days = content["settings"].get("extension_days") or 0
	for table in registry.TABLES:
		draft.set(table, content[table])
	draft.set("requirements", content.get("requirements", []))
	for table, key in CHART.items():
		draft.set(table, content["chart"].get(key, []))
	names = {row.key: row.state for row in draft.states}
	for row in draft.states:
		row.editor_role = content["editors"].get(row.state)
	for row in draft.actions:
		lines = [line for line in content["transitions"] if is_of(line, row, names)]
		row.roles = ",".join(dict.fromkeys(line["allowed"] for line in lines))
		row.condition = next((line["condition"] for line in lines if line.get("condition")), None)


def is_of(line: dict, action, names: dict[str, str]) -> bool:
	return (line["state"], line["action"], line["next_state"]) == (
		names.get(action.from_state),
		action.action,
		names.get(action.to_state),
	)


def of(draft) -> dict:
	"""The content that a draft would publish, in the shape of `registry.content_of`."""
	required = registry.rows_of(draft, "requirements")
	return {
		"code": draft.code,
		"title": draft.title,
		"doctype": draft.new_doctype,
		"settings": registry.settings_of(draft),
		**{table: registry.rows_of(draft, table) for table in registry.TABLES},
		"transitions": transitions(draft),
		"editors": {row.state: row.editor_role for row in draft.states},
		"chart": {key: registry.rows_of(draft, table) for table, key in CHART.items()},
		**({"requirements": required} if required else {}),
	}


def transitions(draft) -> list[dict]:
	"""The Workflow's rows: one for each action and role."""
	names = {row.key: row.state for row in draft.states}
	return [
		{
			"state": names.get(row.from_state),
			"action": row.action,
			"next_state": names.get(row.to_state),
			"allowed": role,
			"condition": row.condition,
		}
		for row in draft.actions
		for role in conditions.names(row.roles)
	]


def live(code: str) -> dict:
	"""The content that new cases of a matter run on: its latest version's."""
	return json.loads(frappe.db.get_value("Matter Version", live_name(code), "content"))


def live_name(code: str) -> str:
	"""The name of the version that new cases of a matter run on."""
	return frappe.get_all("Matter Version", {"matter": code}, pluck="name", order_by="version desc", limit=1)[0]
