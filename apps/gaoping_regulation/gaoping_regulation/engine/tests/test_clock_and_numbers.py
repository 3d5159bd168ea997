"""Working days by the dated vectors of the State Council's 2026 calendar, and the numbers' check character."""

from datetime import date, datetime

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation.engine import clock, numbering

VECTORS = (
	("2026-09-30", 3, "2026-10-10"),
	("2026-02-13", 1, "2026-02-14"),
	("2026-02-14", 5, "2026-02-28"),
	("2026-04-30", 3, "2026-05-08"),
	("2026-11-20", 20, "2026-12-18"),
)


class TestClock(FrappeTestCase):
	def test_limits_in_working_days_with_holidays_and_made_up_days(self):
		for start, days, due in VECTORS:
			with self.subTest(start):
				self.assertEqual(clock.due(date.fromisoformat(start), days), date.fromisoformat(due))

	def test_what_arrives_after_closing_counts_as_arriving_on_the_next_working_day(self):
		self.assertEqual(clock.due(datetime(2026, 11, 20, 17, 59), 0), date(2026, 11, 20))
		self.assertEqual(clock.due(datetime(2026, 11, 20, 18, 1), 0), date(2026, 11, 23))
		self.assertEqual(clock.due(datetime(2026, 11, 21, 10, 0), 1), date(2026, 11, 24))

	def test_an_edited_calendar_counts_at_once(self):
		self.assertTrue(clock.is_working_day(date(2026, 11, 24)))
		frappe.get_doc(doctype="Work Calendar Day", day="2026-11-24", kind="放假", title="临时").insert()
		self.assertFalse(clock.is_working_day(date(2026, 11, 24)))
		clock.clear()


class TestNumbers(FrappeTestCase):
	def test_the_check_character_is_that_of_gb_32100(self):
		self.assertEqual(numbering.check_character("140581YJ202611220001"), "N")
		self.assertEqual(numbering.check_character("91350100M000100Y4"), "3")

	def test_a_series_counts_from_one_without_gaps(self):
		self.assertEqual([numbering.next_number("trial-series") for _ in range(3)], [1, 2, 3])

	def test_case_numbers_run_per_matter_and_day(self):
		day = date(2026, 11, 22)
		numbers = [numbering.case_number(code, "140581", day) for code in ("AA", "AA", "BB")]
		self.assertEqual([number.split("-")[3] for number in numbers], ["0001", "0002", "0001"])
