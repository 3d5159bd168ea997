"""Seeds: loaded once, followed while untouched, left alone once changed, and not resurrected."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import seeding

TOWN = {"doctype": "Township", "title": "试验镇", "code": "901"}


class TestSeeding(FrappeTestCase):
	def setUp(self):
		self.assertEqual(seeding.load(dict(TOWN)), "new")

	def test_the_same_seed_changes_nothing(self):
		self.assertIsNone(seeding.load(dict(TOWN)))

	def test_an_untouched_record_follows_the_new_seed(self):
		self.assertEqual(seeding.load({**TOWN, "code": "902"}), "followed")
		self.assertEqual(frappe.db.get_value("Township", "试验镇", "code"), "902")

	def test_a_changed_record_stays_and_the_new_seed_is_offered(self):
		frappe.get_doc("Township", "试验镇").update({"code": "999"}).save()
		self.assertEqual(seeding.load({**TOWN, "code": "902"}), "kept")
		self.assertEqual(frappe.db.get_value("Township", "试验镇", "code"), "999")
		status, offered = frappe.db.get_value("Seed Record", {"for_name": "试验镇"}, ["status", "offered"])
		self.assertEqual(status, "管理员已改")
		self.assertIn("902", offered)

	def test_a_deleted_record_stays_deleted(self):
		frappe.delete_doc("Township", "试验镇")
		self.assertIsNone(seeding.load({**TOWN, "code": "902"}))
		self.assertFalse(frappe.db.exists("Township", "试验镇"))

	def test_every_seed_of_the_app_is_in_the_site_and_unchanged(self):
		for kind in seeding.ORDER:
			for record in seeding.seeds(kind):
				with self.subTest(f"{kind} {seeding.name_of(record)}"):
					doc = frappe.get_doc(record["doctype"], seeding.name_of(record))
					self.assertEqual(seeding.project(doc, record), normal(record))


def normal(record: dict) -> dict:
	"""A seed in the form in which the database gives it back."""
	found = {}
	for field, value in record.items():
		if isinstance(value, list):
			keys = sorted({key for row in value for key in row})
			found[field] = [{key: seeding.plain(row.get(key)) for key in keys} for row in value]
		else:
			found[field] = seeding.plain(value)
	return found
