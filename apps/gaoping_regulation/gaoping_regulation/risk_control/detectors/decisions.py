"""How cases are decided: against what was found, by whom, when, how fast."""

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from gaoping_regulation.engine import actors, clock, registry
from gaoping_regulation.engine.checklist import PROBLEM
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Insufficient, Threshold, at, of_case, of_site
from gaoping_regulation.risk_control.detectors.notices import BASIS

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
REFUSED = ("DY-JD-2", "YJ-JD-3", *at("BA-2", FOOD))
BEYOND = ("DY-JD-1", "YJ-JD-2", *at("SC-4", FOOD))
GRANTED, NOT_GRANTED = "准予", "不予"


def refusals(facts) -> list[dict]:
	"""The transitions by which officers refused: a decision 不予, 不予受理, 审核驳回."""
	return [
		move
		for move in facts.moves
		if move["action"].get("kind") == "officer"
		and (move["action"].get("decision") == NOT_GRANTED or move["target"].get("key") in ("rejected", "review_rejected"))
	]


@of_case(
	"against-conclusion",
	"决定与审查结论不一致",
	("YJ-JD-1",),
	"审核人的决定与审查人已封存的审查结论不一致。须书面说明理由，并由纪检监察核查。",
)
def against_conclusion(facts, limits):
	for event in facts.events:
		if event["kind"] == "决定与审查结论不一致":
			content = event["content"]
			summary = f"审查结论为“{content.get('审查结论')}”，决定为“{content.get('决定')}”。"
			yield Finding(summary, content, event["actor"], key=str(event["seq"]))


@of_case(
	"refused-all-green",
	"系统校验全部通过而不予",
	REFUSED + at("SC-1", FOOD) + at("SL-1", TWO),
	"决定不予、不予受理或者驳回时，检查表的系统预判没有一项“发现问题”，而理由少于阈值字数或者没有写明依据（《…》第…条）。",
	thresholds=(Threshold("length", "理由的最少字数", 10, "字"),),
)
def refused_all_green(facts, limits):
	for move in refusals(facts):
		stage = move["source"]["stage"]
		row = next((row for row in reversed(facts.checklists) if row.stage == stage and row.signed_on and row.signed_on <= move["at"]), None)
		if row is None or any(item.pre_answer == PROBLEM or item.result == PROBLEM for item in facts.items[row.name]):
			continue
		reason = f"{move['reason'].strip()} {facts.doc.get('decision_article') or ''}".strip()
		if move["action"].get("needs_items") and facts.notices and any(BASIS.search(item.text or "") for item in facts.notices[-1]["items"]):
			continue
		if len(reason) < limits["length"] or not BASIS.search(reason):
			evidence = {"动作": move["kind"], "理由": reason, "环节": row.stage_title, "检查表": row.name}
			summary = f"检查没有发现问题而“{move['kind']}”，理由“{reason or '（空）'}”没有写明事实和依据。"
			yield Finding(summary, evidence, move["actor"], stage=row.stage_title, key=str(move["seq"]))


@of_case(
	"refused-then-granted",
	"不予之后以相同材料获准",
	REFUSED + at("SC-5", FOOD),
	"同一申请人的申请先被不予，后以完全相同的材料（文件摘要一致）获得准予：前后两次决定必有一次不当。",
)
def refused_then_granted(facts, limits):
	doc, decision = facts.doc, facts.decision
	if not decision or decision["action"].get("decision") != GRANTED:
		return
	mine = sorted(row.sha256 for row in doc.materials if row.sha256)
	earlier = {"applicant_name": doc.applicant_name, "decision": NOT_GRANTED, "name": ("!=", doc.name), "decided_on": ("<", doc.decided_on)}
	for other in frappe.get_all(doc.doctype, earlier, ["name", "case_no", "decided_on", "decision_reason"]):
		theirs = frappe.get_all("Case Material", {"parent": other.name, "parenttype": doc.doctype, "sha256": ("is", "set")}, pluck="sha256")
		if mine and sorted(theirs) == mine:
			evidence = {"不予的办件": other.case_no, "不予时间": str(other.decided_on), "不予理由": other.decision_reason, "材料": mine}
			yield Finding(f"与 {other.case_no}（不予）的材料完全相同，本件准予。", evidence, decision["actor"], key=other.name)


@of_case(
	"same-officer",
	"审查与决定为同一人",
	at("BA-1", FOOD),
	"当场办理的食品备案允许一人审查并决定（设置“受理、审查、决定分离”关闭）。本规则统计这种情况，供抽查时选取。",
	mode=OBSERVE,
)
def same_officer(facts, limits):
	if not facts.version.settings.get("separate_duties"):
		yield from one_hand(facts)


@of_case(
	"duties-mixed",
	"应当分离的职责由一人办理",
	("DY-JD-1", "YJ-JD-2", "QJ-JD-1"),
	"要求受理、审查、决定分离的事项中，同一人办理了其中两个环节。系统本应拒绝，出现即说明有人绕过了系统。",
)
def duties_mixed(facts, limits):
	if facts.version.settings.get("separate_duties"):
		yield from one_hand(facts, "高")


def one_hand(facts, level: str | None = None):
	duties = actors.separate_stages(facts.version)
	hands: dict[str, dict[str, str]] = {}
	for move in facts.moves:
		stage = move["source"]["stage"]
		if move["action"].get("kind") == "officer" and stage in duties:
			hands.setdefault(move["actor"], {})[duties[stage]] = f"{facts.stage_title(stage)}：{move['kind']}"
	for actor, done in hands.items():
		if len(done) > 1:
			yield Finding(f"同一人办理了{'、'.join(done.values())}。", {"办理": done}, actor, level=level, key=actor)


@of_case(
	"own-case",
	"办理本人的办件",
	(*BEYOND, "QJ-JD-1", "QJ-SD-1"),
	"申请人、录入人、委托人本人办理了自己的办件。系统本应拒绝，出现即说明有人绕过了系统。",
)
def own_case(facts, limits):
	for move in facts.moves:
		if move["action"].get("kind") == "officer" and actors.is_own_case(facts.doc, move["actor"]):
			yield Finding(f"“{move['kind']}”由本件的申请人或录入人办理。", {"动作": move["kind"], "时间": str(move["at"])[:19]}, move["actor"], level="高", key=str(move["seq"]))


@of_case(
	"past-the-workflow",
	"状态不是由流程得来",
	(*at("SL-2", TWO), *BEYOND, "QJ-JD-2"),
	"办件现在的状态与留痕中最后一次流转不一致，或者两次流转首尾不接：状态被绕过系统直接改写。",
)
def past_the_workflow(facts, limits):
	moves = facts.moves
	if not moves:
		return
	for earlier, later in zip(moves, moves[1:], strict=False):
		if earlier["target"]["key"] != later["source"]["key"]:
			evidence = {"前一次": earlier["content"], "后一次": later["content"]}
			yield Finding(f"流转不衔接：先到“{earlier['target']['state']}”，后从“{later['source']['state']}”办出。", evidence, later["actor"], level="高", key=str(later["seq"]))
	if moves[-1]["target"]["state"] != facts.doc.workflow_state and facts.is_current():
		evidence = {"留痕": moves[-1]["content"], "现在状态": facts.doc.workflow_state, "最后修改": str(facts.doc.modified), "修改人": facts.doc.modified_by}
		summary = f"留痕中办件应为“{moves[-1]['target']['state']}”，数据库中为“{facts.doc.workflow_state}”。"
		yield Finding(summary, evidence, level="高", key=f"{moves[-1]['seq']} {facts.doc.workflow_state}")


@of_case(
	"odd-hours",
	"非工作时间作出决定",
	BEYOND,
	"决定在工作时间以外或者非工作日作出。加班亦会如此，故作观察。",
	mode=OBSERVE,
	thresholds=(Threshold("from", "工作时间自", 8, "时"), Threshold("until", "工作时间至", 19, "时")),
)
def odd_hours(facts, limits):
	decision = facts.decision
	if decision and (not clock.is_working_day(decision["at"].date()) or not limits["from"] <= decision["at"].hour < limits["until"]):
		yield Finding(f"“{decision['kind']}”于 {str(decision['at'])[:16]} 作出。", {"动作": decision["kind"], "时间": str(decision["at"])[:19]}, decision["actor"], key=str(decision["seq"]))


@of_case(
	"instant-decision",
	"到手即决",
	(*BEYOND, "QJ-JD-1"),
	"办件进入决定环节后，在阈值秒数之内即由另一人作出决定，来不及查看。",
	mode=OBSERVE,
	thresholds=(Threshold("seconds", "进入决定环节至决定的最少秒数", 60, "秒"),),
)
def instant_decision(facts, limits):
	decision = facts.decision
	entered = decision and next((move for move in reversed(facts.moves) if move["seq"] < decision["seq"]), None)
	if entered and entered["actor"] != decision["actor"]:
		taken = (decision["at"] - entered["at"]).total_seconds()
		if taken < limits["seconds"]:
			yield Finding(f"进入决定环节 {taken:.0f} 秒即“{decision['kind']}”。", {"秒": round(taken, 1), "进入": entered["kind"]}, decision["actor"], key=str(decision["seq"]))


@of_case(
	"role-just-given",
	"临时授予角色后作出决定",
	BEYOND,
	"决定人的角色在决定前不足阈值小时内才授予。",
	mode=OBSERVE,
	thresholds=(Threshold("hours", "授予角色至决定的最少小时", 24, "小时"),),
)
def role_just_given(facts, limits):
	decision = facts.decision
	if not decision:
		return
	roles = facts.version.roles_for(decision["source"]["key"], decision["kind"])
	since = add_to_date(decision["at"], hours=-limits["hours"])
	given = frappe.get_all("Has Role", ["role", "creation"], {"parent": decision["actor"], "parenttype": "User", "role": ("in", list(roles))})
	if given and all(get_datetime(row.creation) > since for row in given):
		evidence = {"角色": [row.role for row in given], "授予": [str(row.creation)[:19] for row in given], "决定": str(decision["at"])[:19]}
		yield Finding(f"决定人的角色“{given[0].role}”在决定前不足 {limits['hours']:.0f} 小时授予。", evidence, decision["actor"], key=str(decision["seq"]))


@of_site(
	"refusal-rate",
	"不予的比例异常",
	REFUSED,
	"一名审核人近一年作出不予决定的比例，与其他审核人相比显著偏高（Fisher 精确检验，p 小于阈值）。",
	mode=OBSERVE,
	sample_size=20,
	thresholds=(Threshold("p", "显著性水平", 0.01),),
)
def refusal_rate(limits):
	from scipy.stats import fisher_exact

	most = 0
	for doctype in registry.live_matters():
		decided = decisions_by_officer(doctype)
		for officer, (refused, total) in decided.items():
			others = [pair for who, pair in decided.items() if who != officer]
			rest, all_rest = sum(pair[0] for pair in others), sum(pair[1] for pair in others)
			most = max(most, min(total, all_rest))
			if min(total, all_rest) < limits["sample_size"]:
				continue
			p = fisher_exact([[refused, total - refused], [rest, all_rest - rest]], alternative="greater").pvalue
			if p < limits["p"]:
				evidence = {"事项": doctype, "不予": refused, "决定": total, "其他人不予": rest, "其他人决定": all_rest, "p": float(p)}
				yield Finding(f"近一年决定 {total} 件，不予 {refused} 件，比例显著高于其他审核人。", evidence, officer, key=f"{doctype} {now_datetime():%Y-%m}")
	if most < limits["sample_size"]:
		raise Insufficient(most, int(limits["sample_size"]))


def decisions_by_officer(doctype: str) -> dict[str, tuple[int, int]]:
	"""{officer: (refused, decided)} of a matter in the last year, by the trail."""
	code = registry.live_matters()[doctype]["code"]
	version = registry.latest_version(code)
	meant = {row["action"]: row["decision"] for row in version.actions if row.get("decision")}
	filters = {"case_doctype": doctype, "kind": ("in", list(meant) or [""]), "at": (">", str(add_to_date(now_datetime(), years=-1)))}
	found: dict[str, tuple[int, int]] = {}
	for row in frappe.get_all("Case Event", ["actor", "kind"], filters):
		refused, total = found.get(row.actor, (0, 0))
		found[row.actor] = (refused + (meant[row.kind] == NOT_GRANTED), total + 1)
	return found
