"""A record that fails stops no other, leaves nothing behind, and is told in the error log."""

import frappe
import pytest

from gaoping_regulation.engine import batches

GOOD, BAD, TITLE = ("batch-a", "batch-b"), "batch-bad", "试验失败 batch-bad"


@pytest.fixture
def left_clean():
	yield
	frappe.db.delete("Note", {"title": ("like", "batch-%")})
	frappe.db.delete("Error Log", {"method": TITLE})
	frappe.db.commit()


def test_one_that_fails_is_undone_alone_and_logged(left_clean):
	def write(title: str) -> None:
		frappe.get_doc(doctype="Note", title=title).insert()
		if title == BAD:
			raise ValueError("not this one")

	batches.each([GOOD[0], BAD, GOOD[1]], write, lambda title: f"试验失败 {title}")
	frappe.db.rollback()
	assert sorted(frappe.get_all("Note", {"title": ("like", "batch-%")}, pluck="title")) == list(GOOD)
	assert frappe.db.count("Error Log", {"method": TITLE}) == 1
