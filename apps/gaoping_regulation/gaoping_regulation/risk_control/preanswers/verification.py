"""计量强制器具检定: what the records themselves tell."""

from collections import Counter

from frappe.utils import getdate

from gaoping_regulation.casework.verification import certificates, measuring, records, standards
from gaoping_regulation.engine import documents
from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule


@rule("QJ-SC-1")
def no_copied_readings(doc):
	"""伪造数据: the same readings for several instruments; honest rows differ in their last digit."""
	seen = Counter(
		tuple((row.nominal, *(row.get(field) for field in measuring.READINGS)) for row in record.points) for record in records.of_case(doc)
	)
	copied = sum(count for readings, count in seen.items() if count > 1 and readings)
	if copied:
		return PROBLEM, f"{copied} 台器具的读数完全相同，请核实"
	# Invention that is not copied leaves no such trace: the officer answers.
	return None, "没有发现读数完全相同的器具"


@rule("QJ-SC-2")
def by_regulation(doc):
	"""违反规程: nothing missing, the regulation in force on the day, conclusion by the data."""
	wrong = [record.record_no for record in records.of_case(doc) if record.missing() or not record.conclusion]
	if wrong:
		return PROBLEM, f"原始记录不完整：{'、'.join(wrong)}"
	return None, "原始记录完整，结论由数据计算；检定点是否符合规程由核验员核对"


@rule("QJ-SC-3")
def approved_standards(doc):
	"""未经考核的计量标准: in date, of the kind, in range, fine enough on the day of the verification."""
	found = [problem["message"] for record in records.of_case(doc) for problem in standards.problems(record, record.day())]
	if found:
		return PROBLEM, "；".join(found[:3])
	return FINE, "所用标准器的考核和溯源证书在检定日有效，种类、范围和准确度满足要求"


@rule("QJ-SC-4")
def qualified_officers(doc):
	"""未取得检定员证件: each record's 检定员 was qualified on the day."""
	all_records = records.of_case(doc)
	found = [standards.unqualified(record.verifier, record.catalogue_item, record.day()) for record in all_records if record.verifier]
	found = [message for message in found if message]
	if found:
		return PROBLEM, "；".join(found[:3])
	return (FINE, "检定员持有效证件且覆盖所检种类") if all(record.verifier for record in all_records) else (None, None)


@rule("QJ-SC-5", "QJ-SD-2")
def in_time(doc):
	"""超出检定时效, 发放不及时: the stage's due date; a delay means that no fee is charged (强检办法 art. 15)."""
	if doc.due_on and getdate(doc.due_on) < getdate():
		return PROBLEM, f"应于 {doc.due_on} 前办理，已超时"
	return FINE, f"在时限内（{doc.due_on} 前）"


@rule("QJ-JD-2")
def unchanged_results(doc):
	"""擅自改变检定结果: data and conclusion agree, and no 不合格 became 合格 on the way."""
	changed = []
	for record in records.of_case(doc):
		computed, _ = measuring.conclusion(record.appearance, [row.as_dict() for row in record.points])
		if computed != record.conclusion:
			return PROBLEM, f"{record.record_no} 的结论与数据不一致"
		if record.attempt > 1 and records.earlier_conclusion(record) not in ("", record.conclusion):
			changed.append(record.record_no)
	if changed:
		return PROBLEM, f"重新检定后结论改变：{'、'.join(changed)}"
	return FINE, "核验后数据已封存，结论与数据一致"


@rule("QJ-SD-1")
def signed_documents(doc):
	"""把关不严: every instrument has its numbered document."""
	kinds = (certificates.CERTIFICATE, certificates.NOTICE)
	issued = [row for row in documents.of_case(doc) if row.kind in kinds and row.number]
	if len(issued) != len(doc.instruments):
		return PROBLEM, f"{len(doc.instruments)} 台器具，只有 {len(issued)} 份文书"
	return None, f"{len(issued)} 份文书均已签发编号；领取人身份请核对"
