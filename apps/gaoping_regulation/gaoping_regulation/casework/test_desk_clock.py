"""The clock's colours: 80 % of the office hours, working days only."""

from datetime import date, datetime

import pytest

from gaoping_regulation.casework import desk_clock


@pytest.mark.parametrize(
	"begun,due,now,level",
	[
		# The same day, eight to six: amber from four in the afternoon.
		("2026-11-23 08:00", "2026-11-23", "2026-11-23 15:59", "green"),
		("2026-11-23 08:00", "2026-11-23", "2026-11-23 16:00", "amber"),
		("2026-11-23 08:00", "2026-11-23", "2026-11-24 00:01", "red"),
		# Friday to Tuesday: the weekend is no part of the limit.
		("2026-11-20 08:00", "2026-11-24", "2026-11-22 12:00", "green"),
		("2026-11-20 08:00", "2026-11-24", "2026-11-24 12:01", "amber"),
		# Begun after hours on the last day: there is no time left.
		("2026-11-23 19:00", "2026-11-23", "2026-11-23 19:30", "amber"),
	],
)
def test_the_colour_follows_the_office_hours(begun, due, now, level):
	assert desk_clock.level_of(datetime.fromisoformat(begun), date.fromisoformat(due), datetime.fromisoformat(now)) == level


@pytest.mark.parametrize(
	"due,today,text",
	[
		("2026-11-23", "2026-11-23", "今日到期"),
		("2026-10-10", "2026-09-30", "剩 3 个工作日"),
		("2026-11-20", "2026-11-23", "已超时 1 个工作日"),
		("2026-11-20", "2026-11-21", "已超时 1 个工作日"),
	],
)
def test_the_text_counts_working_days(due, today, text):
	assert desk_clock.text_of(date.fromisoformat(due), date.fromisoformat(today)) == text
