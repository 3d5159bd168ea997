"""What each officer did in a scope. Shares are shown and compared only from a sample on (数据不足 below it)."""

from collections import defaultdict

from gaoping_regulation.engine.events import full_name
from gaoping_regulation.risk_control.supervision import found, visits
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope

COMPARABLE = "样本足够"


def officers(scope: Scope) -> list[dict]:
	"""A row for each officer who acted, signed a checklist or is concerned by an alert.

	Sorted by the share of 不适用 where the sample is enough, the others behind by name: no ranking without a sample.
	Alerts about single persons are for those who watch; a head does not see them.
	"""
	rows = defaultdict(blank)
	for visit in visits.Stays(scope).left():
		if visit.by_officer:
			rows[visit.actor]["stages"] += 1
			rows[visit.actor]["late"] += bool(visit.days_late)
	count_answers(scope, rows)
	if scopes.watches():
		for alert in found.counted(found.alerts(scope)):
			if alert.officer:
				rows[alert.officer]["alerts"] += 1
				rows[alert.officer]["confirmed"] += alert.verdict == found.CONFIRMED
	finished = [finish(user, row) for user, row in rows.items()]
	return sorted(finished, key=lambda row: (row["share"] is None, -(row["share"] or 0), row["officer_name"]))


def blank() -> dict:
	return {"stages": 0, "late": 0, "checklists": set(), "items": 0, "not_applicable": 0, "problems": 0, "alerts": 0, "confirmed": 0}


def count_answers(scope: Scope, rows: dict) -> None:
	for item in found.answers(scope):
		row = rows[item.signed_by]
		row["checklists"].add(item.name)
		row["items"] += 1
		row["not_applicable"] += item.result == found.NOT_APPLICABLE
		row["problems"] += item.result == found.PROBLEM


def finish(user: str, row: dict) -> dict:
	"""The row as it is shown: the share of 不适用 in percent, or why there is none."""
	checklists = len(row["checklists"])
	lacking = scopes.insufficient(checklists)
	share = None if lacking else round(100 * row["not_applicable"] / row["items"], 1)
	known = {"officer": user, "officer_name": full_name(user), "share": share, "sample": lacking or COMPARABLE}
	return {**row, **known, "checklists": checklists}
