"""Staff API of the blind reviews: 纪检监察 sends and reveals, a reviewer answers his own papers."""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation.engine.checklist import FINE, RESULTS
from gaoping_regulation.engine.errors import CaseError, ChecklistError, StateLocked, refuse
from gaoping_regulation.risk_control import alerts
from gaoping_regulation.risk_control.api import parse

ROUND, PAPER = "Blind Review Round", "Blind Review"
WAITING, DONE = "待盲审", "已完成"


@frappe.whitelist(methods=["POST"])
def send_round(round: str) -> dict:
	"""Hand the papers of a drafted round to its reviewers."""
	doc = locked_round(round)
	doc.send()
	return {"status": doc.status, "papers": len(doc.results)}


@frappe.whitelist(methods=["POST"])
def reveal_round(round: str) -> dict:
	"""Tell which paper was the training case, and what came of each."""
	doc = locked_round(round)
	doc.reveal()
	return {"status": doc.status, "summary": doc.summary}


def locked_round(name: str):
	if frappe.session.user not in alerts.inspectors():
		refuse("盲审由纪检监察组织，您没有该角色。", StateLocked)
	if not frappe.db.exists(ROUND, name):
		refuse("没有这个盲审批次，请刷新页面后重试。", frappe.DoesNotExistError)
	return frappe.get_doc(ROUND, name, for_update=True)


@frappe.whitelist(methods=["POST"])
def answer(review: str, answers: str | dict) -> dict:
	"""Answer a paper as its reviewer, once: {risk point: {"result", "remark"}}, as a checklist is answered."""
	found = frappe.db.get_value(PAPER, review, "reviewer")
	if found != frappe.session.user:
		refuse("只有被指定的盲审人员可以填写，请从“盲审”列表打开自己的一份。", StateLocked)
	doc = frappe.get_doc(PAPER, review, for_update=True)
	if doc.status != WAITING:
		refuse(f"这份盲审已是“{doc.status}”，不能再填写。", CaseError)
	fill(doc, parse(answers))
	doc.status, doc.answered_on = DONE, now_datetime()
	doc.flags.by_engine = True
	doc.save(ignore_permissions=True)
	return {"status": doc.status}


def fill(doc, answers: dict[str, dict]) -> None:
	unknown = set(answers) - {item.point for item in doc.items}
	if unknown:
		refuse(f"没有风险点{'、'.join(sorted(unknown))}，请只填表中列出的。", ChecklistError)
	problems = []
	for row, item in enumerate(doc.items, 1):
		problems += fill_item(item, row, answers.get(item.point) or {})
	if problems:
		refuse("<br>".join(problems), ChecklistError, "盲审未填完")


def fill_item(item, row: int, given: dict) -> list[str]:
	"""One point, without help of the machine: it would find a planted fault itself."""
	result, remark = given.get("result"), str(given.get("remark") or "").strip()
	if result not in RESULTS:
		return [f"第{row}项 {item.point}：请选择“符合”“发现问题”或“不适用”。"]
	if result != FINE and not remark:
		return [f"第{row}项 {item.point}：选“{result}”须写明说明。"]
	item.result, item.remark = result, remark[:1000]
	return []
