"""Documents: numbered without gaps, printed from frozen values, text exact, nothing of the system within reach."""

import json
import subprocess
import tempfile

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine import documents, rendering
from gaoping_regulation.engine.errors import StateLocked, TransitionRefused


def text_of(pdf: bytes) -> str:
	with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
		file.write(pdf)
		file.flush()
		return subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, text=True, check=True).stdout


def issued_of(doc):
	return frappe.get_last_doc("Issued Document", {"case_name": doc.name, "kind": ("in", ("card", "refusal"))})


def render_all(doc) -> None:
	for name in frappe.get_all("Issued Document", {"case_name": doc.name, "status": "待生成"}, pluck="name"):
		documents.render(name)


class TestDocuments(FrappeTestCase):
	def test_the_card_prints_each_frozen_value_and_only_those(self):
		doc = make.decided()
		issued = issued_of(doc)
		# What is changed behind the engine's back after the decision must not reach the paper.
		frappe.db.set_value(doc.doctype, doc.name, "business_hours", "00:00-24:00")
		documents.render(issued.name)
		issued.reload()
		text = "".join(text_of(documents.content_of(issued)).split())
		frozen = json.loads(issued.frozen)
		for field in ("number", "applicant_name", "id_no_card", "stall_type", "business_address", "business_hours"):
			self.assertIn("".join(frozen[field].split()), text, field)
		self.assertIn("1405811990****0006", text)
		self.assertNotIn("140581199001010006", text + issued.frozen)
		self.assertEqual((issued.status, len(issued.sha256), issued.pages), ("有效", 64, 1))

	def test_delivery_waits_for_the_file(self):
		doc = make.decided()
		with self.assertRaisesRegex(TransitionRefused, "正在生成"):
			make.signed_act(doc, "deliverer", "送达")
		render_all(doc)
		self.assertEqual(make.act(doc, "deliverer", "送达").workflow_state, "办结")
		self.assertTrue(frappe.db.exists("Delivery Receipt", {"case_name": doc.name, "method": "直接送达"}))

	def test_numbers_follow_each_other(self):
		first = issued_of(make.decided()).number
		second = issued_of(make.decided()).number
		self.assertRegex(first, r"^TD2140581001\d{6}$")
		self.assertEqual(int(second[-6:]), int(first[-6:]) + 1)

	def test_a_refusal_names_its_reason_and_the_remedies(self):
		issued = issued_of(make.decided("不予备案", "经营地点在学校门口禁设区内"))
		documents.render(issued.name)
		issued.reload()
		text = "".join(text_of(documents.content_of(issued)).split())
		for wanted in ("不予备案告知书", "经营地点在学校门口禁设区内", "行政复议", "依据待确认", issued.number):
			self.assertIn(wanted, text)

	def test_markup_in_a_name_prints_as_text(self):
		pdf = rendering.pdf("<p>{{ doc.name }}</p>", {"doc": {"name": '<img src="file:///etc/passwd">张三'}})
		self.assertIn('<img src="file:///etc/passwd">张三', text_of(pdf))

	def test_a_rare_character_prints(self):
		pdf = rendering.pdf("<p>{{ doc.name }}</p>", {"doc": {"name": "张𠮷高行食"}})
		self.assertIn("张𠮷高行食", text_of(pdf))

	def test_common_characters_have_an_exact_text_layer(self):
		text = "高平市行政食品大自风备案卡"
		self.assertIn(text, text_of(rendering.pdf("<p>{{ doc.name }}</p>", {"doc": {"name": text}})))

	def test_a_template_fetches_nothing_and_reaches_nothing(self):
		for template in (
			'<img src="http://127.0.0.1/x.png">',
			"<img src=/etc/passwd>",
			'<div style="background:url(http://127.0.0.1/x)">',
			"<script>1</script>",
			"<iframe src='file:///etc/passwd'></iframe>",
		):
			with self.subTest(template), self.assertRaises(rendering.RenderError):
				rendering.html(template, {})
		for template in ("{{ frappe.db }}", "{{ doc.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}"):
			with self.subTest(template), self.assertRaises(Exception):
				rendering.html(template, {"doc": {}})

	def test_an_issued_document_is_neither_edited_nor_deleted(self):
		issued = issued_of(make.decided())
		issued.number = "另一个号"
		self.assertRaises(StateLocked, issued.save)
		self.assertRaises(StateLocked, frappe.delete_doc, "Issued Document", issued.name)

	def test_a_changed_file_is_not_handed_out(self):
		issued = issued_of(make.decided())
		documents.render(issued.name)
		issued.reload()
		path = frappe.get_doc("File", {"file_url": issued.file_url}).get_full_path()
		with open(path, "ab") as file:
			file.write(b"%")
		self.assertRaisesRegex(frappe.ValidationError, "与签发时不一致", documents.content_of, issued)
