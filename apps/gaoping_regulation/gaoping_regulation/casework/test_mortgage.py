"""Rules of 动产抵押登记 that need no database: digest of the content, amounts, serial numbers, locked values."""

from unittest import TestCase
from unittest.mock import patch

import frappe

from gaoping_regulation.casework import mortgage, mortgage_register


def field(name: str, kind: str = "Data"):
	return frappe._dict(fieldname=name, fieldtype=kind, options="")


class TestMortgage(TestCase):
	def test_amounts_are_shown_in_yuan_and_in_ten_thousands(self):
		for amount, text in (
			(1_200_000, "1,200,000.00 元（120 万元）"),
			(1_000_000.5, "1,000,000.50 元（100.00005 万元）"),
			(8, "8.00 元（0.0008 万元）"),
			(100_000_000, "100,000,000.00 元（10,000 万元）"),
			(0.01, "0.01 元（0.000001 万元）"),
		):
			self.assertEqual(mortgage.money(amount), text)

	def test_serial_numbers_are_compared_without_spaces_and_case(self):
		for given, wanted in ((" ck 61-5", "CK61-5"), (None, ""), ("　", "")):
			self.assertEqual(mortgage.serial(frappe._dict(serial_no=given)), wanted)

	def test_the_content_code_is_of_values_not_of_their_types(self):
		fields = [field("amount", "Currency"), field("day", "Date"), field("name")]
		with patch.object(mortgage.entry, "form_fields", return_value=fields):
			code = lambda **values: mortgage.content_code(frappe._dict(doctype="x", **values))
			one = code(amount=1_200_000, day=frappe.utils.getdate("2026-11-25"), name="甲 ")
			self.assertEqual(one, code(amount="1200000.0", day="2026-11-25", name="甲"))
			self.assertNotEqual(one, code(amount=1_200_001, day="2026-11-25", name="甲"))
			self.assertRegex(one, r"^[0-9A-F]{8}$")

	def test_locked_values_compare_by_what_they_say(self):
		same = lambda kind, one, two: mortgage_register.comparable(field("x", kind), one) == mortgage_register.comparable(field("x", kind), two)
		self.assertTrue(same("Currency", "1200000.0", 1_200_000))
		self.assertTrue(same("Date", frappe.utils.getdate("2026-11-25"), "2026-11-25"))
		self.assertTrue(same("Data", None, ""))
		self.assertFalse(same("Data", "甲", "乙"))
		self.assertFalse(same("Float", 1, 1.5))

	def test_a_form_sealed_before_the_last_change_is_stale(self):
		doc = frappe._dict(content_changed_on="2026-11-25 10:00:00", materials=[])
		for uploaded, stale in (("2026-11-25 09:59:59", True), ("2026-11-25 10:00:00.5", False), (None, False)):
			doc.materials = [frappe._dict(material=mortgage.FORM, attachment="/private/files/x.pdf", uploaded_on=uploaded)]
			self.assertEqual(bool(mortgage.stale_form(doc)), stale)

	def test_who_is_no_company_is_shown_masked(self):
		company = frappe._dict(id_type="统一社会信用代码", id_no="91140581MA0GX0001Y", party_name="长平银行")
		person = frappe._dict(id_type="居民身份证", id_no="140581199001010006", party_name="赵春梅")
		self.assertEqual(mortgage.shown_id(company), "91140581MA0GX0001Y")
		self.assertEqual(mortgage.shown_id(person), "140581********0006")
		self.assertEqual(mortgage_register.public_party(company), "长平银行")
		self.assertEqual(mortgage_register.public_party(person), "赵**")
