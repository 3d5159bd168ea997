"""The risk chart at work: entering a stage opens its checklist, leaving it by an officer needs it signed.

廉政风险防控图 of each matter: stage, risk points, measures, person responsible. Items are copied from the
chart of the case's own version, so a later change of the chart does not reach into a stage that is open.
"""

import frappe
from frappe.query_builder import DocType, Order
from frappe.utils import now_datetime

from gaoping_regulation.engine import afterwards, events, preanswers, registry, rows
from gaoping_regulation.engine.actors import chart_stage, is_own_case, refuse_conflict, roles_of
from gaoping_regulation.engine.errors import (
	ChecklistError,
	ChecklistMissing,
	SelfHandling,
	StateLocked,
	refuse,
)

OPEN, COUNTERSIGN, SIGNED, LEFT = "待填写", "待复核", "已签字", "未完成"
FINE, PROBLEM, NOT_APPLICABLE = "符合", "发现问题", "不适用"
RESULTS = (FINE, PROBLEM, NOT_APPLICABLE)
HIGH = "高"
SEEN_SECONDS = 8 * 3600
BY_CAUSE = {"applicant": "申请人", "system": "系统"}


def open_for(doc, version: registry.Version, stage: str) -> str | None:
	"""Open the stage's checklist for a case unless one is open; returns its name, None if the chart has no points."""
	existing = current(doc, stage)
	if existing and existing.status != SIGNED:
		return existing.name
	key = chart_stage(version, stage)
	points = [row for row in version.chart.get("points", []) if row["stage"] == key and not row.get("is_template_residue")]
	if not points:
		return None
	risk = next((row for row in version.chart["stages"] if row["stage"] == key), {})
	measures = "\n".join(
		row.get("text") or row["original_text"] for row in version.chart["measures"] if row["stage"] == key
	)
	record = {
		"matter": doc.matter,
		"case_doctype": doc.doctype,
		"case_name": doc.name,
		"case_no": doc.case_no,
		"stage": stage,
		"stage_title": version.stages[stage]["title"],
		"level": risk.get("level"),
		"chart_digest": version.name,
		"status": OPEN,
		"opened_on": now_datetime(),
		"due_on": doc.due_on,
	}
	(name,) = rows.insert("Stage Checklist", [record])
	place = {"parent": name, "parenttype": "Stage Checklist", "parentfield": "items"}
	items = [{**place, "idx": number, **item_of(point, measures)} for number, point in enumerate(points, 1)]
	rows.insert("Stage Checklist Item", items)
	return name


def item_of(point: dict, measures: str) -> dict:
	"""What a checklist's item copies from the chart's risk point."""
	return {
		"point": point["code"],
		"text": point.get("text") or point["original_text"],
		"level": point["level"],
		"question": point.get("question"),
		"measures": measures,
	}


def write(checklist) -> None:
	"""Save as the engine: nobody else may write a checklist."""
	checklist.flags.by_engine = True
	checklist.flags.ignore_permissions = True
	checklist.flags.ignore_links = True
	checklist.save()


def current(doc, stage: str):
	"""The latest checklist of a case's stage (name, status, signed_by), or None."""
	table = DocType("Stage Checklist")
	found = (
		frappe.qb.from_(table)
		.select(table.name, table.status, table.signed_by)
		.where((table.case_doctype == doc.doctype) & (table.case_name == doc.name) & (table.stage == stage))
		.orderby(table.creation, order=Order.desc)
		.limit(1)
		.run(as_dict=True)
	)
	return found[0] if found else None


def require_signed(doc, before, version: registry.Version, action: dict) -> None:
	"""An officer leaves a stage only with its checklist answered in full and signed by himself."""
	source, target = version.states[action["from_state"]], version.states[action["to_state"]]
	if action["kind"] != "officer" or source["stage"] == target["stage"]:
		return
	stage = version.stages.get(source["stage"])
	if not stage or not stage.get("has_checklist"):
		return
	found = current(doc, source["stage"])
	if found is None or found.status == OPEN:
		refuse(f"“{stage['title']}”的廉政风险检查表尚未填写签字。请先逐项检查并签字，再办理“{action['action']}”。", ChecklistMissing, "请先填检查表")
	if found.status == COUNTERSIGN:
		refuse("检查表发现问题，须由第二名人员复核后才能继续。请联系有权人员复核。", ChecklistMissing, "等待复核")
	if found.status != SIGNED or found.signed_by != frappe.session.user:
		refuse(f"检查表由{events.full_name(found.signed_by or '')}签字，须由签字人办理“{action['action']}”，或由您重新检查签字。", ChecklistMissing, "签字人不符")


def freeze(doc, stage: str, action: dict) -> None:
	"""Close an open checklist when the case leaves the stage without an officer (撤回, 终止): 未完成, with the cause."""
	if action["kind"] == "officer":
		# He could not leave before it was signed.
		return
	found = current(doc, stage)
	if found is None or found.status == SIGNED:
		return
	checklist = frappe.get_doc("Stage Checklist", found.name)
	checklist.status = LEFT
	checklist.left_by = f"{BY_CAUSE[action['kind']]}：{action['action']}"
	write(checklist)


def with_preanswers(checklist) -> list[dict]:
	"""The items of an open checklist with what the machine can tell now: pre_answer and its evidence."""
	doc = frappe.get_doc(checklist.case_doctype, checklist.case_name)
	answers = preanswers.for_case(doc, [item.point for item in checklist.items])
	for item in checklist.items:
		item.pre_answer, item.evidence = answers.get(item.point, (None, None))
	return checklist.items


def sign(name: str, answers: dict[str, dict]) -> object:
	"""Answer and sign a checklist as the caller.

	Args:
		name: the Stage Checklist
		answers: {risk point code: {"result": 符合 | 发现问题 | 不适用, "remark": text, "attachment": the address
			of a file that was uploaded to this checklist}}; points left out
			take the machine's pre-answer where it says 符合

	Raises:
		ChecklistError: a point is unknown, unanswered, or lacks the remark it needs
		StateLocked: the caller is not the stage's officer; SelfHandling: it is his own case
	"""
	checklist = frappe.get_doc("Stage Checklist", name, for_update=True)
	doc = frappe.get_doc(checklist.case_doctype, checklist.case_name)
	with afterwards.attempt(doc, "签署检查表"):
		require_officer(doc, checklist)
	if checklist.status != OPEN and not (checklist.status == SIGNED and doc_is_in_stage(doc, checklist)):
		refuse(f"检查表已是“{checklist.status}”，不能再签。请刷新页面。", ChecklistError)
	unknown = set(answers) - {item.point for item in checklist.items}
	if unknown:
		refuse(f"检查表中没有{'、'.join(sorted(unknown))}，请只填表中列出的风险点。", ChecklistError)
	problems = []
	for row, item in enumerate(with_preanswers(checklist), 1):
		problems += answer(item, row, answers.get(item.point) or {})
		problems += attach(checklist, item, row, answers.get(item.point) or {})
	if problems:
		refuse("<br>".join(problems), ChecklistError, "检查表未填完")
	found = [item.point for item in checklist.items if item.result == PROBLEM]
	checklist.status = COUNTERSIGN if found and checklist.level == HIGH else SIGNED
	checklist.signed_by, checklist.signed_on = frappe.session.user, now_datetime()
	checklist.seconds_taken = seconds_since_seen(checklist)
	checklist.countersigned_by = None
	write(checklist)
	events.record(doc, "签署检查表", 环节=checklist.stage_title, 发现问题=found, 检查表=checklist.name)
	if found:
		events.wake_follower()
	return checklist


def answer(item, row: int, given: dict) -> list[str]:
	"""Fill one item; returns what is wrong with the answer, as messages."""
	result = given.get("result") or (FINE if item.pre_answer == FINE else None)
	remark = (given.get("remark") or "").strip()
	if result not in RESULTS:
		return [f"第{row}项 {item.point}：请选择“符合”“发现问题”或“不适用”。"]
	if result != FINE and not remark:
		return [f"第{row}项 {item.point}：选“{result}”须写明说明。"]
	if result == FINE and item.pre_answer == PROBLEM and not remark:
		return [f"第{row}项 {item.point}：系统提示“{item.evidence}”，选“符合”须写明核实情况。"]
	item.result, item.remark = result, remark
	return []


def attach(checklist, item, row: int, given: dict) -> list[str]:
	"""Note the evidence of an answer: a file that was uploaded to this checklist; returns what is wrong with it."""
	item.attachment = str(given.get("attachment") or "") or None
	if item.attachment and not frappe.db.exists(
		"File", {"file_url": item.attachment, "attached_to_doctype": "Stage Checklist", "attached_to_name": checklist.name}
	):
		return [f"第{row}项 {item.point}：佐证材料不是本检查表的附件，请重新上传。"]
	return []


def seen(checklist) -> None:
	"""Remember when the caller first looked at an open checklist: how long he took tells how he looked."""
	frappe.cache.set(seen_key(checklist), now_datetime().timestamp(), nx=True, ex=SEEN_SECONDS)


def seconds_since_seen(checklist) -> float:
	"""Seconds from the signer's first look at the checklist to now; 0 for one that he never opened."""
	first = frappe.cache.get(seen_key(checklist))
	return round(max(0.0, now_datetime().timestamp() - float(first)), 1) if first else 0.0


def seen_key(checklist) -> bytes:
	return frappe.cache.make_key(f"gaoping_seen:{checklist.name}:{frappe.session.user}")


def doc_is_in_stage(doc, checklist) -> bool:
	return doc.stage == checklist.stage


def require_officer(doc, checklist) -> None:
	"""The caller holds a role that acts in the stage, does not stand behind the case and had no earlier duty in it."""
	version = registry.version_of(doc)
	state = version.state(doc.workflow_state)
	roles = version.officers_of(state["key"])
	if not doc_is_in_stage(doc, checklist):
		refuse("办件已离开本环节，检查表已封存。请刷新页面。", ChecklistError)
	if is_own_case(doc, frappe.session.user):
		refuse("不能检查本人申请或录入的办件（回避）。", SelfHandling)
	if not roles & roles_of(frappe.session.user):
		refuse(f"本环节的检查表由{'、'.join(sorted(roles)) or '经办人员'}填写，您没有该角色。", StateLocked)
	refuse_conflict(doc, version, frappe.session.user)


def countersign(name: str, remark: str) -> object:
	"""A second officer confirms a checklist of a 高 stage that found problems; the first may not.

	Raises ChecklistError without a remark or when nothing waits, SelfHandling for the one who signed.
	"""
	checklist = frappe.get_doc("Stage Checklist", name, for_update=True)
	doc = frappe.get_doc(checklist.case_doctype, checklist.case_name)
	if checklist.status != COUNTERSIGN:
		refuse("检查表不在待复核状态。请刷新页面。", ChecklistError)
	if frappe.session.user == checklist.signed_by:
		refuse("复核须由签字人以外的人员进行。", SelfHandling)
	if not roles_of(frappe.session.user) & reviewers(doc):
		refuse("您没有复核本事项检查表的角色。", StateLocked)
	if not (remark or "").strip():
		refuse("请写明复核意见。", ChecklistError)
	checklist.status = SIGNED
	checklist.countersigned_by, checklist.countersigned_on = frappe.session.user, now_datetime()
	checklist.countersign_remark = remark.strip()
	write(checklist)
	events.record(doc, "复核检查表", 环节=checklist.stage_title, 意见=remark.strip())
	return checklist


def reviewers(doc) -> set[str]:
	"""Who may countersign: any officer's role of the matter, and the heads."""
	version = registry.version_of(doc)
	roles = {role for state in version.states for role in version.officers_of(state)}
	heads = frappe.get_all("Role", {"role_key": ("in", ("division_head", "deputy_director"))}, pluck="name")
	return roles | set(heads)
