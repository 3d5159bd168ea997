"""The audit trail: whole when untouched, and broken visibly when somebody writes to the table."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import StateLocked


class TestEvents(FrappeTestCase):
	def setUp(self):
		doc = make.submitted()
		make.sign(doc, "reviewer")
		make.act(doc, "reviewer", "资料齐全")
		self.assertEqual(events.verify_chain(), [])
		self.last = frappe.get_last_doc("Case Event", order_by="seq desc")

	def test_a_changed_entry_is_found(self):
		frappe.db.set_value("Case Event", self.last.name, "actor_name", "别人")
		self.assertEqual(events.verify_chain(), [{"seq": self.last.seq, "problem": "内容被改动"}])

	def test_a_removed_entry_is_found(self):
		frappe.db.delete("Case Event", {"seq": self.last.seq - 1})
		problems = events.verify_chain()
		self.assertEqual(problems[0]["problem"], f"缺少第 {self.last.seq - 1} 至 {self.last.seq - 1} 条")

	def test_entries_cut_from_the_end_are_found(self):
		frappe.db.delete("Case Event", {"seq": self.last.seq})
		self.assertIn("末尾缺少", events.verify_chain()[0]["problem"])

	def test_a_rewritten_hash_breaks_the_link_to_the_next(self):
		middle = frappe.get_doc("Case Event", {"seq": self.last.seq - 1})
		middle.content = '{"到":"办结"}'
		forged = events.digest({field: middle.get(field) for field in (*events.HASHED, "previous_hash")})
		frappe.db.set_value("Case Event", middle.name, {"content": middle.content, "hash": forged})
		self.assertEqual(events.verify_chain(), [{"seq": self.last.seq, "problem": "与前一条不衔接"}])

	def test_the_inspectors_report_shows_where_the_chain_breaks(self):
		from frappe.desk.query_report import run

		frappe.db.set_value("Case Event", self.last.name, "actor_name", "别人")
		with make.user("inspector"):
			found = run("Audit Chain")
		self.assertEqual([(row["seq"], row["problem"]) for row in found["result"]], [(self.last.seq, "内容被改动")])
		self.assertIn("1 处断裂", found["message"])
		with make.user("reviewer"):
			self.assertRaises(frappe.PermissionError, run, "Audit Chain")

	def test_nobody_edits_or_deletes_an_entry(self):
		self.last.content = "{}"
		self.assertRaises(StateLocked, self.last.save)
		self.assertRaises(StateLocked, frappe.delete_doc, "Case Event", self.last.name)
		self.assertRaises(StateLocked, frappe.rename_doc, "Case Event", self.last.name, "other")

	def test_no_full_id_number_is_in_the_trail(self):
		contents = "".join(frappe.get_all("Case Event", pluck="content"))
		self.assertNotIn("140581199001010006", contents)
