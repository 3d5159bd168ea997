"""The records of a case as its actions need them: opened at 受理, complete, checked, sent back with their history kept."""

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.casework.verification import measuring, standards
from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import SelfHandling, TransitionRefused, refuse

RECORD = "Verification Record"
OPEN, CHECKED, RETURNED, ENDED = "检定中", "已核验", "已退回", "已终止"
COPIED = (
	"instrument_name",
	"catalogue_item",
	"model",
	"measuring_range",
	"serial_no",
	"maker",
	"accuracy_class",
	"scale_division",
	"use_place",
	"sample_no",
)
# What a verification that is repeated starts with: its conditions, not its results.
KEPT_SETTING = ("jjg_no", "jjg_on", "place", "unit", "not_public")
SHOWN = 5
# How many instruments an entry of the trail names; their number stands beside.
LISTED = 20


def of_case(doc, statuses: tuple[str, ...] = (OPEN, CHECKED)) -> list:
	"""The records of a case that count, by the rows of its application."""
	names = frappe.get_all(RECORD, {"case_name": doc.name, "status": ("in", statuses)}, pluck="name", order_by="row_no asc, attempt asc")
	return [frappe.get_doc(RECORD, name) for name in names]


def write(record) -> None:
	record.flags.by_engine = True
	record.flags.ignore_permissions = True
	record.save()


def open_for(doc) -> None:
	"""受理: a record for each instrument, with the regulation that the catalogue names."""
	for row in doc.instruments:
		item = frappe.get_cached_doc("Instrument Catalogue Item", row.catalogue_item)
		start(doc, row, 1, {"jjg_no": item.jjg_no, "jjg_on": item.jjg_on, "not_public": 0})


def start(doc, row, attempt: int, values: dict) -> None:
	record = frappe.new_doc(RECORD)
	record.update({field: row.get(field) for field in COPIED})
	record.update(
		{
			"record_no": f"{row.sample_no}-{attempt}",
			"status": OPEN,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"matter": doc.matter,
			"attempt": attempt,
			"row_no": row.get("row_no") or row.idx,
			"instrument_row": row.get("instrument_row") or row.name,
			**values,
		}
	)
	record.flags.by_engine = True
	record.insert(ignore_permissions=True)


def require_complete(doc) -> None:
	"""完成检定: every record is filled in, without mistakes, with a conclusion; the refusal names instrument and gap."""
	found = []
	for record in of_case(doc):
		gaps = record.missing()
		record.compute()
		texts = [f"缺{'、'.join(gaps)}"] if gaps else [problem["message"] for problem in mistakes(record)]
		if texts:
			found.append(f"第{record.row_no}台 {record.instrument_name}（出厂编号 {record.serial_no}）：{'；'.join(texts)}")
	if found:
		more = f"<br>……共 {len(found)} 台。" if len(found) > SHOWN else ""
		refuse(f"原始记录未完成，请补齐后再完成检定：<br>{'<br>'.join(found[:SHOWN])}{more}", TransitionRefused, "原始记录未完成")


def mistakes(record) -> list[dict]:
	if not record.verifier:
		return [{"message": "没有检定员"}]
	return record.problems() or ([] if record.conclusion else [{"message": "没有结论"}])


def require_checker(doc) -> None:
	"""核验通过: 核验员 is not the 检定员 and is qualified for every kind (QJ-SC-4)."""
	user = frappe.session.user
	for record in of_case(doc, (OPEN,)):
		if record.verifier == user:
			refuse(f"{record.instrument_name}（{record.serial_no}）由您检定，须由另一名核验员核验。", SelfHandling)
		if message := standards.unqualified(user, record.catalogue_item, getdate()):
			refuse(message, TransitionRefused)


def require_unchanged(doc) -> None:
	"""签发: what was checked is what the data say (QJ-JD-2), and the signatory verified or checked nothing."""
	for record in of_case(doc):
		if frappe.session.user in (record.verifier, record.checker):
			refuse(f"{record.instrument_name}（{record.serial_no}）由您检定或者核验，须由他人签发。", SelfHandling)
		now, _ = measuring.conclusion(record.appearance, [row.as_dict() for row in record.points])
		if record.status != CHECKED or not now or now != record.conclusion:
			refuse(f"第{record.row_no}台 {record.instrument_name}的结论与检定数据不一致，不能签发。请退回检定，并告知纪检监察人员。", TransitionRefused)


def check(doc) -> None:
	"""核验通过: freeze the records that are not checked yet; a 不合格 that became 合格 is told in the trail."""
	for record in of_case(doc, (OPEN,)):
		record.status, record.checker, record.checked_on = CHECKED, frappe.session.user, now_datetime()
		write(record)
		if record.attempt > 1 and record.conclusion != earlier_conclusion(record):
			events.record(doc, "检定结论改变", 样品=record.sample_no, 原结论=earlier_conclusion(record), 现结论=record.conclusion)


def earlier_conclusion(record) -> str:
	earlier = {"case_name": record.case_name, "sample_no": record.sample_no, "attempt": record.attempt - 1}
	return frappe.db.get_value(RECORD, earlier, "conclusion") or ""


def named(doc, given) -> list:
	"""The records that a 退回检定 names by their row numbers; all where it names none.

	Raises TransitionRefused for a number that is no instrument of the case.
	"""
	found = of_case(doc)
	wanted = [str(number).strip() for number in (given if isinstance(given, list) else [given])] if given else []
	known = {str(record.row_no): record for record in found}
	if unknown := [number for number in wanted if number not in known]:
		refuse(f"第{unknown[0][:20]}台不在本件可退回的原始记录中，请从页面上的清单选择。", TransitionRefused)
	return [record for number, record in known.items() if not wanted or number in wanted]


def send_back(doc, reason: str, given=None) -> None:
	"""退回检定: each record named stays as history with the reason, and a new one is opened for the instrument.

	What is not named keeps its data: 已核验 stays so, and what was not checked yet is closed to the 检定员.
	"""
	chosen_records = named(doc, given)
	returned = {record.name for record in chosen_records}
	for record in of_case(doc, (OPEN,)):
		if record.name not in returned and not record.kept:
			record.kept = 1
			write(record)
	events.record(doc, "退回原始记录", 器具=[f"第{record.row_no}台 {record.instrument_name}（{record.serial_no}）" for record in chosen_records][:LISTED], 台数=len(chosen_records))
	for record in chosen_records:
		record.status, record.returned_reason = RETURNED, reason
		write(record)
		points = [{"item": row.item, "nominal": row.nominal, "mpe": row.mpe} for row in record.points]
		chosen = [{"standard": row.standard} for row in record.standards]
		start(doc, record, record.attempt + 1, {**{field: record.get(field) for field in KEPT_SETTING}, "points": points, "standards": chosen})


def end(doc) -> None:
	"""撤回: the records are closed as they stand."""
	for record in of_case(doc):
		record.status = ENDED
		write(record)
