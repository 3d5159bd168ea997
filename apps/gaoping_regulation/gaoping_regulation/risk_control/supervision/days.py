"""Working days between many pairs of days: the calendar is laid out once instead of being walked for each case."""

from bisect import bisect_right
from datetime import date, timedelta

from frappe.utils import getdate

from gaoping_regulation.engine import clock

YEARS_BEFORE = 3


class WorkingDays:
	"""The working days up to a day, as a sorted list."""

	def __init__(self, last: date):
		first = last.replace(year=last.year - YEARS_BEFORE, month=1, day=1)
		span = (first + timedelta(days=number) for number in range((last - first).days + 1))
		self.days = [day for day in span if clock.is_working_day(day)]

	def between(self, start, end) -> int:
		"""Working days after the first up to and with the last; the same day gives 0."""
		return max(0, bisect_right(self.days, getdate(end)) - bisect_right(self.days, getdate(start)))
