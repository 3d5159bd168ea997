"""Patterns over many cases of one person or one month: copied reasons, reused excuses, the rush at the month's end."""

from calendar import monthrange
from difflib import SequenceMatcher
from itertools import combinations

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from gaoping_regulation.engine import registry
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Insufficient, Threshold, at, of_site

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
RECENT = 90
RUSH = (*at("SC-3", TWO), *at("SC-6", FOOD))


@of_site(
	"cloned-reasons",
	"不予的理由雷同",
	("DY-JD-2", "YJ-JD-3", *at("BA-2", FOOD)),
	"同一人近九十日不予决定的理由，两两相似度超过阈值的件数达到样本数：理由套用，没有针对具体办件。",
	mode=OBSERVE,
	sample_size=5,
	thresholds=(Threshold("ratio", "相似度", 0.95),),
)
def cloned_reasons(limits):
	by_officer = refusals_with_reasons()
	most = max((len(found) for found in by_officer.values()), default=0)
	if most < limits["sample_size"]:
		raise Insufficient(most, int(limits["sample_size"]))
	for officer, found in by_officer.items():
		alike = cloned(found, limits["ratio"])
		if len(alike) >= limits["sample_size"]:
			evidence = {"办件": sorted(alike), "理由": found[next(iter(alike))]}
			yield Finding(f"近 {RECENT} 日有 {len(alike)} 件不予决定的理由雷同。", evidence, officer, key=f"{now_datetime():%Y-%m}")


def refusals_with_reasons() -> dict[str, dict[str, str]]:
	"""{officer: {case number: reason}} of the recent decisions 不予."""
	found: dict[str, dict[str, str]] = {}
	for doctype, matter in registry.live_matters().items():
		version = registry.latest_version(matter["code"])
		actions = [row["action"] for row in version.actions if row.get("decision") == "不予"]
		filters = {"case_doctype": doctype, "kind": ("in", actions or [""]), "at": (">", str(add_to_date(now_datetime(), days=-RECENT)))}
		for row in frappe.get_all("Case Event", ["actor", "case_no", "content"], filters):
			reason = frappe.parse_json(row.content).get("理由") or ""
			found.setdefault(row.actor, {})[row.case_no] = reason
	return found


def cloned(reasons: dict[str, str], ratio: float) -> set[str]:
	"""The cases whose reason is as good as another's."""
	found = set()
	for (first, text), (second, other) in combinations(reasons.items(), 2):
		if text == other or SequenceMatcher(None, text, other).ratio() > ratio:
			found |= {first, second}
	return found


@of_site(
	"repeated-excuse",
	"超时理由重复使用",
	(*at("SL-3 SC-3", TWO), "QJ-SC-5", *at("SC-6", FOOD)),
	"同一人近九十日超时办理的理由，一字不差地用了阈值次数以上。",
	thresholds=(Threshold("times", "同一理由的次数", 3, "次"),),
)
def repeated_excuse(limits):
	used: dict[tuple[str, str], list[str]] = {}
	since = str(add_to_date(now_datetime(), days=-RECENT))
	for row in frappe.get_all("Case Event", ["actor", "at", "case_no", "content"], {"content": ("like", '%"应于"%'), "at": (">", since)}):
		content = frappe.parse_json(row.content)
		if content.get("理由") and get_datetime(row.at).date() > get_datetime(content["应于"]).date():
			used.setdefault((row.actor, content["理由"].strip()), []).append(row.case_no)
	for (officer, reason), cases in used.items():
		if len(cases) >= limits["times"]:
			yield Finding(f"超时理由“{reason[:40]}”用了 {len(cases)} 次。", {"理由": reason, "办件": cases}, officer, key=f"{reason[:60]} {len(cases) // 3}")


@of_site(
	"month-end-rush",
	"月末突击办理",
	RUSH,
	"上月的决定中，最后两日所占份额超过阈值（样本不足时不作判断）。",
	mode=OBSERVE,
	sample_size=20,
	thresholds=(Threshold("share", "最后两日的最高份额", 40, "%"),),
)
def month_end_rush(limits):
	end = add_to_date(now_datetime().replace(day=1, hour=0, minute=0, second=0, microsecond=0), seconds=-1)
	first, last = end.replace(day=1, hour=0, minute=0, second=0), monthrange(end.year, end.month)[1]
	most = 0
	for doctype, matter in registry.live_matters().items():
		days = frappe.get_all(doctype, {"decided_on": ("between", [first, end])}, pluck="decided_on")
		most = max(most, len(days))
		late = sum(get_datetime(day).day >= last - 1 for day in days)
		if len(days) >= limits["sample_size"] and 100 * late > limits["share"] * len(days):
			points = tuple(point for point in RUSH if point.startswith(f"{matter['code']}-"))
			yield Finding(f"{end:%Y年%m月}的 {len(days)} 项决定中，{late} 项在最后两日作出。", {"事项": matter["code"], "决定": len(days), "最后两日": late}, points=points, key=f"{doctype} {end:%Y-%m}")
	if most < limits["sample_size"]:
		raise Insufficient(most, int(limits["sample_size"]))
