"""动产抵押登记."""

import frappe

from gaoping_regulation.casework import application, mortgage, registers
from gaoping_regulation.engine import documents, materials, registry
from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule

DUTIES = ("SL", "SC")


@rule("DY-SL-2")
def accepted_by_procedure(doc):
	"""不按规定程序受理: an earlier application waits in the same state."""
	filters = {"workflow_state": doc.workflow_state, "submitted_on": ("<", doc.submitted_on), "name": ("!=", doc.name)}
	earlier = frappe.get_all(doc.doctype, filters, pluck="case_no", order_by="submitted_on asc", limit=3)
	if earlier:
		return PROBLEM, f"更早提交的{'、'.join(earlier)}还在等候，请先办理或者写明原因"
	return FINE, "按流程流转，没有更早提交的办件在等候"


@rule("DY-SC-1")
def conditions_of_the_version(doc):
	"""擅自增加或减少审查条件: what is asked comes from the published version alone; what it requires is there."""
	problems = materials.problems(doc, registry.version_of(doc))
	if problems:
		return PROBLEM, "；".join(problem["message"] for problem in problems)
	return FINE, f"按事项版本 {doc.config_version} 的材料清单，必需材料齐全"


@rule("DY-SC-2")
def doubts_settled(doc):
	"""把关不严、隐瞒重大质疑点: value below the claim, term over, a serial number that is mortgaged already."""
	found = mortgage.doubts(doc)
	if found:
		return PROBLEM, "；".join(found)
	if doc.category == registers.CANCEL:
		return FINE, "注销的内容与登记簿一致"
	return FINE, "财产价值不低于债权，债务未到期，序列号未在其他有效登记中出现"


@rule("DY-JD-1")
def separate_hands(doc):
	"""违反程序、越权: 受理 and 审查 by two officers, and no one of them decides (the engine refuses that)."""
	filters = {"case_doctype": doc.doctype, "case_name": doc.name, "stage": ("in", DUTIES), "status": "已签字"}
	rows = frappe.get_all("Stage Checklist", filters, ["stage_title", "signed_by"], order_by="opened_on asc")
	people = {row.stage_title: row.signed_by for row in rows}
	if len(set(people.values())) < len(people):
		return PROBLEM, f"{'、'.join(people)}由同一人员办理"
	return FINE, f"{'、'.join(people)}由不同人员办理"


@rule("DY-JD-2")
def nothing_to_refuse(doc):
	"""对符合条件的不批准: tells the officer that all checks pass, so a rejection needs its facts."""
	problems = materials.problems(doc, registry.version_of(doc)) + application.problems(doc)
	if not problems:
		return FINE, "系统校验全部通过，驳回须有事实和依据"
	return None, "；".join(problem["message"] for problem in problems)


@rule("DY-SD-1")
def printed_as_decided(doc):
	"""擅自改动内容: every document is rendered once, from the values frozen at the decision."""
	waiting = [row.title for row in documents.of_case(doc) if not row.sha256]
	if waiting:
		return None, f"{'、'.join(waiting)}正在生成"
	return FINE, "文书均由决定时冻结的内容生成，文件摘要已留痕"
