"""Numbers, phones, places and certificates: what is accepted, and what the refusal says to do."""

import frappe
from frappe.tests.utils import FrappeTestCase
from frappe.utils import add_days, today

from gaoping_regulation import validators


class TestValidators(FrappeTestCase):
	def test_id_numbers(self):
		for number in ("11010519491231002X", "140581199001010006"):
			self.assertIsNone(validators.id_number(number))
		for number, message in (
			("140581199001010007", "校验位不正确"),
			("14058119900101000", "应为18位"),
			("140581199013010008", "校验位|出生日期"),
			("1405811990010100061", "应为18位"),
		):
			with self.subTest(number):
				self.assertRegex(validators.id_number(number), message)

	def test_a_lower_case_x_is_stored_as_a_capital(self):
		self.assertEqual(validators.normalise_id(" 11010519491231002x"), "11010519491231002X")

	def test_credit_codes(self):
		for code in ("91350100M000100Y43", "91140581MA0GX0001Y", "92140581MA0GX0002Y"):
			self.assertIsNone(validators.credit_code(code))
		self.assertRegex(validators.credit_code("91140581MA0GX0001X"), "不正确")

	def test_phones(self):
		for number in ("13835612345", "0356-5220000", "03565220000"):
			self.assertIsNone(validators.phone(number))
		for number in ("12345678901", "1383561234", "5220000"):
			self.assertRegex(validators.phone(number), "请重新填写")

	def test_places_of_business(self):
		for place in ("高平市长平街便民早市3号位", "山西省晋城市高平市米山镇米西村", "晋城市高平市泫氏街"):
			self.assertIsNone(validators.local_address(place))
		for place in ("晋城市城区黄华街", "陵川县崇文镇", "河南省焦作市", "长平街3号"):
			with self.subTest(place):
				self.assertRegex(validators.local_address(place), "从“高平市”写起")

	def test_health_certificates(self):
		def row(issued: int, until: int):
			return frappe._dict(issued_on=add_days(today(), issued), valid_until=add_days(today(), until))

		self.assertIsNone(validators.health_certificate(row(-30, 300)))
		self.assertRegex(validators.health_certificate(row(-400, -35)), "过期")
		self.assertRegex(validators.health_certificate(row(-30, 800)), "最长1年")
		self.assertRegex(validators.health_certificate(row(2, 300)), "晚于今天")
