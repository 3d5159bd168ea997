"""What applicants say of the service: ratings, complaints, and their trend."""

import frappe
from frappe.utils import add_to_date, now_datetime

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.cases import doctype_of
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Insufficient, Threshold, at, of_case, of_site

POINTS = ("QJ-SL-1", "QJ-SC-6", *at("SL-1", ("DY", "YJ")), *at("SC-5", ("XD", "XT")))
# Weight of the newest rating in the moving average.
NEWEST = 0.2


@of_case(
	"low-rating",
	"差评",
	POINTS,
	"申请人评价等于或者低于阈值（1 非常不满意，5 非常满意）。须在十五个工作日内回访。",
	thresholds=(Threshold("grade", "视为差评的最高分", 2, "分"),),
)
def low_rating(facts, limits):
	for rating in facts.rows("Service Rating", ["name", "grade", "comment", "rated_on"], "creation asc"):
		if rating.grade and rating.grade <= limits["grade"]:
			evidence = {"评价": rating.grade, "意见": rating.comment, "时间": str(rating.rated_on)}
			yield Finding(f"申请人评价 {rating.grade} 分。{rating.comment or ''}", evidence, key=rating.name)


@of_site(
	"complaint-received",
	"收到投诉",
	POINTS,
	"投诉写明办件编号的，与该办件一起核查；没有写明的，按事项核查。投诉人信息不进入预警。",
)
def complaint_received(limits):
	for row in frappe.get_all("Complaint", ["name", "receipt", "case_no", "matter", "received_on"], {"received_on": (">", add_to_date(now_datetime(), days=-90))}):
		doc = case_of(row.case_no)
		matter = doc.matter if doc else row.matter
		points = tuple(point for point in POINTS if matter and point.startswith(f"{matter}-"))[:1]
		yield Finding("收到投诉，请查看投诉单。", {"投诉单": row.receipt or row.name, "时间": str(row.received_on)}, doc=doc, points=points or ("",), key=row.name)


def case_of(number: str | None):
	for doctype in registry.live_matters() if number else ():
		if name := frappe.db.get_value(doctype, {"case_no": number.strip()}):
			return frappe.get_doc(doctype, name)
	return None


@of_site(
	"rating-trend",
	"评价持续走低",
	POINTS,
	"一名经办人办理的办件所得评价的指数加权移动平均低于阈值（新评价权重 0.2）。",
	mode=OBSERVE,
	sample_size=20,
	thresholds=(Threshold("average", "评价的移动平均下限", 3, "分"),),
)
def rating_trend(limits):
	grades = grades_by_officer()
	most = max((len(found) for found in grades.values()), default=0)
	if most < limits["sample_size"]:
		raise Insufficient(most, int(limits["sample_size"]))
	for officer, found in grades.items():
		average = moving_average(found)
		if len(found) >= limits["sample_size"] and average < limits["average"]:
			evidence = {"评价件数": len(found), "移动平均": round(average, 2)}
			yield Finding(f"{len(found)} 件评价的移动平均为 {average:.1f} 分。", evidence, officer, key=f"{now_datetime():%Y-%m}")


def grades_by_officer() -> dict[str, list[int]]:
	"""{officer: the grades of the cases that he took an action in, oldest first}."""
	found: dict[str, list[int]] = {}
	for rating in frappe.get_all("Service Rating", ["case_name", "grade"], {"grade": (">", 0)}, order_by="rated_on asc"):
		doctype = doctype_of(rating.case_name)
		actors = frappe.get_all("Case Event", {"case_name": rating.case_name, "case_doctype": doctype, "kind": "签署检查表"}, pluck="actor", distinct=True)
		for actor in actors:
			found.setdefault(actor, []).append(rating.grade)
	return found


def moving_average(grades: list[int]) -> float:
	"""The exponentially weighted moving average, beginning with the first grade."""
	average = float(grades[0])
	for grade in grades[1:]:
		average += NEWEST * (grade - average)
	return average
