"""Month by month: cases received and decided, working days, late stages, corrections, refusals, alerts."""

from datetime import date, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from gaoping_regulation.risk_control.supervision import cases, found, visits
from gaoping_regulation.risk_control.supervision.scope import Scope

REFUSED = "不予"
FIGURES = (
	("received", "收件"),
	("decided", "决定"),
	("average_days", "平均办理工作日"),
	("late", "超时办件"),
	("corrections", "补正"),
	("refused", "不予决定"),
	("rejected", "不予受理"),
	("alerts", "预警"),
)


def months(scope: Scope) -> list[dict]:
	"""A row for each month the scope touches: {"month": "2026-11", …}; see FIGURES.

	`average_days`: working days from submission to decision without the pauses; decided on the day of submission
	counts 0; None where nothing was decided.
	"""
	return list(by_key(scope, lambda row, moment: month_of(moment), {month: {} for month in month_names(scope)}).values())


def matters(scope: Scope) -> dict[str, dict]:
	"""{matter: the same figures for all of the scope's days}."""
	return by_key(scope, lambda row, moment: row.matter, {code: {} for code in scope.codes})


def by_key(scope: Scope, key, rows: dict[str, dict]) -> dict[str, dict]:
	"""The figures under `key(record, moment)`, for the keys of `rows`."""
	stays = visits.Stays(scope)
	for name, row in rows.items():
		row.update({"key": name, "days": [], **{figure: 0 for figure, _ in FIGURES}})
	for case in stays.rows:
		count_case(scope, stays, case, rows, key)
	late = {(key(visit.case, visit.left_on), visit.case.name) for visit in stays.left() if visit.days_late}
	for name, _case in late:
		rows[name]["late"] += 1
	for figure, records in (("corrections", corrections(scope)), ("alerts", found.counted(found.alerts(scope)))):
		for record in records:
			if (name := key(record, record.moment or record.raised_on)) in rows:
				rows[name][figure] += 1
	for row in rows.values():
		taken = row.pop("days")
		row["average_days"] = round(sum(taken) / len(taken), 1) if taken else None
	return rows


def count_case(scope: Scope, stays, case, rows: dict, key) -> None:
	if scope.covers(case.submitted_on):
		rows[key(case, case.submitted_on)]["received"] += 1
	if scope.covers(case.decided_on):
		row = rows[key(case, case.decided_on)]
		row["decided"] += 1
		row["refused"] += case.decision == REFUSED
		row["days"].append(days_taken(stays, case))
	if scope.covers(case.closed_on) and cases.is_rejected(case):
		rows[key(case, case.closed_on)]["rejected"] += 1


def days_taken(stays, case) -> int:
	"""Working days from submission to decision, without those on which the clock rested."""
	between = stays.working_days.between
	rested = sum(
		between(pause.started_on, pause.ended_on)
		for pause in stays.pauses.get(case.name, [])
		if case.submitted_on <= pause.started_on and pause.ended_on <= case.decided_on
	)
	return max(0, between(case.submitted_on, case.decided_on) - rested)


def corrections(scope: Scope) -> list[dict]:
	"""The correction notices sent on the scope's days."""
	table = DocType("Correction Notice")
	return (
		frappe.qb.from_(table)
		.select(table.matter, table.sent_on.as_("moment"))
		.where(table.case_doctype.isin(list(scope.matters) or [""]))
		.where((table.sent_on >= scope.first) & (table.sent_on < scope.end))
		.run(as_dict=True)
	)


def month_of(moment) -> str:
	return getdate(moment).strftime("%Y-%m")


def month_names(scope: Scope) -> list[str]:
	names, day = [], scope.first.replace(day=1)
	while day <= scope.last:
		names.append(month_of(day))
		day = next_month(day)
	return names


def next_month(day: date) -> date:
	return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
