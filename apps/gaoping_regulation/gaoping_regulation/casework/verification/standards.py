"""Who may verify with what (QJ-SC-3, QJ-SC-4): standards in date, for the kind, wide and fine enough; officers qualified."""

from decimal import Decimal

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework.verification import measuring
from gaoping_regulation.engine.errors import form_error
from gaoping_regulation.engine.events import full_name

DEFAULT_RATIO = 3


def ratio() -> int:
	"""A standard's error is at most one part in so many of the instrument's limit (customary; a setting)."""
	return frappe.get_cached_doc("Regulation Settings").standard_ratio or DEFAULT_RATIO


def problems(record, day) -> list[dict]:
	"""What is wrong with the standards of a record on the day of the verification, by row."""
	found, used = [], []
	for row in record.standards:
		standard = frappe.get_cached_doc("Measurement Standard", row.standard)
		wrong = out_of_use(standard, record.catalogue_item, day) or other_unit(standard, record.unit)
		found += [form_error("standard", f"“{standard.title}”{wrong}", "standards", row.idx)] if wrong else []
		used.append(standard)
	return found + (uncovered(record.points, used, ratio()) if used else [])


def out_of_use(standard, kind: str, day) -> str | None:
	if standard.disabled:
		return "已停用，请换用其他标准器。"
	if getdate(standard.valid_until) < day:
		return f"的考核证书已于 {standard.valid_until} 到期，不得用于检定。请换用有效的标准器。"
	if getdate(standard.traceability_valid_until) < day:
		return f"的溯源证书已于 {standard.traceability_valid_until} 到期，不得用于检定。请换用有效的标准器。"
	if kind not in [row.catalogue_item for row in standard.kinds]:
		return f"不能检定“{kind}”，请换用覆盖这个种类的标准器。"
	return None


def other_unit(standard, unit: str | None) -> str | None:
	if unit and standard.unit != unit:
		return f"的单位是 {standard.unit}，原始记录的单位是 {unit}，请改为一致。"
	return None


def uncovered(points: list, standards: list, parts: int) -> list[dict]:
	"""The points that no standard covers in range and is fine enough for."""
	found = []
	for point in points:
		nominal, limit = measuring.number(point.nominal), measuring.number(point.mpe)
		if nominal is None or limit is None:
			continue
		reaching = [row for row in standards if decimal(row.range_min) <= nominal <= decimal(row.range_max)]
		if not reaching:
			found.append(form_error("nominal", f"标准值 {point.nominal} 超出所用标准器的测量范围，请换用或者增加标准器。", "points", point.idx))
		elif not any(decimal(row.max_error) * parts <= abs(limit) for row in reaching):
			message = f"所用标准器的误差大于被检最大允许误差 {point.mpe} 的 {parts} 分之一，准确度不够，请换用更准确的标准器。"
			found.append(form_error("mpe", message, "points", point.idx))
	return found


def decimal(value) -> Decimal:
	return Decimal(str(value or 0))


def unqualified(user: str, kind: str, day) -> str | None:
	"""Why a user may not verify (or check) a kind on a day; None if he may."""
	name = frappe.db.get_value("Verification Officer", {"user": user, "disabled": 0})
	if not name:
		return f"{full_name(user)}没有登记检定员证件，不得检定或者核验。请由检测所负责人先登记。"
	officer = frappe.get_cached_doc("Verification Officer", name)
	if getdate(officer.valid_until) < day:
		return f"{full_name(user)}的检定员证件已于 {officer.valid_until} 到期，不得检定或者核验。"
	if kind not in [row.catalogue_item for row in officer.get("items")]:
		return f"{full_name(user)}的检定员证件不包括“{kind}”，请由有资格的人员办理。"
	return None
