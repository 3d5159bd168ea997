"""检定: patterns over all readings of one 检定员, by established tests; they observe, and say 数据不足 below their sample."""

from collections import Counter
from decimal import Decimal

import frappe
from frappe.utils import add_to_date, now_datetime

from gaoping_regulation.casework.verification import measuring, records
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Insufficient, Threshold, of_site

BAND = Decimal("0.1")


def points_by_verifier() -> dict[str, list]:
	"""{verifier: rows of Verification Point} of the last year's records that have a conclusion."""
	filters = {"conclusion": ("is", "set"), "verifier": ("is", "set"), "verified_on": (">", add_to_date(now_datetime(), years=-1))}
	verifier_of = dict(frappe.get_all(records.RECORD, filters, ["name", "verifier"], as_list=True))
	found: dict[str, list] = {}
	fields = ["parent", "nominal", "mpe", *measuring.READINGS]
	for row in frappe.get_all("Verification Point", fields, {"parent": ("in", list(verifier_of) or [""])}):
		found.setdefault(verifier_of[row.parent], []).append(row)
	return found


def enough(sizes, needed: float) -> None:
	"""Raise Insufficient if no verifier has the sample."""
	most = max(sizes, default=0)
	if most < needed:
		raise Insufficient(most, int(needed))


def last_digits(points: list) -> list[int]:
	return [int(text[-1]) for row in points for field in measuring.READINGS if (text := str(row.get(field) or "").strip())[-1:].isdigit()]


def digit_p(digits: list[int]) -> float:
	"""p of χ² against digits that are all equally frequent, over those the scale can show at all."""
	from scipy.stats import chisquare

	counted = Counter(digits)
	return float(chisquare([counted.get(digit, 0) for digit in range(10)]).pvalue) if len(counted) > 2 else 1.0


@of_site(
	"last-digit",
	"读数末位数字分布异常",
	("QJ-SC-1",),
	"一名检定员近一年读数的末位数字，与均匀分布比较（χ² 检验）。臆造的数字往往偏爱某几个。分度值为 2、5 的器具末位本来不均匀，故作观察。",
	mode=OBSERVE,
	sample_size=200,
	thresholds=(Threshold("p", "显著性水平", 0.001),),
)
def last_digit(limits):
	digits = {verifier: last_digits(points) for verifier, points in points_by_verifier().items()}
	enough((len(found) for found in digits.values()), limits["sample_size"])
	for verifier, found in digits.items():
		if len(found) >= limits["sample_size"] and (p := digit_p(found)) < limits["p"]:
			evidence = {"读数": len(found), "末位": {str(key): value for key, value in sorted(Counter(found).items())}, "p": p}
			yield Finding(f"近一年 {len(found)} 个读数的末位数字分布异常。", evidence, verifier, key=f"{now_datetime():%Y-%m}")


def shares_of_limit(points: list) -> list[Decimal]:
	"""|error| over the largest permitted error, for each point."""
	found = []
	for row in points:
		error, limit = measuring.number(measuring.computed(row)["error"]), measuring.number(row.mpe)
		if error is not None and limit:
			found.append(abs(error) / abs(limit))
	return found


def piled_p(shares: list[Decimal]) -> float:
	"""p of the binomial test: as many errors just under the limit as in the band below it would be no surprise."""
	from scipy.stats import binomtest

	under = sum(1 - BAND < share <= 1 for share in shares)
	below = sum(1 - 2 * BAND < share <= 1 - BAND for share in shares)
	return float(binomtest(under, under + below, 0.5, alternative="greater").pvalue) if under + below else 1.0


@of_site(
	"just-within",
	"误差集中在允许限之内一点",
	("QJ-SC-1", "QJ-JD-2"),
	"一名检定员的示值误差落在最大允许误差 90%～100% 之间的，显著多于 80%～90% 之间的（二项检验）：可能把不合格的读数改到限内。",
	mode=OBSERVE,
	sample_size=100,
	thresholds=(Threshold("p", "显著性水平", 0.01),),
)
def just_within(limits):
	shares = {verifier: shares_of_limit(points) for verifier, points in points_by_verifier().items()}
	enough((len(found) for found in shares.values()), limits["sample_size"])
	for verifier, found in shares.items():
		if len(found) >= limits["sample_size"] and (p := piled_p(found)) < limits["p"]:
			under = sum(1 - BAND < share <= 1 for share in found)
			yield Finding(f"{len(found)} 个误差中 {under} 个紧贴允许限。", {"误差": len(found), "紧贴限内": under, "p": p}, verifier, key=f"{now_datetime():%Y-%m}")


@of_site(
	"no-spread",
	"重复读数毫无离散",
	("QJ-SC-1",),
	"一名检定员的检定点中，三次读数完全相同的份额超过阈值。分辨力粗的器具会如此，故作观察。",
	mode=OBSERVE,
	sample_size=50,
	thresholds=(Threshold("share", "三次读数相同的最高份额", 95, "%"),),
)
def no_spread(limits):
	by_verifier = points_by_verifier()
	enough((len(points) for points in by_verifier.values()), limits["sample_size"])
	for verifier, points in by_verifier.items():
		flat = sum(len({row.get(field) for field in measuring.READINGS}) == 1 for row in points)
		if len(points) >= limits["sample_size"] and 100 * flat > limits["share"] * len(points):
			yield Finding(f"{len(points)} 个检定点中 {flat} 个的三次读数完全相同。", {"检定点": len(points), "相同": flat}, verifier, key=f"{now_datetime():%Y-%m}")


@of_site(
	"same-climate",
	"温湿度长期不变",
	("QJ-SC-1", "QJ-SC-2"),
	"一名检定员在阈值个不同的日子里，填写的温度、湿度一字不差。恒温室会如此，故作观察。",
	mode=OBSERVE,
	thresholds=(Threshold("days", "温湿度相同的日数", 10, "日"),),
)
def same_climate(limits):
	days: dict[tuple, set] = {}
	filters = {"verifier": ("is", "set"), "verified_on": (">", add_to_date(now_datetime(), years=-1)), "temperature": ("is", "set")}
	for row in frappe.get_all(records.RECORD, filters, ["verifier", "verified_on", "temperature", "humidity"]):
		days.setdefault((row.verifier, row.temperature, row.humidity), set()).add(row.verified_on)
	for (verifier, temperature, humidity), found in days.items():
		if len(found) >= limits["days"]:
			evidence = {"温度": temperature, "湿度": humidity, "日数": len(found)}
			yield Finding(f"{len(found)} 个日子的温度都是 {temperature}、湿度都是 {humidity}。", evidence, verifier, key=f"{temperature} {humidity} {len(found) // 10}")
