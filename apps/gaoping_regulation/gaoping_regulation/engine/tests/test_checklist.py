"""A stage's checklist: opened from the chart, answered, signed, frozen."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine import checklist, registry
from gaoping_regulation.engine.errors import ChecklistError, ChecklistMissing, SelfHandling, StateLocked


def opened(doc):
	return frappe.get_doc("Stage Checklist", checklist.current(doc, doc.stage).name)


class TestChecklist(FrappeTestCase):
	def test_entering_a_stage_opens_the_points_of_the_chart_in_order(self):
		found = opened(make.submitted())
		self.assertEqual([item.point for item in found.items], [f"XT-SC-{number}" for number in range(1, 7)])
		self.assertEqual((found.status, found.stage_title, found.level), ("待填写", "审查环节", "中"))
		self.assertIn("《一次性告知制度》", found.items[0].measures)

	def test_what_the_machine_cannot_know_must_be_answered(self):
		doc = make.submitted()
		with make.user("reviewer"), self.assertRaisesRegex(ChecklistError, "第5项 XT-SC-5：请选择"):
			checklist.sign(opened(doc).name, {})

	def test_preanswers_suffice_for_the_rest_and_the_signed_list_is_frozen(self):
		doc = make.submitted()
		with make.user("reviewer"):
			signed = checklist.sign(opened(doc).name, {"XT-SC-5": {"result": "符合"}})
		self.assertEqual((signed.status, signed.signed_by), ("已签字", "reviewer@gaoping.local"))
		self.assertEqual({item.result for item in signed.items}, {"符合"})
		with make.user("Administrator"):
			fresh = frappe.get_doc("Stage Checklist", signed.name)
			fresh.items[0].result = "不适用"
			self.assertRaisesRegex(StateLocked, "任何人不得", fresh.save)
			self.assertRaisesRegex(StateLocked, "不得删除", frappe.delete_doc, "Stage Checklist", signed.name)

	def test_a_problem_or_not_applicable_needs_a_remark(self):
		doc = make.submitted()
		for result in ("发现问题", "不适用"):
			with self.subTest(result), make.user("reviewer"), self.assertRaisesRegex(ChecklistError, "须写明说明"):
				checklist.sign(opened(doc).name, {"XT-SC-5": {"result": result}})

	def test_fine_against_the_machines_finding_needs_a_remark(self):
		doc = make.submitted()
		frappe.db.set_value("Food Worker", doc.workers[0].name, "valid_until", "2026-01-01")
		with make.user("reviewer"), self.assertRaisesRegex(ChecklistError, "XT-SC-3.*健康证明已过期"):
			answers = {"XT-SC-5": {"result": "符合"}, "XT-SC-3": {"result": "符合"}}
			checklist.sign(opened(doc).name, answers)

	def test_an_unknown_point_is_refused(self):
		doc = make.submitted()
		with make.user("reviewer"), self.assertRaisesRegex(ChecklistError, "没有XT-XX-1"):
			checklist.sign(opened(doc).name, {"XT-XX-1": {"result": "符合"}})

	def test_another_role_and_the_applicant_cannot_sign(self):
		doc = make.submitted()
		with self.assertRaisesRegex(StateLocked, "由审查人填写"):
			make.sign(doc, "approver")
		with self.assertRaises(SelfHandling):
			make.sign(doc, "applicant")

	def test_withdrawing_freezes_the_open_list_with_its_cause(self):
		doc = make.submitted()
		name = opened(doc).name
		make.act(doc, "applicant", "撤回", "不办了")
		self.assertEqual(
			frappe.db.get_value("Stage Checklist", name, ["status", "left_by"]), ("未完成", "申请人：撤回")
		)

	def test_sending_back_opens_the_stage_anew(self):
		doc = make.signed_act(make.submitted(), "reviewer", "资料齐全")
		doc = make.signed_act(doc, "approver", "退回审查", "照片不清")
		self.assertEqual(doc.workflow_state, "待审查")
		with self.assertRaises(ChecklistMissing):
			make.act(doc, "reviewer", "资料齐全")

	def test_a_problem_in_a_high_stage_waits_for_a_second_officer(self):
		raise_level("高")
		doc = make.submitted()
		make.sign(doc, "reviewer", **{"XT-SC-5": {"result": "发现问题", "remark": "申请人是本所人员亲属"}})
		with self.assertRaisesRegex(ChecklistMissing, "第二名人员复核"):
			make.act(doc, "reviewer", "资料齐全")
		name = opened(doc).name
		with make.user("reviewer"), self.assertRaisesRegex(SelfHandling, "签字人以外"):
			checklist.countersign(name, "同意")
		with make.user("approver"), self.assertRaisesRegex(ChecklistError, "写明复核意见"):
			checklist.countersign(name, " ")
		with make.user("approver"):
			checklist.countersign(name, "已核实，回避后继续")
		self.assertEqual(make.act(doc, "reviewer", "资料齐全").workflow_state, "待备案")

	def test_a_changed_chart_does_not_reach_a_running_case(self):
		doc = make.submitted()
		raise_level("高")
		self.assertEqual(opened(doc).level, "中")
		self.assertEqual(registry.version_of(doc).chart["stages"][0]["level"], "中")
		self.assertEqual(opened(make.submitted(id_no=make.ANOTHER_ID)).level, "高")


def raise_level(level: str) -> None:
	chart = frappe.get_doc("Risk Control Chart", "XT")
	for row in [*chart.stages, *chart.points]:
		row.level = level
	chart.save()
