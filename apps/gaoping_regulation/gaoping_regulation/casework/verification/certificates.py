"""签发: each instrument gets its 检定证书 or 检定结果通知书, both in one case where results differ; 发放 enters the register."""

import frappe
from frappe.utils import add_days, getdate

from gaoping_regulation.casework.verification import dates, measuring, records
from gaoping_regulation.engine import batches, documents, events, registry, specimens, standing

REGISTER = "Instrument Register"
REMINDER, DEFAULT_DAYS = "检定到期提醒", 30
CERTIFICATE, NOTICE = "certificate", "result_notice"
PRINTED = (*records.COPIED, "record_no", "jjg_no", "jjg_on", "temperature", "humidity", "place", "unit", "appearance", "conclusion", "failed_items", "verified_on")


def issue(doc) -> None:
	"""One document for each record: with a last day of validity only if the instrument passed."""
	version = registry.version_of(doc)
	for record in records.of_case(doc, (records.CHECKED,)):
		item = frappe.get_cached_doc("Instrument Catalogue Item", record.catalogue_item)
		passed = record.conclusion == measuring.PASSED
		until = dates.valid_until(getdate(record.verified_on), item.as_dict()) if passed else None
		fields = {"valid_until": until, "not_public": record.not_public}
		issued = documents.issue(doc, version, CERTIFICATE if passed else NOTICE, values_of(record, item), fields)
		record.document = issued.name
		records.write(record)


def values_of(record, item) -> dict:
	"""What a certificate prints of its record, frozen with it; other instruments of the case stay out."""
	return {
		"record": shown(record),
		"instruments": [],
		"validity_label": dates.label(item.as_dict()),
		"verifier_name": events.full_name(record.verifier),
		"checker_name": events.full_name(record.checker),
		"signatory_name": events.full_name(frappe.session.user),
	}


def shown(record) -> dict:
	"""A record's printed fields with its points and standards, as plain values."""
	rows = {table: [documents.plain_row(row) for row in record.get(table)] for table in ("points", "standards")}
	return {**{field: plain(record.get(field)) for field in PRINTED}, **rows}


def specimen_values() -> dict:
	"""What a certificate prints of its record, where there is none: the guide's specimen."""
	record = specimens.blank(records.RECORD)
	names = {key: specimens.BLANK for key in ("verifier_name", "checker_name", "signatory_name")}
	return {"record": {**shown(record), "conclusion": measuring.PASSED}, "validity_label": "有效期至", **names}


def plain(value) -> str:
	return "" if value is None else str(value)


def identity(maker: str, model: str, serial_no: str) -> str:
	"""What makes an instrument one of its own in the register."""
	return "|".join("".join((part or "").split()).upper() for part in (maker, model, serial_no))


def enter_register(doc) -> None:
	"""发放: the register's entry of each instrument follows its last certificate or notice."""
	for record in records.of_case(doc, (records.CHECKED,)):
		key = identity(record.maker, record.model, record.serial_no)
		name = frappe.db.get_value(REGISTER, {"identity": key})
		entry = frappe.get_doc(REGISTER, name, for_update=True) if name else frappe.new_doc(REGISTER)
		document = frappe.db.get_value("Issued Document", record.document, ["number", "valid_until"], as_dict=True)
		entry.update({field: record.get(field) for field in ("instrument_name", "catalogue_item", "maker", "model", "serial_no", "use_place", "verified_on")})
		entry.update(
			{
				"identity": key,
				"holder": doc.applicant_name,
				"applicant_user": standing.person(doc),
				"status": "有效" if record.conclusion == measuring.PASSED else measuring.FAILED,
				"result": record.conclusion,
				"next_due_on": document.valid_until,
				"document": record.document,
				"certificate_no": document.number,
				"reminded_on": None,
				"matter": doc.matter,
				"case_doctype": doc.doctype,
				"case_name": doc.name,
				"case_no": doc.case_no,
			}
		)
		write(entry)


def write(entry) -> None:
	entry.flags.by_engine = True
	entry.flags.ignore_permissions = True
	entry.save()


def due() -> list[str]:
	"""Instruments that fall due within the setting's days and were not reminded of yet."""
	days = frappe.get_cached_doc("Regulation Settings").verification_reminder_days or DEFAULT_DAYS
	filters = {
		"status": "有效",
		"reminded_on": ("is", "not set"),
		"next_due_on": ("between", [getdate(), add_days(getdate(), days)]),
	}
	return frappe.get_all(REGISTER, filters, pluck="name", order_by="next_due_on asc")


def daily() -> None:
	"""Note a reminder in the trail for each instrument that falls due, once. One failing stops no other."""
	batches.each(due(), remind, lambda name: f"检定到期提醒失败 {name}")


def remind(name: str) -> None:
	entry = frappe.get_doc(REGISTER, name, for_update=True)
	entry.reminded_on = getdate()
	write(entry)
	case = frappe.get_doc(entry.case_doctype, entry.case_name)
	events.record(case, REMINDER, 器具=entry.instrument_name, 出厂编号=entry.serial_no, 有效期至=str(entry.next_due_on))
