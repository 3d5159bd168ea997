"""The gate: who may do what to a case in which state, whatever way the save comes."""

import frappe
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine.errors import (
	AlreadyMoved,
	ChecklistMissing,
	FormErrors,
	SelfHandling,
	StateLocked,
	SystemField,
	TransitionRefused,
)


class TestGuard(FrappeTestCase):
	def test_a_submitted_case_gets_number_stage_and_due_date(self):
		doc = make.submitted()
		self.assertEqual((doc.workflow_state, doc.stage), ("待审查", "SC"))
		self.assertRegex(doc.case_no, r"^140581-XT-\d{8}-\d{4}-[0-9A-Z]$")
		self.assertTrue(doc.submitted_on and doc.due_on)

	def test_the_state_cannot_be_set_without_a_transition(self):
		doc = make.submitted()
		with make.user("approver"):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.workflow_state = "办结"
			self.assertRaisesRegex(TransitionRefused, "不能直接转为“办结”", doc.save)

	def test_a_wrong_role_cannot_take_an_action(self):
		doc = make.submitted()
		make.sign(doc, "reviewer")
		with self.assertRaisesRegex(StateLocked, "须由审查人办理"):
			make.act(doc, "approver", "资料齐全")

	def test_an_action_needs_its_signed_checklist(self):
		with self.assertRaisesRegex(ChecklistMissing, "检查表尚未填写签字"):
			make.act(make.submitted(), "reviewer", "资料齐全")

	def test_only_the_signer_of_the_checklist_moves_the_case(self):
		doc = make.submitted()
		make.sign(doc, "reviewer")
		other = second_reviewer()
		with self.assertRaisesRegex(ChecklistMissing, "须由签字人办理"):
			make.act(doc, other, "资料齐全")

	def test_a_decision_must_be_named_not_only_its_state(self):
		doc = make.signed_act(make.submitted(), "reviewer", "资料齐全")
		make.sign(doc, "approver")
		with make.user("approver"):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.workflow_state = "待送达"
			self.assertRaisesRegex(TransitionRefused, "请指明办理动作（准予备案、不予备案）", doc.save)

	def test_nobody_handles_his_own_application(self):
		officer = frappe.get_doc("User", "reviewer@gaoping.local")
		officer.append("roles", {"role": "申请人"})
		officer.save(ignore_permissions=True)
		doc = make.attach_all(make.draft("reviewer"))
		with make.user("reviewer"):
			from gaoping_regulation.engine import cases

			cases.act(doc, "提交")
		with self.assertRaisesRegex(SelfHandling, "回避"):
			make.sign(doc, "reviewer")
		with self.assertRaisesRegex(SelfHandling, "回避"):
			make.act(doc, "reviewer", "资料齐全")

	def test_each_system_field_is_refused(self):
		doc = make.draft()
		values = {
			"case_no": "140581-XT-20260101-0001-A",
			"decision": "准予",
			"applicant_user": "applicant2@gaoping.local",
			"principal": "applicant2@gaoping.local",
			"owner": "applicant2@gaoping.local",
			"due_on": "2030-01-01",
			"closed_on": "2030-01-01 00:00:00",
			"config_version": "",
			"matter": "",
		}
		for field, value in values.items():
			with self.subTest(field), make.user("Administrator"):
				fresh = frappe.get_doc(doc.doctype, doc.name)
				fresh.set(field, value)
				self.assertRaisesRegex(SystemField, "由系统填写", fresh.save)

	def test_a_new_case_cannot_bring_a_number_or_a_later_state(self):
		with make.user("acceptor"):
			for values in ({"case_no": "X"}, {"decision": "准予"}, {"applicant_user": "applicant@gaoping.local"}):
				doc = frappe.get_doc(doctype=make.STALL, **values)
				doc.flags.ignore_mandatory = True
				self.assertRaises(SystemField, doc.insert)
			late = frappe.get_doc(doctype=make.STALL, workflow_state="办结")
			late.flags.ignore_mandatory = True
			self.assertRaises(frappe.ValidationError, late.insert)

	def test_the_applicant_cannot_edit_after_submitting(self):
		doc = make.submitted()
		with make.user("applicant"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.business_hours = "00:00-24:00"
			self.assertRaisesRegex(StateLocked, "不能修改其内容", fresh.save)

	def test_a_final_state_is_locked_for_all(self):
		doc = make.act(make.submitted(), "applicant", "撤回", "不办了")
		for name in ("applicant", "reviewer", "Administrator"):
			with self.subTest(name), make.user(name):
				fresh = frappe.get_doc(doc.doctype, doc.name)
				fresh.business_hours = "00:00-24:00"
				self.assertRaises(StateLocked, fresh.save)

	def test_docstatus_is_no_way_round(self):
		doc = make.submitted()
		with make.user("approver"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.docstatus = 1
			self.assertRaises(frappe.PermissionError, fresh.save)
			self.assertRaises(frappe.PermissionError, frappe.get_doc(doc.doctype, doc.name).submit)
		fresh = frappe.get_doc(doc.doctype, doc.name)
		fresh.docstatus = 1
		self.assertRaises(frappe.ValidationError, fresh.save)

	def test_the_slower_of_two_is_told_who_was_faster(self):
		doc = make.submitted()
		make.sign(doc, "reviewer")
		make.act(doc, "reviewer", "资料齐全")
		with self.assertRaisesRegex(AlreadyMoved, "审查人.*不能再“资料齐全”"):
			make.act(doc, second_reviewer(), "资料齐全")

	def test_a_numbered_case_is_never_deleted(self):
		doc = make.submitted()
		with make.user("Administrator"):
			self.assertRaisesRegex(StateLocked, "不得删除", frappe.delete_doc, doc.doctype, doc.name)

	def test_submitting_lists_everything_that_is_missing_at_once(self):
		doc = make.attach_all(make.draft(phone="", workers=[]), leave_out=("photo",))
		with self.assertRaises(FormErrors) as caught:
			make.act(doc, "applicant", "提交")
		fields = {error["field"] for error in caught.exception.errors}
		self.assertEqual(fields, {"phone", "workers", "photo"})

	def test_an_unsigned_copy_is_refused(self):
		doc = make.attach_all(make.draft(), signed=False)
		with self.assertRaisesRegex(FormErrors, "须由本人签名"):
			make.act(doc, "applicant", "提交")

	def test_content_is_not_changed_under_the_cover_of_a_transition(self):
		doc = make.submitted()
		with make.user("applicant"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.business_address, fresh.workflow_state = "高平市别处1号", "已撤回"
			fresh.flags.case_action = {"action": "撤回", "reason": "不办了"}
			self.assertRaisesRegex(StateLocked, "不能修改其内容", fresh.save)
		make.sign(doc, "reviewer")
		with make.user("reviewer"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.phone = "13900001111"
			fresh.workflow_state = "待备案"
			self.assertRaisesRegex(StateLocked, "不能修改其内容", fresh.save)

	def test_nobody_changes_the_content_of_a_decided_case(self):
		doc = make.decided()
		for name in ("deliverer", "Administrator"):
			with self.subTest(name), make.user(name):
				fresh = frappe.get_doc(doc.doctype, doc.name)
				fresh.business_hours = "00:00-24:00"
				self.assertRaisesRegex(StateLocked, "已作出决定", fresh.save)

	def test_a_long_system_field_is_compared_to_its_end(self):
		doc = make.decided("不予备案", "经营区域位于学校门口禁设区内，不符合划定的经营区域要求")
		with make.user("deliverer"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.decision_reason += "（改）"
			self.assertRaises(SystemField, fresh.save)

	def test_nothing_is_granted_while_a_condition_is_not_met(self):
		doc = make.signed_act(make.submitted(), "reviewer", "资料齐全")
		make.sign(doc, "approver")
		frappe.db.set_value("Food Worker", doc.workers[0].name, "valid_until", "2026-01-01")
		with self.assertRaisesRegex(FormErrors, "健康证明已于2026-01-01过期"):
			make.act(doc, "approver", "准予备案")

	def test_a_url_in_a_material_row_adopts_no_file(self):
		doc = make.draft()
		with make.user("applicant"):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.materials[0].attachment = "/private/files/somebody-elses.pdf"
			fresh.flags.ignore_permissions = fresh.flags.ignore_mandatory = True
			self.assertRaisesRegex(StateLocked, "只能通过“上传”", fresh.save)


def second_reviewer() -> str:
	"""Another officer with the role 审查人."""
	if not frappe.db.exists("User", "reviewer2@gaoping.local"):
		user = frappe.get_doc(doctype="User", email="reviewer2@gaoping.local", first_name="审查人二", send_welcome_email=0)
		user.append("roles", {"role": "审查人"})
		user.insert(ignore_permissions=True)
	return "reviewer2"
