"""Rules of the application's instruments (检定业务申请书): in the catalogue, one row each, none twice."""

import frappe

from gaoping_regulation.casework.verification.certificates import identity
from gaoping_regulation.engine.errors import form_error

LIMIT = 500
FORCED = ("V", "P+V")
NOT_FORCED = "非强检，可校准：这个器具不在强制检定目录内，可以自愿送检或者校准，不在本事项办理，请去掉这一行。"


def problems(rows: list) -> list[dict]:
	"""Mistakes in the instruments, each with its row."""
	found = []
	if len(rows) > LIMIT:
		found.append(form_error("instruments", f"一次最多申请 {LIMIT} 台，现有 {len(rows)} 台，请分次申请。"))
	forced = forced_kinds()
	first: dict[str, int] = {}
	for row in rows:
		if row.catalogue_item and row.catalogue_item not in forced:
			found.append(form_error("catalogue_item", NOT_FORCED, "instruments", row.idx))
		if int(row.quantity or 1) != 1:
			found.append(form_error("quantity", "一台一行，数量填 1；多台请分行填写。", "instruments", row.idx))
		key = identity(row.maker, row.model, row.serial_no)
		if not (row.maker and row.model and row.serial_no):
			continue
		if key in first:
			found.append(form_error("serial_no", f"生产厂家、型号、出厂编号与第{first[key]}行相同，请核对。", "instruments", row.idx))
		first.setdefault(key, row.idx)
	return found


def unverified(rows: list) -> list[str]:
	"""One sentence for each kind of the instruments that the catalogue has as 待核对."""
	kinds = sorted({row.catalogue_item for row in rows if row.catalogue_item})
	open_kinds = frappe.get_all("Instrument Catalogue Item", {"name": ("in", kinds or [""]), "verified": 0}, pluck="name")
	return [f"目录中的“{name}”待核对：检定规程、周期还没有与目录原文核对，请先核实。" for name in sorted(open_kinds)]


def forced_kinds() -> set[str]:
	"""The catalogue's kinds that are verified by force; what is only 型式批准 (P) is not."""
	return set(frappe.get_all("Instrument Catalogue Item", {"supervision": ("in", FORCED)}, pluck="name"))
