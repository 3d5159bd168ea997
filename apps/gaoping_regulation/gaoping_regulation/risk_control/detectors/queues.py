"""Order and acquaintance: who is served first, whose agent, whose applicants, what is looked at without need."""

from statistics import median

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from gaoping_regulation.engine import registry
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Insufficient, Threshold, at, of_case, of_site

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
AGENTS = (*at("SC-4", TWO), *at("SC-5", FOOD))


@of_case(
	"queue-jump",
	"插队办理",
	(*at("SL-2", TWO), *at("SC-5", FOOD)),
	"办件离开第一个环节时，更早提交、仍在同一状态等待的办件达到阈值件数。柜台来件和网上来件交替时也会出现，故作观察。",
	mode=OBSERVE,
	thresholds=(Threshold("waiting", "更早提交而仍在等待的件数", 3, "件"),),
)
def queue_jump(facts, limits):
	doc = facts.doc
	first = next((move for move in facts.moves if move["action"].get("kind") == "officer" and not move["target"].get("pauses_clock")), None)
	if not first or not doc.submitted_on or first["source"]["stage"] == first["target"]["stage"]:
		return
	waiting = {"workflow_state": first["source"]["state"], "submitted_on": ("<", doc.submitted_on), "name": ("!=", doc.name)}
	earlier = frappe.get_all(doc.doctype, waiting, pluck="case_no", order_by="submitted_on asc", limit=20)
	if len(earlier) >= limits["waiting"]:
		evidence = {"本件提交": str(doc.submitted_on), "办理": str(first["at"])[:19], "更早的办件": earlier}
		yield Finding(f"有 {len(earlier)} 件更早提交的办件仍在等待，本件先办。", evidence, first["actor"], key=str(first["seq"]))


@of_case(
	"revealed-without-business",
	"无办理需要查看证件号",
	(*at("SC-5", FOOD), *at("SC-4", TWO)),
	"查看完整证件号的工作人员，在阈值天数内没有在本办件中办理过任何环节。",
	thresholds=(Threshold("days", "查看后多少日内应有办理", 3, "日"),),
)
def revealed_without_business(facts, limits):
	hands = {move["actor"] for move in facts.moves}
	for event in facts.events:
		if event["kind"] == "查看完整证件号" and event["actor"] not in hands and event["actor"] != facts.doc.entered_by:
			if (now_datetime() - event["at"]).days >= limits["days"]:
				evidence = {"查看": str(event["at"])[:19], **event["content"]}
				yield Finding(f"查看了完整证件号，{limits['days']:.0f} 日内没有办理本件。", evidence, event["actor"], key=str(event["seq"]))


def handled(days: int = 365) -> list:
	"""What each officer decided or accepted in the last days: rows of (doctype, case, officer)."""
	found = []
	since = str(add_to_date(now_datetime(), days=-days))
	for doctype, matter in registry.live_matters().items():
		version = registry.latest_version(matter["code"])
		actions = {row["action"] for row in version.actions if row["kind"] == "officer" and not row.get("needs_items")}
		filters = {"case_doctype": doctype, "kind": ("in", list(actions)), "at": (">", since)}
		for row in frappe.get_all("Case Event", ["case_name", "actor"], filters, distinct=True):
			found.append((doctype, row.case_name, row.actor))
	return found


def agents_of(doctype: str, names: list[str]) -> dict[str, frappe._dict]:
	"""{case: its agent's phone and times} of cases that have an agent."""
	if not frappe.get_meta(doctype).has_field("agent_name"):
		return {}
	phone = "agent_phone" if frappe.get_meta(doctype).has_field("agent_phone") else "phone"
	fields = ["name", "agent_name", f"{phone} as agent_phone", "submitted_on", "decided_on"]
	rows = frappe.get_all(doctype, fields, {"name": ("in", names), "agent_name": ("is", "set")})
	return {row.name: row for row in rows}


@of_site(
	"agent-concentration",
	"代理人集中于一名经办人",
	AGENTS,
	"一名代理人在一名经办人的办件中所占份额超过阈值，并且显著高于其在其他经办人办件中的份额（Fisher 精确检验）。",
	mode=OBSERVE,
	sample_size=20,
	thresholds=(Threshold("share", "最高份额", 25, "%"), Threshold("times", "与其他经办人相比的倍数", 2, "倍"), Threshold("p", "显著性水平", 0.01)),
)
def agent_concentration(limits):
	from scipy.stats import fisher_exact

	by_officer, agent_of = by_hand()
	largest = max((len(cases) for cases in by_officer.values()), default=0)
	if largest < limits["sample_size"]:
		raise Insufficient(largest, int(limits["sample_size"]))
	everything = set().union(*by_officer.values())
	for officer, cases in by_officer.items():
		others = everything - cases
		if min(len(cases), len(others)) < limits["sample_size"]:
			continue
		for agent in {agent_of[case] for case in cases if case in agent_of}:
			mine, theirs = count(cases, agent_of, agent), count(others, agent_of, agent)
			share, elsewhere = mine / len(cases), theirs / len(others)
			p = fisher_exact([[mine, len(cases) - mine], [theirs, len(others) - theirs]], alternative="greater").pvalue
			if 100 * share > limits["share"] and share >= limits["times"] * elsewhere and p < limits["p"]:
				evidence = {"代理人": agent, "本人办件": len(cases), "其中": mine, "其他人办件": len(others), "其他人其中": theirs, "p": float(p)}
				yield Finding(f"代理人 {agent} 占该经办人 {len(cases)} 件中的 {mine} 件。", evidence, officer, key=f"{agent} {now_datetime():%Y-%m}")


def by_hand() -> tuple[dict[str, set], dict]:
	"""({officer: cases}, {case: agent}); an agent is told by the phone's last four digits and his surname."""
	by_officer: dict[str, set] = {}
	by_type: dict[str, list[str]] = {}
	for doctype, case, officer in handled():
		by_officer.setdefault(officer, set()).add(case)
		by_type.setdefault(doctype, []).append(case)
	agent_of = {}
	for doctype, names in by_type.items():
		for case, row in agents_of(doctype, names).items():
			agent_of[case] = f"{row.agent_name[:1]}＊（尾号 {(row.agent_phone or '')[-4:]}）"
	return by_officer, agent_of


def count(cases: set, agent_of: dict, agent: str) -> int:
	return sum(agent_of.get(case) == agent for case in cases)


@of_site(
	"agents-faster",
	"有代理人的办件明显更快",
	AGENTS,
	"一名经办人办理的有代理人的办件，从提交到决定的时间显著短于没有代理人的办件（Mann-Whitney 检验，p 小于阈值）。",
	mode=OBSERVE,
	sample_size=20,
	thresholds=(Threshold("p", "显著性水平", 0.01),),
)
def agents_faster(limits):
	from scipy.stats import mannwhitneyu

	most = 0
	times: dict[str, tuple[list, list]] = {}
	by_type: dict[str, dict[str, set]] = {}
	for doctype, case, officer in handled():
		by_type.setdefault(doctype, {}).setdefault(case, set()).add(officer)
	for doctype, cases in by_type.items():
		agents = agents_of(doctype, list(cases))
		for row in frappe.get_all(doctype, ["name", "submitted_on", "decided_on"], {"name": ("in", list(cases)), "decided_on": ("is", "set")}):
			seconds = (get_datetime(row.decided_on) - get_datetime(row.submitted_on)).total_seconds()
			for officer in cases[row.name]:
				times.setdefault(officer, ([], []))[0 if row.name in agents else 1].append(seconds)
	for officer, (through, alone) in times.items():
		most = max(most, min(len(through), len(alone)))
		if min(len(through), len(alone)) < limits["sample_size"]:
			continue
		p = mannwhitneyu(through, alone, alternative="less").pvalue
		if p < limits["p"]:
			evidence = {"有代理": len(through), "中位秒": median(through), "无代理": len(alone), "无代理中位秒": median(alone), "p": float(p)}
			yield Finding("有代理人的办件办理明显更快。", evidence, officer, key=f"{now_datetime():%Y-%m}")
	if most < limits["sample_size"]:
		raise Insufficient(most, int(limits["sample_size"]))


@of_site(
	"officer-and-applicant",
	"经办人与申请人固定搭配",
	(*at("SC-5", FOOD), "DY-JD-1", "YJ-JD-2"),
	"同一申请人的办件达到样本数，而超过阈值份额由同一名经办人办理（该事项有两名以上经办人时）。",
	mode=OBSERVE,
	sample_size=5,
	thresholds=(Threshold("share", "最高份额", 80, "%"),),
)
def officer_and_applicant(limits):
	pairs: dict[tuple[str, str], dict[str, set]] = {}
	for doctype, case, officer in handled():
		name = frappe.db.get_value(doctype, case, "applicant_name")
		pairs.setdefault((doctype, name), {}).setdefault(officer, set()).add(case)
	sizes = [len(set().union(*hands.values())) for hands in pairs.values()]
	if max(sizes, default=0) < limits["sample_size"]:
		raise Insufficient(max(sizes, default=0), int(limits["sample_size"]))
	for (doctype, name), hands in pairs.items():
		total = len(set().union(*hands.values()))
		for officer, cases in hands.items():
			if total >= limits["sample_size"] and len(hands) > 1 and 100 * len(cases) > limits["share"] * total:
				yield Finding(f"申请人“{name[:1]}＊”的 {total} 件中 {len(cases)} 件由同一人办理。", {"办件": sorted(cases)}, officer, key=f"{doctype} {name} {total // 5}")
