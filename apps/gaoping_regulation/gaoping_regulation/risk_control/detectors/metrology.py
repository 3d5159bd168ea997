"""检定: records looked at one by one. Copied, hurried or impossible measurements, standards and officers out of date."""

import json

import frappe
from frappe.utils import get_datetime, getdate

from gaoping_regulation.casework.verification import dates, measuring, records, standards
from gaoping_regulation.risk_control.detectors import Finding, Threshold, of_case

CONCLUSION_CHANGED = "检定结论改变"


def records_of(facts) -> list:
	"""The case's records with their points, sent-back ones included; none for another matter."""
	if not facts.doc.meta.get_field("instruments"):
		return []
	return records.of_case(facts.doc, (records.OPEN, records.CHECKED, records.RETURNED))


def titled(record) -> str:
	return f"{record.instrument_name}（出厂编号 {record.serial_no}）"


def vector(points) -> tuple:
	return tuple((row.nominal, *(row.get(field) for field in measuring.READINGS)) for row in points)


@of_case(
	"same-readings",
	"不同器具的读数完全相同",
	("QJ-SC-1",),
	"两台不同的器具，每个检定点的三次读数一字不差。读数个数达到阈值的才比较：点数少时可能巧合。本办件的器具互相比较，并与近一年同名器具比较。",
	thresholds=(Threshold("readings", "至少比较的读数个数", 6, "个"),),
)
def same_readings(facts, limits):
	mine = [record for record in records_of(facts) if record.conclusion and 3 * len(record.points) >= limits["readings"]]
	for number, record in enumerate(mine):
		readings = vector(record.points)
		twin = next((other for other in mine[:number] if vector(other.points) == readings and other.sample_no != record.sample_no), None)
		where = titled(twin) if twin else copied_elsewhere(record, readings)
		if where:
			evidence = {"器具": titled(record), "相同的器具": where, "读数": [list(row) for row in readings], "原始记录": record.record_no}
			yield Finding(f"{titled(record)}与{where}的读数完全相同。", evidence, record.verifier, level="高", key=f"{record.record_no} {where}")


def copied_elsewhere(record, readings: tuple) -> str | None:
	first = record.points[0]
	same = {"parent": ("!=", record.name), "nominal": first.nominal, "idx": 1, **{field: first.get(field) for field in measuring.READINGS}}
	for name in frappe.get_all("Verification Point", same, pluck="parent", limit=50):
		other = frappe.get_doc(records.RECORD, name)
		if other.case_name != record.case_name and other.serial_no != record.serial_no and vector(other.points) == readings:
			return f"{other.case_no} 的{titled(other)}"
	return None


@of_case(
	"too-fast",
	"检定用时过短",
	("QJ-SC-1", "QJ-SC-2"),
	"原始记录的开始、结束时间相减，平均到每个检定点，少于阈值秒数：来不及读三次数。",
	thresholds=(Threshold("seconds", "每个检定点的最少秒数", 20, "秒"),),
)
def too_fast(facts, limits):
	for record in records_of(facts):
		if record.conclusion and record.started_at and record.ended_at and record.points:
			seconds = (get_datetime(record.ended_at) - get_datetime(record.started_at)).total_seconds()
			if seconds < limits["seconds"] * len(record.points):
				evidence = {"器具": titled(record), "开始": str(record.started_at), "结束": str(record.ended_at), "检定点": len(record.points)}
				yield Finding(f"{titled(record)}的 {len(record.points)} 个检定点只用了 {seconds:.0f} 秒。", evidence, record.verifier, key=record.record_no)


@of_case(
	"two-places",
	"同一时间在两处检定",
	("QJ-SC-1",),
	"同一检定员的两份原始记录，地点不同而时间重叠。",
)
def two_places(facts, limits):
	for record in records_of(facts):
		if not (record.verifier and record.started_at and record.ended_at and record.place):
			continue
		overlap = {"verifier": record.verifier, "started_at": ("<", record.ended_at), "ended_at": (">", record.started_at), "place": ("!=", record.place), "name": ("!=", record.name)}
		for other in frappe.get_all(records.RECORD, overlap, ["record_no", "place", "started_at", "ended_at"], limit=3):
			evidence = {"本记录": [record.record_no, record.place, str(record.started_at), str(record.ended_at)], "另一记录": [str(value) for value in other.values()]}
			yield Finding(f"检定员同一时间在“{record.place}”和“{other.place}”检定。", evidence, record.verifier, key=" ".join(sorted((record.record_no, other.record_no))))


@of_case(
	"too-many-a-day",
	"一日检定数量超过能力",
	("QJ-SC-1",),
	"同一检定员一日完成的原始记录超过阈值台数。",
	thresholds=(Threshold("records", "一人一日最多台数", 80, "台"),),
)
def too_many_a_day(facts, limits):
	for verifier, day in {(record.verifier, record.verified_on) for record in records_of(facts) if record.verifier and record.verified_on}:
		count = frappe.db.count(records.RECORD, {"verifier": verifier, "verified_on": day})
		if count > limits["records"]:
			yield Finding(f"{day} 一人检定 {count} 台。", {"日期": str(day), "台数": count, "上限": limits["records"]}, verifier, key=f"{verifier} {day}")


@of_case(
	"standard-out-of-date",
	"使用了不合格的计量标准",
	("QJ-SC-3",),
	"逐件复核原始记录：检定日计量标准的考核证书、溯源证书是否有效，种类、范围、准确度是否满足。系统本应拒绝，出现即说明数据或者标准档案事后被改。",
)
def standard_out_of_date(facts, limits):
	for record in records_of(facts):
		if record.conclusion and record.day():
			found = [problem["message"] for problem in standards.problems(record, record.day())]
			if found:
				evidence = {"器具": titled(record), "检定日": str(record.day()), "问题": found}
				yield Finding(f"{titled(record)}：{found[0]}", evidence, record.verifier, level="高", key=record.record_no)


@of_case(
	"unqualified-officer",
	"检定员、核验员无有效证件",
	("QJ-SC-4",),
	"逐件复核：检定员和核验员的证件在检定、核验当日是否有效并覆盖所检种类，两人是否为同一人。",
)
def unqualified_officer(facts, limits):
	for record in records_of(facts):
		for role, user, day in (("检定员", record.verifier, record.day()), ("核验员", record.checker, getdate(record.checked_on) if record.checked_on else None)):
			message = standards.unqualified(user, record.catalogue_item, day) if user and day else None
			if message:
				yield Finding(f"{titled(record)}的{role}：{message}", {"器具": titled(record), "日期": str(day), "问题": message}, user, level="高", key=f"{record.record_no} {role}")
		if record.checker and record.checker == record.verifier:
			yield Finding(f"{titled(record)}的检定员和核验员是同一人。", {"原始记录": record.record_no}, record.checker, level="高", key=f"{record.record_no} same")


@of_case(
	"conclusion-changed",
	"检定结论改变",
	("QJ-JD-2", "QJ-SC-1"),
	"退回重检后，同一器具的结论与前次不同。由不合格改为合格的为高等级，须核对前后两份原始记录。",
)
def conclusion_changed(facts, limits):
	for event in facts.events:
		if event["kind"] == CONCLUSION_CHANGED:
			content = event["content"]
			level = "高" if content.get("现结论") == measuring.PASSED else "中"
			summary = f"样品 {content.get('样品')} 的结论由“{content.get('原结论')}”改为“{content.get('现结论')}”。"
			yield Finding(summary, content, verifier_of(facts, content.get("样品")) or event["actor"], level=level, key=str(event["seq"]))


def verifier_of(facts, sample_no: str | None) -> str | None:
	return next((record.verifier for record in reversed(records_of(facts)) if record.sample_no == sample_no), None)


@of_case(
	"record-tampered",
	"原始记录或证书与数据不一致",
	("QJ-JD-2", "QJ-SC-1"),
	"用读数重新计算结论，与记录的结论比较；并与证书签发时冻结的读数和结论比较。不一致说明核验之后数据被绕过系统改写。",
)
def record_tampered(facts, limits):
	certificates = {document.name: json.loads(document.frozen) for document in facts.documents if '"record"' in (document.frozen or "")}
	for record in records_of(facts):
		computed, _ = measuring.conclusion(record.appearance, [row.as_dict() for row in record.points])
		if record.conclusion and computed != record.conclusion:
			evidence = {"器具": titled(record), "记录的结论": record.conclusion, "计算的结论": computed or "数据不全"}
			yield Finding(f"{titled(record)}记录为“{record.conclusion}”，按读数应为“{computed or '数据不全'}”。", evidence, level="高", key=f"{record.record_no} {computed}")
		frozen = certificates.get(record.document, {}).get("record")
		if frozen and (frozen["conclusion"] != record.conclusion or readings_of(frozen["points"]) != readings_of(record.points)):
			evidence = {"器具": titled(record), "证书的读数": readings_of(frozen["points"]), "记录的读数": readings_of(record.points)}
			yield Finding(f"{titled(record)}的原始记录与签发的证书不一致。", evidence, level="高", key=f"{record.record_no} {evidence['记录的读数']}")


def readings_of(points) -> list[list[str]]:
	return [[str(row.get(field) or "") for field in ("nominal", *measuring.READINGS)] for row in points]


@of_case(
	"bulk-signing",
	"批量签发",
	("QJ-JD-1",),
	"同一签字人一分钟内签发的办件超过阈值件数，来不及看原始记录。",
	thresholds=(Threshold("cases", "一分钟最多签发件数", 3, "件"),),
)
def bulk_signing(facts, limits):
	move = facts.decision if facts.doc.meta.get_field("instruments") else None
	if move:
		same = {"kind": move["kind"], "actor": move["actor"], "case_doctype": facts.doc.doctype, "at": ("like", f"{str(move['at'])[:16]}%")}
		count = frappe.db.count("Case Event", same)
		if count > limits["cases"]:
			yield Finding(f"{str(move['at'])[:16]} 这一分钟内签发 {count} 件。", {"时间": str(move["at"])[:16], "件数": count}, move["actor"], key=str(move["at"])[:16])


@of_case(
	"validity-too-long",
	"证书有效期超过检定周期",
	("QJ-SC-5", "QJ-SD-1"),
	"检定证书的有效期晚于按检定规程周期计算的日期。",
)
def validity_too_long(facts, limits):
	for record in records_of(facts):
		until = frappe.db.get_value("Issued Document", record.document, "valid_until") if record.document else None
		item = frappe.get_cached_doc("Instrument Catalogue Item", record.catalogue_item).as_dict()
		longest = dates.valid_until(getdate(record.verified_on), item) if until and record.verified_on else None
		if longest and getdate(until) > getdate(longest):
			evidence = {"器具": titled(record), "证书有效期至": str(until), "按周期应至": str(longest)}
			yield Finding(f"{titled(record)}的证书有效期至 {until}，按检定周期应至 {longest}。", evidence, level="高", key=record.record_no)


@of_case(
	"corrected-after-acceptance",
	"受理后更正器具信息",
	("QJ-SL-2",),
	"受理之后又要求补正，或者结论签发前退回检定次数达到阈值：受理时没有认真核对。",
	thresholds=(Threshold("returns", "退回检定的次数", 2, "次"),),
)
def corrected_after_acceptance(facts, limits):
	if not facts.doc.meta.get_field("instruments"):
		return
	returns = [move for move in facts.moves if move["target"]["key"] == "verify" and move["source"]["key"] != "accept"]
	if len(returns) >= limits["returns"]:
		accepted = next((move for move in facts.moves if move["source"]["key"] == "accept"), None)
		evidence = {"次数": len(returns), "理由": [move["reason"] for move in returns]}
		yield Finding(f"本件已退回检定 {len(returns)} 次。", evidence, accepted and accepted["actor"], key=str(len(returns)))
