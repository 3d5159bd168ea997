"""Correction notices, the resting clock, the end of cases without answer, and reasons for lateness."""

from datetime import date

import frappe
from frappe.tests.utils import FrappeTestCase
from frappe.utils import add_days, today

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine import cases, deadlines, pauses
from gaoping_regulation.engine.errors import TransitionRefused


def asked(items=None):
	items = items or [{"code": "photo", "field": "一张一寸照片", "text": "照片背景不是纯色，请重拍"}]
	return make.act(make.submitted(), "reviewer", "要求补正", items=items)


def notice_of(doc):
	return frappe.get_last_doc("Correction Notice", {"case_name": doc.name})


class TestCorrections(FrappeTestCase):
	def test_one_notice_lists_what_the_officer_and_the_engine_found(self):
		doc = make.submitted()
		frappe.db.set_value("Food Worker", doc.workers[0].name, "valid_until", "2026-01-01")
		doc = make.act(doc, "reviewer", "要求补正", items=[{"code": "photo", "field": "一寸照片", "text": "请重拍"}])
		notice = notice_of(doc)
		self.assertEqual([item.code for item in notice.items], ["photo", "workers.1.valid_until"])
		self.assertEqual((doc.workflow_state, doc.due_on), ("待补正", None))
		self.assertEqual(str(notice.due_on), add_days(today(), 30))
		self.assertEqual(frappe.db.get_value("Issued Document", notice.document, "title"), "一次性补正告知书")

	def test_a_notice_without_items_is_refused(self):
		with self.assertRaisesRegex(TransitionRefused, "请列出需要补正的事项"):
			make.act(make.submitted(), "reviewer", "要求补正")

	def test_the_applicant_corrects_and_the_clock_runs_on(self):
		doc = asked()
		with make.user("applicant"):
			from gaoping_regulation.casework import entry

			entry.save_draft("XT", {"business_hours": "06:00-08:00"}, doc.name)
		doc = make.act(doc, "applicant", "补正提交")
		self.assertEqual((doc.workflow_state, doc.business_hours), ("待审查", "06:00-08:00"))
		self.assertTrue(doc.due_on)
		self.assertEqual(notice_of(doc).status, "已补正")
		self.assertTrue(frappe.db.get_value("Clock Pause", {"case_name": doc.name}, "ended_on"))

	def test_working_days_left_are_counted_by_the_calendar(self):
		self.assertEqual(pauses.working_days_left("2026-10-10", date(2026, 9, 30)), 3)
		self.assertEqual(pauses.working_days_left("2026-09-30", date(2026, 9, 30)), 0)

	def test_a_reminder_comes_once_and_then_the_end(self):
		doc = asked()
		notice = notice_of(doc)
		frappe.db.set_value("Correction Notice", notice.name, "sent_on", add_days(today(), -21))
		for _ in range(2):
			deadlines.follow_up(notice_of(doc))
		self.assertEqual(frappe.db.count("Case Event", {"case_name": doc.name, "kind": "补正提醒"}), 1)
		frappe.db.set_value("Correction Notice", notice.name, "due_on", add_days(today(), -1))
		deadlines.follow_up(notice_of(doc))
		doc.reload()
		self.assertEqual((doc.workflow_state, notice_of(doc).status), ("已终止", "逾期"))
		self.assertTrue(frappe.db.exists("Issued Document", {"case_name": doc.name, "kind": "termination"}))

	def test_nobody_terminates_by_hand(self):
		with make.user("reviewer"), self.assertRaisesRegex(TransitionRefused, "由系统自动办理"):
			doc = asked()
			cases.act(frappe.get_doc(doc.doctype, doc.name), "终止")

	def test_leaving_a_late_stage_needs_a_reason(self):
		doc = make.submitted()
		frappe.db.set_value(doc.doctype, doc.name, "due_on", add_days(today(), -1))
		make.sign(doc, "reviewer")
		with self.assertRaisesRegex(TransitionRefused, "写明超时理由"):
			make.act(doc, "reviewer", "资料齐全")
		doc = make.act(doc, "reviewer", "资料齐全", "系统停电")
		self.assertEqual(doc.workflow_state, "待备案")
