"""What a change of a register entry tells: before and after, and of a hidden number only that it changed."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation.casework import register_changes

ROW = {"party_name": "高平市农商银行", "id_no_masked": "1405************12"}


class TestDifferences(FrappeTestCase):
	def told(self, before: dict, after: dict) -> list[tuple]:
		doc = frappe.new_doc("Chattel Mortgage Registration")
		return [(row["field"], row["after"].split("\n")[-1]) for row in register_changes.differences(doc, before, after)]

	def test_a_number_in_a_row_that_alone_changes_is_told_and_not_shown(self):
		numbers = ("140581198503120012", "140581198504130012")
		before, after = ({"mortgagees": [{**ROW, "id_no": number}]} for number in numbers)
		self.assertEqual(self.told(before, after), [("mortgagees", "（证件号码已变更）")])
		self.assertEqual(self.told(before, before), [])

	def test_the_forms_own_number(self):
		self.assertEqual(self.told({"id_no": "1"}, {"id_no": "2"}), [("id_no", "（证件号码已变更）")])
		self.assertEqual(self.told({"id_no": "1"}, {"id_no": "1"}), [])
