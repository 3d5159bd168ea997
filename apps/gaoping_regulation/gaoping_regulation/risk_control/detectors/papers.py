"""Documents, receipts, materials and the trail itself: what was changed, is missing, or came late."""

import json
import re

import frappe
from frappe.utils import get_datetime, getdate

from gaoping_regulation.engine import clock, guard, masking, registry, roots
from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Threshold, at, of_case, of_site

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
# Phones and the like stay out of evidence but for their last four digits.
LONG_NUMBER = re.compile(r"\d{7,}")
CHANGED = (*at("SD-1", TWO), "QJ-JD-2", "QJ-SD-1", *at("SC-4", FOOD))
UNDELIVERED = (*at("SD-3", TWO), "QJ-SD-2", *at("SD-1", FOOD))


@of_site(
	"document-changed",
	"已签发的文书被改动",
	CHANGED,
	"每日重算每份文书文件的摘要，并核对冻结内容与签发时留痕的摘要。文件丢失、被替换或者内容被改的，立即提示。",
)
def document_changed(limits):
	fields = ["name", "title", "number", "case_doctype", "case_name", "file_url", "sha256", "frozen"]
	signed = digests_of_frozen()
	for row in frappe.get_all("Issued Document", fields, {"sha256": ("is", "set")}):
		problem = None
		if masking.sha256((row.frozen or "").encode()) not in signed.get((row.case_name, row.number), set()):
			problem = "冻结内容与签发时不一致"
		elif file_digest(row.file_url) != row.sha256:
			problem = "文件与签发时不一致或者已丢失"
		if problem:
			doc = frappe.get_doc(row.case_doctype, row.case_name)
			evidence = {"文书": row.title, "文号": row.number, "签发时摘要": row.sha256, "现在摘要": file_digest(row.file_url)}
			yield Finding(f"{row.title}（{row.number}）{problem}。", evidence, doc=doc, level="高", key=f"{row.name} {problem}")


def digests_of_frozen() -> dict[tuple[str, str], set[str]]:
	"""{(case, number): digests of the frozen values, as the trail has them from the moment of issue}."""
	found: dict[tuple[str, str], set[str]] = {}
	for row in frappe.get_all("Case Event", ["case_name", "content"], {"kind": "签发文书"}):
		content = json.loads(row.content)
		found.setdefault((row.case_name, content.get("文号")), set()).add(content.get("冻结值摘要"))
	return found


def file_digest(url: str | None) -> str | None:
	"""SHA-256 of what lies at a private file's address now; None if nothing is there."""
	path = frappe.get_site_path(*(url or "").lstrip("/").split("/")) if url else None
	try:
		with open(path, "rb") as file:
			return masking.sha256(file.read())
	except (OSError, TypeError):
		return None


@of_site(
	"number-gap",
	"文号、办件编号断号或重号",
	(*at("SL-2 SD-1", TWO), "QJ-SD-1", *at("SC-4", FOOD)),
	"编号由系统连续编排，不跳号、不重号。计数器已经发出而找不到的编号，说明记录被绕过系统删除；重复的编号说明被改写。",
)
def number_gap(limits):
	for code, series, numbers in numbered():
		count = frappe.db.get_value("Number Counter", series, "current") or 0
		missing = sorted(set(range(1, count + 1)) - set(numbers))
		doubled = sorted({number for number in numbers if numbers.count(number) > 1})
		if missing or doubled:
			points = tuple(point for point in number_gap_points(code))
			evidence = {"序列": series, "已发出": count, "缺号": missing[:50], "重号": doubled[:50]}
			text = "；".join(text for text in (f"缺 {missing[:5]}" if missing else "", f"重 {doubled[:5]}" if doubled else "") if text)
			yield Finding(f"编号序列 {series} 不连续：{text}。", evidence, points=points, level="高", key=f"{series} {missing[:50]} {doubled[:50]}")


def number_gap_points(code: str) -> list[str]:
	from gaoping_regulation.risk_control.detectors import RULES

	return [point for point in RULES["number-gap"].points if point.startswith(f"{code}-")]


def numbered():
	"""(matter, series, the serials on record) of every series of cases and documents."""
	for doctype, matter in registry.live_matters().items():
		code = matter["code"]
		by_day: dict[str, list[int]] = {}
		for number in frappe.get_all(doctype, {"case_no": ("is", "set")}, pluck="case_no"):
			parts = number.split("-")
			if len(parts) == 5 and parts[3].isdigit():
				by_day.setdefault(parts[2], []).append(int(parts[3]))
		for series in frappe.get_all("Number Counter", {"name": ("like", f"case-{code}-%")}, pluck="name"):
			yield code, series, by_day.get(series.rsplit("-", 1)[1], [])
		yield from numbered_documents(code)


def numbered_documents(code: str):
	for row in registry.latest_version(code).documents.values():
		pattern = row.get("number_format") or ""
		if "{serial" not in pattern:
			continue
		shape = serial_shape(pattern)
		found: dict[str, list[int]] = {}
		for number in frappe.get_all("Issued Document", {"matter": code, "kind": row["key"]}, pluck="number"):
			if match := shape.fullmatch(number or ""):
				found.setdefault(match.groupdict().get("year") or "", []).append(int(match["serial"]))
		for year, serials in found.items():
			yield code, f"document-{code}-{row['key']}" + (f"-{year}" if year else ""), serials


def serial_shape(pattern: str) -> re.Pattern:
	"""The regular expression of a number format: its serial and year as groups, all else as anything."""
	seen, parts = set(), []
	for piece in re.split(r"(\{[^}]+\})", pattern):
		name = piece[1:-1].split(":")[0] if piece.startswith("{") else None
		if name in ("serial", "year") and name not in seen:
			seen.add(name)
			parts.append(rf"(?P<{name}>\d+)")
		else:
			parts.append(r".*?" if name else re.escape(piece))
	return re.compile("".join(parts))


@of_case(
	"content-changed",
	"决定后的办件内容被改写",
	CHANGED + at("BA-1", FOOD),
	"办件决定后内容封存。现在的内容与决定文书冻结的内容不一致，说明数据被绕过系统直接改写。",
)
def content_changed(facts, limits):
	if not facts.doc.decided_on:
		return
	last = next((row for row in reversed(facts.documents) if row.issued_on and row.creation >= facts.doc.decided_on), None)
	if last is None:
		return
	frozen = json.loads(last.frozen)
	skipped = guard.NOT_CONTENT
	different = {}
	for df in facts.doc.meta.fields:
		field = df.fieldname
		if field in skipped or field not in frozen or not isinstance(frozen[field], str) or df.permlevel or df.read_only:
			continue
		now = "" if facts.doc.get(field) is None else str(facts.doc.get(field))
		if now != frozen[field] and frappe.utils.cast(df.fieldtype, now) != frappe.utils.cast(df.fieldtype, frozen[field]):
			different[df.label] = LONG_NUMBER.sub(lambda found: f"…{found.group()[-4:]}", f"{frozen[field]} → {now}")
	if different:
		evidence = {"文书": last.title, "文号": last.number, "改动": different, "最后修改": str(facts.doc.modified), "修改人": facts.doc.modified_by}
		yield Finding(f"决定后{'、'.join(different)}被改写。", evidence, level="高", key=str(sorted(different.items())))


@of_case(
	"material-lost",
	"申请材料被清除或替换",
	(*at("SD-1", TWO), *at("SC-4", FOOD), "QJ-SD-1"),
	"提交后的材料不能删除。留痕或者文书冻结的材料摘要与现在的材料不一致，或者文件已不在原处。",
)
def material_lost(facts, limits):
	if not facts.doc.case_no or not facts.documents:
		return
	stated = {}
	for document in facts.documents:
		stated.update(json.loads(document.frozen).get("files") or {})
	uploaded = {event["content"].get("摘要") for event in facts.events if event["kind"] == "上传材料"}
	for row in facts.doc.materials:
		digest = stated.get(row.material)
		if digest and row.sha256 != digest and row.sha256 not in uploaded:
			problem = "已被清除或替换"
		elif row.attachment and file_digest(row.attachment) != row.sha256:
			problem = "文件已丢失或被替换"
		else:
			continue
		evidence = {"材料": row.title, "原摘要": digest or row.sha256, "现摘要": file_digest(row.attachment), "附件": row.attachment}
		yield Finding(f"材料“{row.title}”{problem}。", evidence, level="高", key=f"{row.material} {problem} {digest or row.sha256}")


@of_case(
	"undelivered",
	"决定后未及时送达",
	UNDELIVERED,
	"作出决定后超过阈值工作日没有送达回证。期限见行政许可法第四十四条（十日，本局默认三个工作日，依据待确认）。",
	thresholds=(Threshold("days", "决定至送达的最多工作日", 3, "个工作日"),),
)
def undelivered(facts, limits):
	doc = facts.doc
	if not doc.decided_on or doc.delivered_on:
		return
	last_day = clock.due(get_datetime(doc.decided_on), int(limits["days"]))
	if getdate() > last_day:
		evidence = {"决定": str(doc.decided_on), "应送达": str(last_day), "现在": str(getdate())}
		yield Finding(f"{str(doc.decided_on)[:10]} 作出决定，至今没有送达。", evidence, key="undelivered")


@of_case(
	"missing-receipt",
	"缺送达回证或回证时间不实",
	(*UNDELIVERED, *at("SD-2", TWO)),
	"办结的办件，应送达的文书没有送达回证；或者回证的时间早于决定、早于文书签发。",
)
def missing_receipt(facts, limits):
	doc = facts.doc
	if doc.closed_on and doc.decided_on:
		kinds = {row["key"] for row in facts.version.documents.values() if row.get("needs_delivery")}
		receipts = {row.document for row in facts.receipts}
		for row in facts.documents:
			if row.kind in kinds and row.name not in receipts:
				yield Finding(f"办件已办结，{row.title}（{row.number}）没有送达回证。", {"文书": row.title, "文号": row.number, "办结": str(doc.closed_on)}, key=row.name)
	for receipt in facts.receipts:
		if doc.decided_on and get_datetime(receipt.delivered_on) < get_datetime(doc.decided_on):
			evidence = {"送达": str(receipt.delivered_on), "决定": str(doc.decided_on), "签收": masking.mask_name(receipt.received_by)}
			yield Finding("送达回证的时间早于决定，回证不实。", evidence, receipt.officer, level="高", key=f"early {receipt.name}")


@of_case(
	"often-reprinted",
	"文书多次补打",
	(*at("SD-1", TWO), "QJ-SD-1"),
	"同一文书的打印次数超过阈值的提示。补打须写明理由，由留痕记录。",
	mode=OBSERVE,
	thresholds=(Threshold("times", "最多打印次数", 3, "次"),),
)
def often_reprinted(facts, limits):
	for row in facts.documents:
		if (row.print_count or 0) > limits["times"]:
			yield Finding(f"{row.title}（{row.number}）已打印 {row.print_count} 次。", {"文号": row.number, "次数": row.print_count}, key=f"{row.name} {row.print_count}")


@of_site(
	"trail-broken",
	"留痕被改动",
	(*at("SL-2 JD-1", ("DY",)), "YJ-SL-2", "YJ-JD-2", "QJ-JD-2", *at("SC-4", FOOD)),
	"留痕的每一条都包含前一条的摘要。每日验证整条链，改动、删除、插入、截断的，指出从第几条断开；并与库外留存的日根核对。",
)
def trail_broken(limits):
	for problem in roots.verify():
		yield Finding(f"留痕第 {problem['seq']} 条：{problem['problem']}。", problem, level="高", key=f"{problem['seq']} {problem['problem']}")
