"""Work on many records where one that fails must not stop the others: the daily and five-minute jobs."""

from collections.abc import Callable, Iterable

import frappe


def each(records: Iterable, step: Callable[[object], None], failed: Callable[[object], str]) -> None:
	"""step(record) for every record, each in a transaction of its own.

	Args:
		records: names or rows, as `step` takes them
		step: what is done with one; whatever it raises undoes this one alone
		failed: title in the error log (Chinese) for a record that could not be done
	"""
	for record in records:
		try:
			step(record)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=failed(record))
		frappe.db.commit()
