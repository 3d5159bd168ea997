"""Workflow of a matter as a draft would leave it: who may act and by which way; states stay drafts, roles stay this app's, conditions stay plain."""

import frappe

from gaoping_regulation.matters import fence
from gaoping_regulation.matters.fence import expressions

FIXED = {"workflow_state_field": "workflow_state", "override_status": 0, "send_email_alert": 0}
NAMES = {"Workflow State": "state", "Workflow Action Master": "action"}


def check(doc) -> None:
	before = doc.get_doc_before_save()
	fence.require_open(doc.document_type)
	if doc.document_type not in fence.matter_doctypes():
		fence.stop("工作流只能用于行政事项的单据。请重新选择单据类型。")
	check_head(doc, before)
	keys = fence.role_keys()
	check_states(doc, keys)
	check_transitions(doc, before, keys)


def check_head(doc, before) -> None:
	if before and before.document_type != doc.document_type:
		fence.stop("工作流所属的单据类型不能改。请新建事项时另建工作流。")
	if not before and frappe.db.exists("Workflow", {"document_type": doc.document_type}):
		fence.stop("本单据已有工作流，请在原有工作流中修改。")
	if not int(doc.is_active or 0):
		fence.stop("行政事项的工作流不能停用。要停止受理，请把事项状态改为“暂停”。")
	for name, value in FIXED.items():
		if not fence.same(doc.get(name), value):
			fence.stop(f"工作流的“{frappe._(doc.meta.get_label(name))}”由系统规定，请恢复为“{value}”。")


def check_states(doc, keys: dict[str, str]) -> None:
	for row in doc.states:
		where = f"状态表第{row.idx}行“{row.state}”："
		if str(row.doc_status or "0") != "0":
			fence.stop(where + "办件不使用提交和作废，文档状态须为0。请改正。")
		if row.update_field or row.update_value or row.get("next_action_email_template"):
			fence.stop(where + "不能在流转时自动改写字段或发送邮件。请清空“更新字段”“更新值”和邮件模板。")
		if keys.get(row.allow_edit) in (None, fence.ADMIN):
			fence.stop(where + "可编辑角色须是本系统的办理角色，且不能是业务管理员。请重新选择。")


def check_transitions(doc, before, keys: dict[str, str]) -> None:
	"""业务管理员 and 纪检监察 handle no cases: one who writes the rules, or watches, does not decide."""
	fields = {df.fieldname for df in frappe.get_meta(doc.document_type).fields if not df.permlevel}
	kept = {identity(row) for row in before.transitions} if before else set()
	kinds = kinds_of(doc.name)
	for row in doc.transitions:
		where = f"流转表第{row.idx}行“{row.action}”："
		if problem := expressions.condition_problem(row.condition, fields):
			fence.stop(where + problem)
		key = keys.get(row.allowed)
		if key is None:
			fence.stop(where + f"“{row.allowed}”不是本系统的角色，请重新选择。")
		if identity(row) in kept:
			continue
		if key in (fence.ADMIN, fence.INSPECTOR):
			fence.stop(where + f"“{row.allowed}”不办理办件，不能给予流转权限。请选择办理角色。")
		if key == fence.APPLICANT and "officer" in kinds.get((row.state, row.action), ()):
			fence.stop(where + "这是工作人员的办理动作，不能交给申请人。请选择办理角色。")


def identity(row) -> tuple:
	return (row.state, row.action, row.next_state, row.allowed)


def kinds_of(workflow: str) -> dict[tuple[str, str], set[str]]:
	"""{(state, action): kinds} of the matters that use a workflow."""
	found = {}
	for code in frappe.get_all("Administrative Matter", {"workflow": workflow}, pluck="name"):
		matter = frappe.get_cached_doc("Administrative Matter", code)
		states = {row.key: row.state for row in matter.states}
		for row in matter.actions:
			found.setdefault((states.get(row.from_state), row.action), set()).add(row.kind)
	return found


class Names:
	"""Workflow State and Workflow Action Master: names that running cases carry."""

	@staticmethod
	def check(doc) -> None:
		name = doc.get("workflow_state_name") or doc.get("workflow_action_name") or ""
		if any(sign in name for sign in "<>\"'\\"):
			fence.stop("名称只能是普通文字，不能含有引号和尖括号。请改正。")
		before = doc.get_doc_before_save()
		for key in ("workflow_state_name", "workflow_action_name"):
			if before and not fence.same(doc.get(key), before.get(key)):
				fence.refuse_renaming(doc)

	@staticmethod
	def check_deletion(doc) -> None:
		if version := fence.used_in_versions(doc.name):
			fence.stop(f"“{doc.name}”已用在事项版本 {version} 中，办件按它办理，不能删除。不再使用时从事项中移除即可。")
