"""抽奖式有奖销售的备案: what the machine knows about its own risk points."""

import frappe

from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule
from gaoping_regulation.risk_control.preanswers.common import problems_of


@rule("YJ-SL-2")
def received_in_order(doc):
	"""不按规定程序受理: the receipt was issued, and no earlier complete filing still waits."""
	if not frappe.db.exists("Issued Document", {"case_name": doc.name, "kind": "receipt"}):
		return PROBLEM, "没有材料接收单"
	waiting = {"workflow_state": doc.workflow_state, "submitted_on": ("<", doc.submitted_on), "name": ("!=", doc.name)}
	if earlier := frappe.get_all(doc.doctype, waiting, pluck="case_no", order_by="submitted_on asc", limit=1):
		return PROBLEM, f"{earlier[0]} 提交在先，尚未受理"
	return FINE, "已出具材料接收单，没有更早提交的备案在等待"


@rule("YJ-SC-2")
def no_doubt_left(doc):
	"""把关不严: limits, chances, dates and materials run again, and what the officer must look at himself."""
	problems = [problem["message"] for problem in problems_of(doc)]
	if found := problems + doc.doubts():
		return PROBLEM, "；".join(found)
	return FINE, "奖品价值、累计金额、中奖概率和时间均符合规定，未发现系统疑点"


@rule("YJ-JD-1")
def conclusion_kept(doc):
	"""擅自改变审查结论: recalls the reviewer's frozen conclusion; a different decision needs its reason."""
	return None, f"审查结论：{doc.review_conclusion}；意见：{doc.review_opinion}"


@rule("YJ-JD-3")
def nothing_to_refuse(doc):
	"""符合条件的不批准: tells the officer that all checks pass, so a refusal needs facts and a clause."""
	problems = [problem["message"] for problem in problems_of(doc)]
	if not problems:
		return FINE, "系统校验全部通过，不同意备案须有事实和依据"
	return None, "；".join(problems)
