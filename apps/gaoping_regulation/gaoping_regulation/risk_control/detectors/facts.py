"""What a rule may read about a case: the case itself, its trail, checklists, notices, documents, receipts, pauses."""

import json
from datetime import datetime
from functools import cached_property

import frappe
from frappe.utils import get_datetime

from gaoping_regulation.engine import registry

REQUEST_FIELDS = ("officer", "sent_on", "status", "due_on", "name")


class Facts:
	"""A case and what is on record about it, each read once when a rule asks for it."""

	def __init__(self, doctype: str, name: str):
		self.doc = frappe.get_doc(doctype, name)
		self.version = registry.version_of(self.doc)

	def is_current(self) -> bool:
		"""Whether case and trail, which are read one after the other, are of one moment: nobody acted in between.

		Who did has waked the follower again, which then sees both anew.
		"""
		latest = frappe.get_all("Case Event", {"case_name": self.doc.name}, pluck="seq", order_by="seq desc", limit=1)
		state = frappe.db.get_value(self.doc.doctype, self.doc.name, "workflow_state")
		return latest == [event["seq"] for event in self.events[-1:]] and state == self.doc.workflow_state

	def rows(self, doctype: str, fields: list[str], order: str, **filters) -> list:
		return frappe.get_all(doctype, fields, {"case_name": self.doc.name, **filters}, order_by=order)

	@cached_property
	def events(self) -> list[dict]:
		"""The case's trail: seq, kind, at (datetime), actor, content (dict)."""
		found = self.rows("Case Event", ["seq", "kind", "at", "actor", "content"], "seq asc")
		return [{**row, "at": get_datetime(row.at), "content": json.loads(row.content or "{}")} for row in found]

	@cached_property
	def moves(self) -> list[dict]:
		"""The transitions among the events, each with the rows of its action and its two states."""
		found = []
		for event in self.events:
			content = event["content"]
			if not (content.get("从") and content.get("到")):
				continue
			source, target = self.version.state(content["从"]), self.version.state(content["到"])
			if source and target:
				action = self.version.action(source["key"], event["kind"]) or {}
				found.append({**event, "action": action, "source": source, "target": target, "reason": content.get("理由") or ""})
		return found

	@cached_property
	def checklists(self) -> list:
		fields = ["name", "stage", "stage_title", "level", "status", "opened_on", "due_on", "signed_by", "signed_on", "seconds_taken"]
		return self.rows("Stage Checklist", fields, "creation asc")

	@cached_property
	def items(self) -> dict[str, list]:
		"""{checklist: its items}."""
		found: dict[str, list] = {row.name: [] for row in self.checklists}
		fields = ["parent", "point", "text", "level", "pre_answer", "evidence", "result", "remark", "attachment"]
		for item in frappe.get_all("Stage Checklist Item", fields, {"parent": ("in", list(found) or [""])}, order_by="idx asc"):
			found[item.parent].append(item)
		return found

	@cached_property
	def notices(self) -> list:
		found = self.rows("Correction Notice", ["name", "officer", "sent_on", "due_on", "status"], "creation asc")
		for notice in found:
			notice["items"] = frappe.get_all("Correction Item", ["code", "field", "text"], {"parent": notice.name}, order_by="idx asc")
		return found

	@cached_property
	def documents(self) -> list:
		fields = ["name", "kind", "title", "number", "status", "issued_on", "frozen", "sha256", "print_count", "creation", "owner"]
		return self.rows("Issued Document", fields, "creation asc")

	@cached_property
	def receipts(self) -> list:
		return self.rows("Delivery Receipt", ["name", "document", "delivered_on", "officer", "received_by", "method"], "creation asc")

	@cached_property
	def pauses(self) -> list:
		return self.rows("Clock Pause", ["name", "kind", "reason", "started_on", "ended_on", "officer"], "creation asc")

	def move(self, key: str) -> dict | None:
		"""The latest transition by an action's key."""
		return next((row for row in reversed(self.moves) if row["action"].get("key") == key), None)

	@property
	def decision(self) -> dict | None:
		"""The latest transition that decided the case."""
		return next((row for row in reversed(self.moves) if row["action"].get("decision")), None)

	def stage_title(self, key: str) -> str:
		return (self.version.stages.get(key) or {}).get("title") or key

	def points(self, *suffixes: str) -> tuple[str, ...]:
		"""The matter's own risk points: points("SL-3", "SC-3") of a YJ case -> ("YJ-SL-3", "YJ-SC-3"), as the chart has them."""
		known = {row["code"] for row in self.version.chart.get("points", [])}
		return tuple(code for code in (f"{self.version.code}-{suffix}" for suffix in suffixes) if code in known)


def seconds(earlier: datetime, later: datetime) -> float:
	return (later - earlier).total_seconds()
