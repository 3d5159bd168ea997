"""Administrative Matter and Risk Control Chart as a draft would leave them: limits, materials, texts are his; what the gate rests on is not."""

import frappe

from gaoping_regulation.matters import fence
from gaoping_regulation.matters.fence import expressions

STATE_FLAGS = ("stage", "is_final", "pauses_clock", "applicant_edits")
ACTION_FLAGS = ("to_state", "kind", "officer_too", "decision")


def check(doc) -> None:
	check_kept(doc, doc.get_doc_before_save())
	check_tables(doc)


def check_tables(doc) -> None:
	"""What holds for every matter's tables, a new one's as well."""
	check_actions(doc)
	check_documents(doc)
	keys = fence.role_keys()
	for row in doc.stages:
		if row.responsible_role and row.responsible_role not in keys:
			fence.stop(f"环节“{row.title}”的责任角色须是本系统的角色，请重新选择。")


def check_kept(doc, before) -> None:
	stages = {row.key: row for row in doc.stages}
	for row in before.stages:
		if row.has_checklist and not (stages.get(row.key) and stages[row.key].has_checklist):
			fence.stop(f"环节“{row.title}”的风险检查表不能取消。请恢复“有风险检查表”。")
	compare(doc, before, "states", ("key",), STATE_FLAGS, "状态")
	compare(doc, before, "actions", ("key", "from_state"), ACTION_FLAGS, "动作")


def compare(doc, before, table: str, identity: tuple, flags: tuple, word: str) -> None:
	"""Rows that were there keep what the gate decides by; new rows may come, old ones may go."""
	old = {tuple(row.get(key) for key in identity): row for row in before.get(table)}
	for row in doc.get(table):
		known = old.get(tuple(row.get(key) for key in identity))
		for flag in flags if known else ():
			if not fence.same(row.get(flag), known.get(flag)):
				label = frappe.get_meta(row.doctype).get_label(flag)
				fence.stop(f"{word}第{row.idx}行的“{label}”决定办理的先后和权限，不能改。请新增一行，或联系系统管理员。")


def check_actions(doc) -> None:
	"""A case leaves a stage with a checklist by an officer, or ends without a decision (workflows, shared part)."""
	states = {row.key: row for row in doc.states}
	checked = {row.key for row in doc.stages if row.has_checklist}
	for row in doc.actions:
		where = f"动作第{row.idx}行“{row.action}”："
		if row.decision and row.kind != "officer":
			fence.stop(where + "决定只能由工作人员作出。请把作出者改为 officer。")
		source, target = states.get(row.from_state), states.get(row.to_state)
		if not source or not target or row.kind == "officer" or source.stage not in checked:
			continue
		if target.stage != source.stage and not target.is_final:
			fence.stop(where + "有风险检查表的环节只能由工作人员办结后离开。请改正到达状态或作出者。")


def check_documents(doc) -> None:
	for row in doc.documents:
		where = f"文书第{row.idx}行“{row.title}”："
		if problem := expressions.number_format_problem(row.number_format):
			fence.stop(where + problem)
		if frappe.db.get_value("Print Format", row.print_format, "doc_type") != "Issued Document":
			fence.stop(where + "打印模板须是“签发文书”的模板，请重新选择。")


class Chart:
	"""The bureau's own wording stays letter for letter (design 4); questions, levels and new points are his."""

	@staticmethod
	def check(doc) -> None:
		before = doc.get_doc_before_save()
		if before is None:
			return
		if doc.matter != before.matter:
			fence.stop("防控图所属的事项不能改。请为另一事项新建。")
		points = {row.code: row for row in doc.points}
		for row in before.points:
			now = points.get(row.code)
			if now is None or (now.stage, now.original_text) != (row.stage, row.original_text):
				fence.stop(f"风险点 {row.code} 的原文和环节须保留，不能删改。订正请写在“订正文字”中，或新增风险点。")
		texts = {(row.stage, row.number, row.original_text) for row in doc.measures}
		for row in before.measures:
			if (row.stage, row.number, row.original_text) not in texts:
				fence.stop(f"防控措施第{row.idx}条的原文须保留，不能删改。订正请写在“订正文字”中，或新增措施。")
