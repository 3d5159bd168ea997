"""The food filings' register and the inspections afterwards: dates, expiry, who may inspect."""

from datetime import date

import frappe
from frappe.tests.utils import FrappeTestCase
from frappe.utils import add_days, getdate, today

from gaoping_regulation import sample_cases as make
from gaoping_regulation.casework import expiry, food, registers
from gaoping_regulation.engine.errors import FormErrors, StateLocked

INSPECTION = "Post Filing Inspection"


def registered():
	"""An entry of the register, from a granted 食品小摊点备案."""
	return frappe.get_last_doc("Filing Register", {"case_name": make.decided().name})


def ending(days: int):
	"""An entry that ends in so many days (before today: negative)."""
	entry = registered()
	frappe.db.set_value("Filing Register", entry.name, "valid_until", add_days(today(), days))
	return frappe.get_doc("Filing Register", entry.name)


def begun(entry, category: str, **changes):
	"""A submitted application on an entry."""
	with make.user("applicant"):
		doc = registers.begin_change("XT", entry.number, category)
		values = {"commitment": 1, "privacy_consent": 1, "change_reason": "不再经营" if category == food.CANCEL else "改名", **changes}
		make.entry.save_draft("XT", values, doc.name)
	doc = make.attach_all(frappe.get_doc(doc.doctype, doc.name))
	with make.user("applicant"):
		return make.cases.act(doc, "提交")


def granted(doc):
	return make.signed_act(make.signed_act(doc, "reviewer", "资料齐全"), "approver", "准予备案")


def planned(entry):
	return frappe.get_last_doc(INSPECTION, {"register_entry": entry.name})


class TestTimes(FrappeTestCase):
	def test_a_renewal_opens_thirty_days_before_the_end(self):
		for asked_on, message in (
			(date(2026, 11, 30), "备案有效期至2026-12-31，2026-12-01起才可以申请延续。"),
			(date(2026, 12, 1), None),
			(date(2026, 12, 31), None),
			(date(2027, 1, 1), "备案已于2026-12-31到期，不能延续。请重新申请新办。"),
		):
			self.assertEqual(food.time_problem("延续", "2026-12-31", asked_on), message)

	def test_a_change_is_open_until_the_end(self):
		self.assertIsNone(food.time_problem("变更", "2026-12-31", date(2026, 1, 1)))
		self.assertIn("不能变更", food.time_problem("变更", "2026-12-31", date(2027, 1, 1)))

	def test_the_offices_own_time_costs_no_renewal(self):
		"""Asked for in time, granted after the end: it is granted and runs on from the old end."""
		entry = ending(5)
		doc = begun(entry, "延续", change_reason="")
		frappe.db.set_value("Filing Register", entry.name, "valid_until", add_days(today(), -1))
		frappe.db.set_value(doc.doctype, doc.name, "submitted_on", f"{add_days(today(), -3)} 09:00:00")
		granted(doc)
		entry.reload()
		self.assertEqual((entry.status, entry.valid_until.year), (registers.LIVE, getdate(add_days(today(), -1)).year + 1))

	def test_an_ended_filing_is_not_changed_but_may_be_cancelled(self):
		entry = ending(-1)
		with self.assertRaisesRegex(FormErrors, "不能变更"):
			begun(entry, "变更")
		granted(begun(entry, "注销"))
		self.assertEqual(frappe.db.get_value("Filing Register", entry.name, "status"), registers.CANCELLED)


class TestExpiry(FrappeTestCase):
	def test_present_status(self):
		row = frappe._dict(status="有效", valid_until=today())
		self.assertEqual(registers.present(row), {"status": "有效", "days_left": 0})
		row.valid_until = add_days(today(), 31)
		self.assertEqual(registers.present(row), {"status": "有效", "days_left": None})
		row.valid_until = add_days(today(), -1)
		self.assertEqual(registers.present(row), {"status": "已过期", "days_left": None})
		row.status = "已注销"
		self.assertEqual(registers.present(row)["status"], "已注销")

	def test_an_ended_entry_is_marked_and_noted_once(self):
		entry = ending(-1)
		self.assertIn(entry.name, expiry.ended())
		for _ in range(2):
			expiry.expire(entry.name)
		self.assertEqual(frappe.db.get_value("Filing Register", entry.name, "status"), registers.EXPIRED)
		self.assertEqual(frappe.db.count("Case Event", {"case_name": entry.case_name, "kind": expiry.ENDED}), 1)
		self.assertNotIn(entry.name, expiry.ended())

	def test_the_holder_sees_how_many_days_are_left(self):
		entry = ending(12)
		(row,) = [row for row in registers.entries_of(entry.applicant_user) if row["number"] == entry.number]
		self.assertEqual(row["days_left"], 12)

	def test_a_renewal_is_reminded_of_anew(self):
		entry = ending(3)
		expiry.remind(entry.name)
		granted(begun(entry, "延续", change_reason=""))
		self.assertIsNone(frappe.db.get_value("Filing Register", entry.name, "reminded_on"))


class TestCancellation(FrappeTestCase):
	def test_what_is_planned_is_called_off_and_nothing_new_is(self):
		entry = registered()
		inspection = planned(entry)
		granted(begun(entry, "注销"))
		inspection.reload()
		self.assertEqual(inspection.status, "已取消")
		self.assertEqual(frappe.get_doc("Filing Register", entry.name).versions[-1].changed, "不再经营")
		with self.assertRaisesRegex(StateLocked, "已取消"):
			inspection.update({"planned_on": today()}).save()
		with self.assertRaisesRegex(FormErrors, "已注销"):
			frappe.get_doc(doctype=INSPECTION, register_entry=entry.name, planned_on=today()).insert()

	def test_the_person_of_a_cancellation_stays(self):
		with self.assertRaisesRegex(FormErrors, "备案的经营者不能变更"):
			begun(registered(), "注销", id_no=make.ANOTHER_ID)


class TestInspection(FrappeTestCase):
	def test_applicants_and_ended_accounts_inspect_nothing(self):
		inspection = planned(registered())
		inspection.update({"inspector_1": "applicant@gaoping.local", "inspector_2": "inspector@gaoping.local"})
		with self.assertRaisesRegex(FormErrors, "本局在用的工作人员"):
			inspection.save()

	def test_the_first_is_planned_within_two_months(self):
		inspection = planned(registered())
		self.assertEqual((inspection.kind, str(inspection.planned_on)), ("首次检查", str(frappe.utils.add_months(getdate(), 2))))

	def test_it_is_never_deleted(self):
		with self.assertRaises(StateLocked):
			planned(registered()).delete()


class TestNumbers(FrappeTestCase):
	def test_a_new_filing_has_its_own_number_whatever_the_form_names(self):
		entry = registered()
		doc = make.attach_all(make.draft(register_entry=entry.number))
		with make.user("applicant"):
			doc = make.cases.act(doc, "提交")
		granted(doc)
		number = frappe.db.get_value("Issued Document", {"case_name": doc.name, "kind": "card"}, "number")
		self.assertNotIn(entry.number, number)
