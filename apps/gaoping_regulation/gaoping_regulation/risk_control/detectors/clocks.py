"""Limits: a stage that ran over, reasons that say nothing, clocks that rest too long."""

from frappe.utils import get_datetime, getdate, now_datetime

from gaoping_regulation.engine import clock, pauses
from gaoping_regulation.engine.actors import chart_stage
from gaoping_regulation.risk_control.detectors import Finding, Threshold, at, of_case

# Which risk point a late stage touches, by matter and the chart's stage.
FIVE = {"SL": "SL-3", "SC": "SC-3", "JD": "SC-3", "SD": "SD-2"}
LATE = {
	"DY": FIVE,
	"YJ": FIVE,
	"QJ": {"SL": "SL-2", "SC": "SC-5", "JD": "SD-2", "SD": "SD-2"},
	"XD": {"SC": "SC-6", "BA": "SC-6", "SD": "SD-1"},
	"XT": {"SC": "SC-6", "BA": "SC-6", "SD": "SD-1"},
}
POINTS = (*at("SL-3 SC-3 SD-2", ("DY", "YJ")), "QJ-SL-2", "QJ-SC-5", "QJ-SD-2", *at("SC-6 SD-1", ("XD", "XT")))


def point_of(facts, stage: str) -> tuple[str, ...]:
	suffix = LATE.get(facts.version.code, {}).get(chart_stage(facts.version, stage))
	return facts.points(suffix) if suffix else ()


def late_moves(facts) -> list[dict]:
	"""The transitions by which an officer left a stage after its due date, each with `due`."""
	found = []
	for move in facts.moves:
		due = move["content"].get("应于")
		if due and move["action"].get("kind") == "officer" and move["at"].date() > getdate(due):
			found.append({**move, "due": due})
	return found


@of_case(
	"late",
	"环节超时",
	POINTS,
	"环节的办理期限已过而办件仍在本环节，或者经办人在期限之后才办出本环节。期限按工作日历计算，补正等暂停期间不计。",
)
def late(facts, limits):
	for move in late_moves(facts):
		stage = move["source"]["stage"]
		evidence = {"环节": facts.stage_title(stage), "应于": move["due"], "实际": str(move["at"])[:19], "动作": move["kind"], "理由": move["reason"]}
		summary = f"“{facts.stage_title(stage)}”应于 {move['due']} 前办结，{str(move['at'])[:10]} 才办出。"
		yield Finding(summary, evidence, move["actor"], points=point_of(facts, stage), stage=facts.stage_title(stage), key=f"{stage} {move['due']}")
	doc = facts.doc
	if doc.due_on and getdate(doc.due_on) < getdate() and not doc.closed_on:
		title = facts.stage_title(doc.stage)
		evidence = {"环节": title, "应于": str(doc.due_on), "现在": str(getdate())}
		yield Finding(
			f"“{title}”应于 {doc.due_on} 前办结，至今未办。", evidence, points=point_of(facts, doc.stage), stage=title, key=f"{doc.stage} {doc.due_on} open"
		)


@of_case(
	"empty-reason",
	"超时理由空洞",
	POINTS,
	"超时办理须写明理由。理由的字数少于阈值的，视为没有说明。",
	thresholds=(Threshold("length", "理由的最少字数", 10, "字"),),
)
def empty_reason(facts, limits):
	for move in late_moves(facts):
		if len(move["reason"].strip()) < limits["length"]:
			stage = move["source"]["stage"]
			evidence = {"环节": facts.stage_title(stage), "理由": move["reason"], "应于": move["due"], "实际": str(move["at"])[:19]}
			summary = f"“{facts.stage_title(stage)}”超时，理由只写了“{move['reason'] or '（空）'}”。"
			yield Finding(summary, evidence, move["actor"], points=point_of(facts, stage), key=f"{stage} {move['seq']}")


@of_case(
	"long-pause",
	"期限暂停过久",
	at("SL-3 SC-3", ("DY", "YJ")) + ("QJ-SC-5",),
	"补正、检定运输等暂停期间不计入期限。暂停的自然日超过阈值的，须核实有无借暂停拖延。补正以外的暂停没有理由的，同样提示。",
	thresholds=(Threshold("days", "暂停的最多自然日", 35, "日"),),
)
def long_pause(facts, limits):
	for pause in facts.pauses:
		days = (get_datetime(pause.ended_on or now_datetime()) - get_datetime(pause.started_on)).days
		groundless = pause.kind != pauses.CORRECTION and not (pause.reason or "").strip()
		if days > limits["days"] or groundless:
			evidence = {"种类": pause.kind, "理由": pause.reason, "开始": str(pause.started_on), "结束": str(pause.ended_on or ""), "天数": days}
			yield Finding(f"期限因“{pause.kind}”暂停 {days} 日{'，没有理由' if groundless else ''}。", evidence, pause.officer, key=pause.name)


@of_case(
	"told-too-late",
	"补正告知超过五个工作日",
	at("SL-4", ("DY", "YJ")) + at("SC-2", ("XD", "XT")),
	"材料不齐的，应在收到之日起五个工作日内一次告知；逾期不告知的，自收到之日起即为受理（行政许可法第三十二条第一款第四项，备案参照，依据待确认）。",
	thresholds=(Threshold("days", "告知的最多工作日", 5, "个工作日"),),
)
def told_too_late(facts, limits):
	if not facts.notices or not facts.doc.submitted_on:
		return
	first = facts.notices[0]
	last_day = clock.due(get_datetime(facts.doc.submitted_on), int(limits["days"]))
	if get_datetime(first.sent_on).date() > last_day:
		evidence = {"提交": str(facts.doc.submitted_on), "告知": str(first.sent_on), "最后一日": str(last_day)}
		yield Finding(f"{str(first.sent_on)[:10]} 才告知补正，应在 {last_day} 前一次告知。", evidence, first.officer, key=first.name)
