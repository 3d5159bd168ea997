"""Who sees which case, through a document and through lists alike; full ID numbers stay where no role reads."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import sample_cases as make


def seen_by(name: str, doc) -> tuple[bool, bool]:
	"""(in the list, readable as a document) for an account."""
	with make.user(name):
		listed = doc.name in frappe.get_list(doc.doctype, pluck="name", limit=0) if frappe.has_permission(doc.doctype) else False
		return listed, bool(frappe.get_doc(doc.doctype, doc.name).has_permission("read"))


class TestAccess(FrappeTestCase):
	def test_a_draft_is_its_applicants_alone(self):
		doc = make.draft()
		self.assertEqual(seen_by("applicant", doc), (True, True))
		for name in ("applicant2", "reviewer", "inspector", "business_admin", "verifier"):
			with self.subTest(name):
				self.assertEqual(seen_by(name, doc), (False, False))

	def test_a_submitted_case_is_seen_by_the_matters_officers(self):
		doc = make.submitted()
		for name in ("applicant", "acceptor", "reviewer", "approver", "deliverer", "inspector"):
			with self.subTest(name):
				self.assertEqual(seen_by(name, doc), (True, True))
		for name in ("applicant2", "verifier", "lab_head"):
			with self.subTest(name):
				self.assertEqual(seen_by(name, doc), (False, False))

	def test_an_officers_save_does_not_answer_with_full_numbers(self):
		doc = make.submitted()
		make.sign(doc, "reviewer")
		with make.user("reviewer"):
			from gaoping_regulation.engine import cases

			answered = cases.act(frappe.get_doc(doc.doctype, doc.name), "资料齐全").as_dict()
		self.assertNotIn("140581199001010006", frappe.as_json(answered))
		self.assertEqual(frappe.db.get_value(doc.doctype, doc.name, "id_no"), "140581199001010006")
		self.assertIn("140581********0006", frappe.as_json(answered))
