"""Working days, limits that a pause moved, months, and shares below their sample: without a case."""

from datetime import date, datetime

import frappe
import pytest

from gaoping_regulation.risk_control.supervision import found, statistics, trend
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.days import WorkingDays
from gaoping_regulation.risk_control.supervision.visits import Stays


@pytest.mark.parametrize(
	"start,end,days",
	[
		("2026-11-25", "2026-11-25", 0),
		# Friday to Monday is one working day.
		("2026-11-20", "2026-11-23", 1),
		# The National Day holidays, and the Saturday worked instead (domain 5.2).
		("2026-09-30", "2026-10-10", 3),
		("2026-11-25", "2026-11-20", 0),
	],
)
def test_working_days_are_those_of_the_calendar(start, end, days):
	assert WorkingDays(date(2026, 12, 31)).between(start, end) == days


def stays(pauses: list[dict]) -> Stays:
	"""A case whose stage was opened on Monday with Tuesday as its last day."""
	it = Stays.__new__(Stays)
	it.pauses = {"case": [frappe._dict(pause) for pause in pauses]}
	opened = frappe._dict(opened_on=datetime(2026, 11, 16, 9), due_on=date(2026, 11, 17))
	it.checklists = {("case", "SC"): [opened]}
	it.working_days = WorkingDays(date(2026, 12, 31))
	return it


def test_a_stay_without_pause_ends_with_its_checklists_limit():
	it = stays([])
	assert it.due("case", "SC", datetime(2026, 11, 19, 9)) == date(2026, 11, 17)
	assert it.late(date(2026, 11, 17), date(2026, 11, 19)) == 2


def test_what_was_left_when_the_clock_stopped_runs_on_from_its_end():
	pause = {"started_on": datetime(2026, 11, 16, 15), "ended_on": datetime(2026, 11, 20, 10), "remaining_days": 1}
	assert stays([pause]).due("case", "SC", datetime(2026, 11, 24, 9)) == date(2026, 11, 23)


def test_a_pause_after_the_stage_was_left_moves_nothing():
	pause = {"started_on": datetime(2026, 11, 18, 15), "ended_on": datetime(2026, 11, 20, 10), "remaining_days": 1}
	assert stays([pause]).due("case", "SC", datetime(2026, 11, 18, 9)) == date(2026, 11, 17)


def test_left_on_a_day_off_after_the_limit_is_late_all_the_same():
	assert stays([]).late(date(2026, 11, 20), date(2026, 11, 21)) == 1


def test_months_run_over_the_turn_of_the_year():
	scope = scopes.Scope({}, date(2025, 11, 30), date(2026, 2, 1), whole=False)
	assert trend.month_names(scope) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_rate_needs_its_sample():
	def alert(verdict):
		return frappe._dict(status=verdict or found.PENDING, verdict=verdict, observed=0)

	few = statistics.row_of("rule", "规则", [alert(found.FALSE)] * 3)
	assert few["false_rate"] == "数据不足（3/20）"
	many = statistics.row_of("rule", "规则", [alert(found.FALSE)] * 5 + [alert(found.CONFIRMED)] * 15 + [alert(None)])
	assert (many["false_rate"], many["total"], many["pending"]) == ("25.0%", 21, 1)


def test_the_points_of_an_alert_are_read_with_either_comma():
	assert found.points_of(frappe._dict(points="DY-SL-1、DY-SC-2, YJ-SL-3")) == ["DY-SL-1", "DY-SC-2", "YJ-SL-3"]
