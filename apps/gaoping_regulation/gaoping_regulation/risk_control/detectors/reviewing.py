"""How officers looked: hurried ticks, doubts waved through, papers nobody opened, the same papers for many applicants."""

import frappe

from gaoping_regulation.engine.actors import chart_stage
from gaoping_regulation.engine.checklist import FINE, NOT_APPLICABLE, PROBLEM, SIGNED
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Threshold, at, of_case

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
# The risk point of careless examination, by the chart's stage.
CARELESS = {
	"DY": {"SL": "SL-5", "SC": "SC-2", "JD": "JD-1", "SD": "SD-1"},
	"YJ": {"SL": "SL-5", "SC": "SC-2", "JD": "JD-2", "SD": "SD-1"},
	"QJ": {"SL": "SL-2", "SC": "SC-2", "JD": "JD-1", "SD": "SD-1"},
	"XD": {"SC": "SC-3", "BA": "BA-1", "SD": "SD-1"},
	"XT": {"SC": "SC-3", "BA": "BA-1", "SD": "SD-1"},
}
POINTS = (*at("SL-5 SC-2", TWO), "QJ-SL-2", "QJ-JD-1", *at("SC-3 BA-1", FOOD))


def careless(facts, stage: str) -> tuple[str, ...]:
	suffix = CARELESS.get(facts.version.code, {}).get(chart_stage(facts.version, stage))
	return facts.points(suffix) if suffix else ()


@of_case(
	"hurried-ticks",
	"检查表匆忙打勾",
	POINTS,
	"检查表从打开到签字的时间，平均到每个须由人判断的风险点，少于阈值而全部填“符合”的，说明没有逐项检查。系统已预判的项目不计。",
	thresholds=(Threshold("seconds", "每项最少用时", 0.5, "秒"),),
)
def hurried_ticks(facts, limits):
	for row in facts.checklists:
		items = facts.items[row.name]
		judged = [item for item in items if item.pre_answer != FINE]
		if row.status != SIGNED or not judged or any(item.result != FINE for item in items):
			continue
		if (row.seconds_taken or 0) < limits["seconds"] * len(judged):
			evidence = {"环节": row.stage_title, "用时秒": row.seconds_taken, "须判断": len(judged), "签字": str(row.signed_on)}
			summary = f"“{row.stage_title}”的 {len(judged)} 个须判断的风险点，{row.seconds_taken or 0} 秒内全部填“符合”。"
			yield Finding(summary, evidence, row.signed_by, points=careless(facts, row.stage), stage=row.stage_title, key=row.name)


@of_case(
	"problem-found",
	"检查表发现问题",
	(),
	"经办人在检查表中填“发现问题”的，按该风险点发出预警，由纪检监察跟踪处理。预警针对办件，不针对填表人。",
)
def problem_found(facts, limits):
	for row in facts.checklists:
		for item in facts.items[row.name]:
			if item.result == PROBLEM:
				evidence = {"环节": row.stage_title, "风险点": item.text, "说明": item.remark, "填表人": row.signed_by, "系统预判": item.evidence}
				yield Finding(
					f"{item.text}{item.remark}", evidence, points=(item.point,), level=item.level, stage=row.stage_title, key=f"{row.name} {item.point}"
				)


@of_case(
	"doubt-waved-through",
	"系统提示的疑点未核实即通过",
	POINTS,
	"系统预判“发现问题”，经办人改填“符合”，说明少于阈值字数又没有附佐证材料的。",
	thresholds=(Threshold("length", "核实说明的最少字数", 8, "字"),),
)
def doubt_waved_through(facts, limits):
	for row in facts.checklists:
		for item in facts.items[row.name]:
			if item.pre_answer == PROBLEM and item.result == FINE and not item.attachment and len((item.remark or "").strip()) < limits["length"]:
				evidence = {"环节": row.stage_title, "风险点": item.point, "系统提示": item.evidence, "经办人说明": item.remark}
				summary = f"系统提示“{item.evidence}”，只写“{item.remark}”即填符合。"
				yield Finding(summary, evidence, row.signed_by, points=(item.point,), stage=row.stage_title, key=f"{row.name} {item.point}")


@of_case(
	"passed-with-problem",
	"发现问题仍予通过",
	at("SC-2 JD-1", ("DY",)) + ("YJ-SC-2", "YJ-JD-2", "QJ-JD-1") + at("SC-1 BA-1", FOOD),
	"检查表中有“发现问题”而没有第二人复核，办件仍被准予的。",
)
def passed_with_problem(facts, limits):
	decision = facts.decision
	if not decision or decision["action"].get("decision") != "准予":
		return
	for row in facts.checklists:
		problems = [item.point for item in facts.items[row.name] if item.result == PROBLEM]
		if problems and not row.countersigned_by and row.signed_on and row.signed_on <= decision["at"]:
			evidence = {"环节": row.stage_title, "发现问题": problems, "决定": decision["kind"], "决定时间": str(decision["at"])[:19]}
			yield Finding(f"“{row.stage_title}”检查发现问题，未经复核即“{decision['kind']}”。", evidence, decision["actor"], key=row.name)


@of_case(
	"not-applicable",
	"大量填“不适用”",
	at("SC-1", TWO) + at("SC-4", FOOD),
	"一份检查表中“不适用”的份额超过阈值的，等于减少了审查条件。",
	thresholds=(Threshold("share", "不适用的最高份额", 50, "%"),),
)
def not_applicable(facts, limits):
	for row in facts.checklists:
		items = facts.items[row.name]
		skipped = [item.point for item in items if item.result == NOT_APPLICABLE]
		if len(skipped) >= 2 and 100 * len(skipped) > limits["share"] * len(items):
			evidence = {"环节": row.stage_title, "不适用": skipped, "共": len(items)}
			yield Finding(f"“{row.stage_title}”{len(items)} 个风险点中 {len(skipped)} 个填“不适用”。", evidence, row.signed_by, key=row.name)


@of_case(
	"unopened-material",
	"材料无人打开即通过",
	at("SL-5", TWO) + at("SC-3", FOOD),
	"网上提交的材料，在通过审查之前没有任何工作人员在系统中打开过。纸质原件的查看不在系统中，故作观察。",
	mode=OBSERVE,
)
def unopened_material(facts, limits):
	passed = next((move for move in facts.moves if move["action"].get("kind") == "officer" and not move["action"].get("needs_items")), None)
	if not passed or facts.doc.entered_by != facts.doc.applicant_user:
		return
	opened = {event.content for event in frappe.get_all("Case Event", ["content"], {"kind": "查看材料", "content": ("like", f"%{facts.doc.name}%")})}
	unread = [row.title for row in facts.doc.materials if row.attachment and not any(row.file_name in text for text in opened)]
	if unread:
		yield Finding(f"{len(unread)} 份材料在“{passed['kind']}”前无人打开。", {"材料": unread, "动作": passed["kind"]}, passed["actor"], key=str(passed["seq"]))


@of_case(
	"shared-file",
	"不同申请人使用同一份材料",
	at("SL-5", TWO) + at("SC-3 BA-1", FOOD),
	"材料文件（照片、健康证明、证件等）与另一申请人的办件完全相同（文件摘要一致）。",
)
def shared_file(facts, limits):
	doc = facts.doc
	digests = {row.sha256: row.title for row in doc.materials if row.sha256}
	if not digests or not doc.accepted_on and not facts.moves:
		return
	filters = {"sha256": ("in", list(digests)), "parent": ("!=", doc.name), "parenttype": doc.doctype}
	for row in frappe.get_all("Case Material", ["parent", "sha256", "title"], filters):
		other = frappe.db.get_value(doc.doctype, row.parent, ["applicant_name", "case_no"], as_dict=True)
		if other and other.case_no and other.applicant_name != doc.applicant_name:
			evidence = {"材料": digests[row.sha256], "摘要": row.sha256, "另一办件": other.case_no}
			last = next((move for move in reversed(facts.moves) if move["action"].get("kind") == "officer"), None)
			yield Finding(f"“{digests[row.sha256]}”与 {other.case_no} 的“{row.title}”是同一文件。", evidence, last and last["actor"], key=f"{row.sha256[:12]} {row.parent}")
