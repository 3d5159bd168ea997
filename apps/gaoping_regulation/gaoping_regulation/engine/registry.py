"""Which DocTypes are administrative matters, and how each runs.

A DocType takes part by being named in an Administrative Matter, whether the app brought it or an
administrator made it in the browser. A case runs on the Matter Version that it started with: frozen JSON
of states, actions, transitions, materials and risk chart, so that a change applies to new cases only.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache

import frappe
from frappe.utils import cint

from gaoping_regulation.engine import conditions
from gaoping_regulation.engine.errors import to_json

LIVE_KEY = "gaoping_matters"
FINAL_STAGE = "end"
TABLES = ("stages", "states", "actions", "materials", "documents")
CHART_TABLES = ("stages", "points", "measures")
# What a draft says in one place and a version in its transitions and editors.
DRAFT_ONLY = frozenset(("editor_role", "roles", "condition"))
# Numbers that came later: where there is none, a version is the same as before they came.
NO_TRACE = frozenset(("ceiling_days",))


@dataclass(frozen=True)
class Version:
	"""One published version of a matter: everything the guard reads. Rows are plain dicts of the child tables."""

	name: str
	code: str
	title: str
	doctype: str
	settings: dict
	stages: dict[str, dict]
	states: dict[str, dict]
	actions: list[dict]
	materials: list[dict]
	documents: dict[str, dict]
	transitions: list[dict]
	editors: dict[str, str]
	chart: dict = field(default_factory=dict)
	requirements: list[dict] = field(default_factory=list)

	def state(self, name: str) -> dict | None:
		"""The row of a state by the name that cases carry."""
		return next((row for row in self.states.values() if row["state"] == name), None)

	def state_name(self, key: str) -> str:
		return self.states[key]["state"]

	@property
	def initial(self) -> dict:
		return next(iter(self.states.values()))

	def actions_between(self, source: str, target: str) -> list[dict]:
		"""The actions that lead from one state key to another; a decision has two, 准予 and 不予."""
		return [row for row in self.actions if row["from_state"] == source and row["to_state"] == target]

	def action(self, source: str, name: str) -> dict | None:
		return next((row for row in self.actions if row["from_state"] == source and row["action"] == name), None)

	def roles_for(self, source: str, action: str, doc=None) -> set[str]:
		"""The roles that may take an action out of a state, by the frozen transitions; of a case, where their conditions hold."""
		state = self.state_name(source)
		return {
			row["allowed"]
			for row in self.transitions
			if row["state"] == state and row["action"] == action and (doc is None or conditions.permits(row.get("condition"), doc))
		}

	def officers_of(self, state: str) -> set[str]:
		"""The roles that have an officer's action out of a state."""
		keys = {row["action"] for row in self.actions if row["from_state"] == state and row["kind"] == "officer"}
		return {role for action in keys for role in self.roles_for(state, action)}


def live_matters() -> dict[str, dict]:
	"""{DocType: {"code", "version"}} of all matters; empty while the app is being installed."""
	if getattr(frappe.local, "gaoping_publishing", False):
		# Inside the transaction that publishes: what it sees is not yet true for anybody else.
		return read_matters()
	matters = frappe.cache.get_value(LIVE_KEY)
	if matters is None:
		if not frappe.db.table_exists("Matter Version"):
			return {}
		matters = read_matters()
		frappe.cache.set_value(LIVE_KEY, matters)
	return matters


def read_matters() -> dict[str, dict]:
	latest = {}
	for row in frappe.get_all("Matter Version", ["name", "matter", "version"], order_by="version asc"):
		latest[row.matter] = row.name
	rows = frappe.get_all("Administrative Matter", ["code", "ref_doctype"])
	return {row.ref_doctype: {"code": row.code, "version": latest[row.code]} for row in rows if row.code in latest}


def is_matter(doctype: str) -> bool:
	return doctype in live_matters()


def version_of(doc) -> Version | None:
	"""The version a case runs on (a new case: the latest), or None for a DocType that is no matter's."""
	matter = live_matters().get(doc.doctype)
	if matter is None:
		return None
	return get_version(doc.get("config_version") or matter["version"])


def latest_version(code: str) -> Version | None:
	"""The version new cases of a matter start with."""
	name = next((row["version"] for row in live_matters().values() if row["code"] == code), None)
	return get_version(name) if name else None


def get_version(name: str) -> Version:
	"""A published version by name. The name ends in the content's digest, so a process may keep it for good."""
	return load_version(frappe.local.site, name)


@lru_cache(maxsize=256)
def load_version(site: str, name: str) -> Version:
	return from_content(name, json.loads(frappe.db.get_value("Matter Version", name, "content")))


def from_content(name: str, content: dict) -> Version:
	return Version(
		name=name,
		code=content["code"],
		title=content["title"],
		doctype=content["doctype"],
		settings=content["settings"],
		stages={row["key"]: row for row in content["stages"]},
		states={row["key"]: row for row in content["states"]},
		actions=content["actions"],
		materials=content["materials"],
		documents={row["key"]: row for row in content["documents"]},
		transitions=content["transitions"],
		editors=content["editors"],
		chart=content["chart"],
		requirements=content.get("requirements", []),
	)


def forget() -> None:
	"""Let everybody read the matters anew, once this transaction is over, whichever way it ends."""

	def over():
		frappe.local.gaoping_publishing = False
		frappe.cache.delete_value(LIVE_KEY)

	if not getattr(frappe.local, "gaoping_publishing", False):
		frappe.local.gaoping_publishing = True
		frappe.db.after_commit.add(over)
		frappe.db.after_rollback.add(over)


def content_of(code: str) -> dict:
	"""The JSON of a matter as it stands now: its record, its Workflow and its risk chart."""
	matter = frappe.get_doc("Administrative Matter", code)
	workflow = frappe.get_doc("Workflow", matter.workflow)
	chart = frappe.get_doc("Risk Control Chart", code) if frappe.db.exists("Risk Control Chart", code) else None
	required = rows_of(matter, "requirements")
	return {
		"code": matter.code,
		"title": matter.title,
		"doctype": matter.ref_doctype,
		"settings": settings_of(matter),
		**{table: rows_of(matter, table) for table in TABLES},
		"transitions": [
			{key: row.get(key) for key in ("state", "action", "next_state", "allowed", "condition")}
			for row in workflow.transitions
		],
		"editors": {row.state: row.allow_edit for row in workflow.states},
		"chart": {table: rows_of(chart, table) for table in CHART_TABLES} if chart else {},
		# Versions that are older than this table stay the same as long as it is empty.
		**({"requirements": required} if required else {}),
	}


def settings_of(doc) -> dict:
	"""What a matter, or its draft, settles for all its cases; a setting that is off leaves no trace, as in older versions."""
	review = doc.collective_review
	days = cint(doc.get("extension_days"))
	return {
		"separate_duties": doc.separate_duties,
		**({"collective_review": review} if review and review != "不要求" else {}),
		**({"extension_days": days} if days else {}),
	}


def rows_of(doc, table: str) -> list[dict]:
	"""A child table as plain dicts of its own fields."""
	columns = frappe.get_meta(doc.meta.get_field(table).options).get("fields")
	fields = [df.fieldname for df in columns if df.fieldname not in DRAFT_ONLY]
	found = [{key: row.get(key) for key in fields if row.get(key) not in (None, "")} | {"key": row.get("key")} for row in doc.get(table)]
	return [{key: value for key, value in row.items() if value or key not in NO_TRACE} for row in found]


def publish(code: str, **given) -> str:
	"""Freeze a matter as a new Matter Version if anything changed since the last; returns the version's name.

	Args:
		given: further values of the Matter Version: the draft it comes from, its author and reason
	"""
	content = to_json(content_of(code))
	digest = hashlib.sha256(content.encode()).hexdigest()
	last = frappe.get_all(
		"Matter Version", ["name", "version", "digest"], {"matter": code}, order_by="version desc", limit=1
	)
	if last and last[0].digest == digest:
		return last[0].name
	number = last[0].version + 1 if last else 1
	version = frappe.get_doc(
		doctype="Matter Version",
		name=f"{code}-{number}-{digest[:8]}",
		matter=code,
		version=number,
		digest=digest,
		content=content,
		published_on=frappe.utils.now_datetime(),
		published_by=frappe.session.user,
		**given,
	)
	version.flags.ignore_permissions = True
	version.flags.by_engine = True
	version.insert()
	forget()
	return version.name
