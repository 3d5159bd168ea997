"""What carries out each of the charts' 52 measures, and how much of it was done: counted, a zero shown as zero.

A Control Measure names one or more of these in `carried_by_key`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType

from gaoping_regulation.risk_control import complaints, ratings
from gaoping_regulation.risk_control.supervision.scope import Scope


@dataclass(frozen=True)
class Measure:
	"""`done(scope)` is what was done on the scope's days; `overdue(scope)` what should have been and was not, if that can be told."""

	title: str
	route: str
	done: Callable
	overdue: Callable | None = None


def rows_of(doctype: str, moment: str, **more) -> Callable:
	"""Counts the records of a DocType on the scope's days, of its matters where the record names one."""

	def count(scope: Scope) -> int:
		filters = {moment: ("between", [scope.first, f"{scope.last} 23:59:59"]), **more}
		if frappe.get_meta(doctype).has_field("matter"):
			filters["matter"] = ("in", [*scope.codes, ""])
		return frappe.db.count(doctype, filters)

	return count


def events_of(*kinds: str) -> Callable:
	"""Counts entries of the trail by their kind."""

	def count(scope: Scope) -> int:
		event = DocType("Case Event")
		query = frappe.qb.from_(event).select(frappe.query_builder.functions.Count("*"))
		query = query.where((event.at >= str(scope.first)) & (event.at < str(scope.end)))
		if kinds:
			query = query.where(event.kind.isin(kinds))
		if scope.codes:
			query = query.where(event.matter.isin([*scope.codes, ""]))
		return query.run()[0][0]

	return count


def first_contacts(scope: Scope) -> int:
	"""Cases of the days whose first officer is on record."""
	from gaoping_regulation.risk_control import first_contact

	names = [
		(doctype, name)
		for doctype in scope.matters
		for name in frappe.get_all(doctype, {"submitted_on": ("between", [scope.first, f"{scope.last} 23:59:59"])}, pluck="name")
	]
	return sum(bool(first_contact.of(doctype, name)) for doctype, name in names)


def late_cases(scope: Scope) -> int:
	due = {"due_on": ("<", scope.last), "closed_on": ("is", "not set")}
	return sum(frappe.db.count(doctype, due) for doctype in scope.matters)


def untrained(scope: Scope) -> int:
	from gaoping_regulation.risk_control.doctype.integrity_training import integrity_training

	return len(integrity_training.overdue())


def kept_promises(scope: Scope) -> int:
	from gaoping_regulation.risk_control.supervision import promises

	return sum(row["kept"] for row in promises.rows(scope))


def published(scope: Scope) -> int:
	return frappe.db.count("Administrative Matter", {"published": 1, "code": ("in", scope.codes or [""])})


MEASURES = {
	"first_contact": Measure("首问负责：首位经办人留痕", "query-report/Promise Kept", first_contacts),
	"notice": Measure("一次性补正告知书", "correction-notice", rows_of("Correction Notice", "sent_on")),
	"promise": Measure("服务承诺：环节时限兑现", "query-report/Promise Kept", kept_promises),
	"clock": Measure("限时办结：期限和到期提醒", "query-report/Overdue Cases", kept_promises, late_cases),
	"receipt": Measure("受理单、材料接收单", "issued-document", rows_of("Issued Document", "creation", kind="receipt")),
	"guide": Measure("政务公开：办事指南", "administrative-matter", published),
	"checklist": Measure("廉政风险检查表", "stage-checklist", rows_of("Stage Checklist", "signed_on")),
	"trail": Measure("审批留痕：留痕链", "query-report/Audit Chain", events_of()),
	"documents": Measure("文书由冻结的数据生成", "issued-document", rows_of("Issued Document", "rendered_on")),
	"delivery": Measure("送达回证", "delivery-receipt", rows_of("Delivery Receipt", "delivered_on")),
	"archive": Measure("办结归档", "issued-document", events_of("送达", "发放")),
	"alert": Measure("风险预警的发现和核查", "risk-alert", rows_of("Risk Alert", "raised_on", observed=0), lambda scope: len(overdue_alerts())),
	"accountability": Measure("责任追究", "accountability-record", rows_of("Accountability Record", "decided_on")),
	"spot_check": Measure("定期抽查、双随机", "spot-check", rows_of("Spot Check", "creation", kind=("!=", "证书抽查")), lambda scope: overdue_checks()),
	"certificate_check": Measure("证书抽查", "spot-check", rows_of("Spot Check", "creation", kind="证书抽查"), lambda scope: overdue_checks(kind="证书抽查")),
	"recusal": Measure("回避申报和自动比对", "recusal-declaration", events_of("回避申报")),
	"collective_review": Measure("集体评议", "collective-review", rows_of("Collective Review", "held_on")),
	"complaint": Measure("投诉举报", "complaint", rows_of("Complaint", "received_on"), lambda scope: len(complaints.overdue())),
	"rating": Measure("满意度评价和回访", "service-rating", rows_of("Service Rating", "rated_on"), lambda scope: len(ratings.overdue())),
	"training": Measure("廉政教育", "integrity-training", rows_of("Integrity Training", "held_on"), untrained),
	"appraisal": Measure("绩效考核：人员工作量", "query-report/Officer Workload", events_of("签署检查表")),
	"inspection": Measure("事后监管检查", "post-filing-inspection", rows_of("Post Filing Inspection", "creation")),
	"register": Measure("登记簿、台账和公开查询", "query-report/Supervision Trend", events_of("写入登记簿")),
	"conclusion": Measure("决定与审查结论不一致须说明", "risk-alert", rows_of("Risk Alert", "raised_on", rule="against-conclusion")),
}


def overdue_alerts() -> list:
	from gaoping_regulation.risk_control import alerts

	return alerts.overdue()


def overdue_checks(**more) -> int:
	return frappe.db.count("Spot Check", {"status": "待检查", "due_on": ("<", frappe.utils.today()), **more})


def at_work(scope: Scope) -> list[dict]:
	"""A row for each measure of the live charts and what carries it out: {"matter", "stage", "measure", "by", "route", "done", "overdue"}."""
	counted: dict[tuple[str, str], tuple] = {}
	found = []
	for doctype, code in scope.matters.items():
		if not frappe.db.exists("Risk Control Chart", code):
			continue
		single = Scope({doctype: code}, scope.first, scope.last, scope.whole, scope.titles)
		chart = frappe.get_doc("Risk Control Chart", code)
		titles = {row.stage: row.title for row in chart.stages}
		for row in chart.measures:
			for key in [name.strip() for name in (row.carried_by_key or "").split(",")]:
				measure = MEASURES.get(key)
				if measure and (code, key) not in counted:
					counted[code, key] = (measure.done(single), measure.overdue(single) if measure.overdue else None)
				done, overdue = counted.get((code, key), (None, None))
				found.append(
					{
						"matter": code,
						"matter_title": scope.titles.get(doctype) or code,
						"stage_title": titles.get(row.stage) or row.stage,
						"measure": row.text or row.original_text,
						"by": measure.title if measure else "未指定",
						"route": measure.route if measure else "",
						"done": done,
						"overdue": overdue,
					}
				)
	return found
