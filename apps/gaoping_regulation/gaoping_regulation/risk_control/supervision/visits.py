"""A case's stays in its stages: who left the stage, when, by which action, and whether it was late.

The trail tells when a stage was left; the stage's checklist tells its limit, which a pause moves (补正, 检定运输 do not
count: 行政许可法 art. 45 by analogy). 无原因超时办理 and 审查超时 are risk points of every chart.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime, getdate

from gaoping_regulation.engine import clock
from gaoping_regulation.risk_control.supervision import cases
from gaoping_regulation.risk_control.supervision.days import WorkingDays
from gaoping_regulation.risk_control.supervision.scope import Scope


@dataclass(frozen=True)
class Visit:
	"""One stay in a stage. An open one has neither `left_on` nor an officer."""

	case: dict
	stage: str
	stage_title: str
	due_on: date | None
	left_on: datetime | None = None
	actor: str = ""
	actor_name: str = ""
	action: str = ""
	by_officer: bool = False
	reason: str = ""
	days_late: int = 0


class Stays:
	"""The stays of a scope's cases, from four queries."""

	def __init__(self, scope: Scope, rows: list[dict] | None = None):
		self.scope = scope
		self.rows = cases.of(scope) if rows is None else rows
		self.cases = {row.name: row for row in self.rows}
		self.pauses = cases.pauses(scope)
		self.checklists = checklists(scope)
		self.working_days = WorkingDays(max(scope.last, getdate()))

	def left(self) -> list[Visit]:
		"""The stays that ended on the scope's days, in the trail's order."""
		found = (self.of_event(event) for event in transitions(self.scope))
		return [visit for visit in found if visit]

	def of_event(self, event) -> Visit | None:
		"""The stay that a transition ends; None if it leads to no other stage, or out of one without checklist."""
		row, content = self.cases.get(event.case_name), json.loads(event.content or "{}")
		if row is None:
			return None
		version = cases.version(row)
		source, target = version.state(content["从"]), version.state(content["到"])
		if not source or not target or source["stage"] == target["stage"]:
			return None
		stage = version.stages.get(source["stage"]) or {}
		if not stage.get("has_checklist"):
			return None
		at = get_datetime(event.at)
		due = None if source.get("pauses_clock") else self.due(row.name, source["stage"], at)
		action = version.action(source["key"], event.kind) or {}
		return Visit(
			case=row,
			stage=source["stage"],
			stage_title=stage["title"],
			due_on=due,
			left_on=at,
			actor=event.actor,
			actor_name=event.actor_name,
			action=event.kind,
			by_officer=action.get("kind") == "officer",
			reason=content.get("理由") or "",
			days_late=self.late(due, at.date()),
		)

	def late_now(self) -> list[Visit]:
		"""Open cases whose clock has run out, on the day of asking, whatever the scope's days."""
		today = getdate()
		return [self.open_visit(row, today) for row in self.rows if row.due_on and row.due_on < today]

	def open_visit(self, row, today: date) -> Visit:
		stage = cases.version(row).stages.get(row.stage) or {"title": row.stage}
		return Visit(row, row.stage, stage["title"], row.due_on, days_late=self.late(row.due_on, today))

	def due(self, case: str, stage: str, at: datetime) -> date | None:
		"""The stage's last day as it stood when the stage was left."""
		opened = [row for row in self.checklists.get((case, stage), []) if row.opened_on <= at]
		if not opened:
			return None
		begun, due = opened[-1].opened_on, opened[-1].due_on
		for pause in self.pauses.get(case, []):
			# The trail is written a moment after the pause's end within the same transaction.
			if begun <= pause.started_on and pause.ended_on <= at:
				due = clock.due(pause.ended_on, pause.remaining_days or 0)
		return due

	def late(self, due: date | None, day: date) -> int:
		"""Working days after the limit, at least 1 if it has passed: a case left on a Saturday is late as well."""
		if due is None or day <= due:
			return 0
		return max(1, self.working_days.between(due, day))


def transitions(scope: Scope) -> list[dict]:
	"""The transitions of the scope's cases on its days: the entries that tell from which state to which."""
	event = DocType("Case Event")
	return (
		frappe.qb.from_(event)
		.select(event.case_name, event.case_doctype, event.kind, event.at, event.actor, event.actor_name, event.content)
		.where(event.case_doctype.isin(list(scope.matters) or [""]))
		.where((event.at >= str(scope.first)) & (event.at < str(scope.end)) & event.content.like('%"从":%'))
		.orderby(event.seq)
		.run(as_dict=True)
	)


def checklists(scope: Scope) -> dict[tuple[str, str], list[dict]]:
	"""{(case, stage): its checklists in order}, opened up to the scope's last day."""
	table, found = DocType("Stage Checklist"), {}
	rows = (
		frappe.qb.from_(table)
		.select(table.case_name, table.stage, table.opened_on, table.due_on)
		.where(table.case_doctype.isin(list(scope.matters) or [""]) & (table.opened_on < scope.end))
		.orderby(table.opened_on)
		.run(as_dict=True)
	)
	for row in rows:
		found.setdefault((row.case_name, row.stage), []).append(row)
	return found
