"""Rules that 食品小经营店 and 食品小摊点 share: workers with health certificates, items that may be sold."""

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from gaoping_regulation import validators
from gaoping_regulation.engine.errors import form_error
from gaoping_regulation.engine.masking import mask_id


def mask_workers(doc) -> None:
	for row in doc.workers:
		row.id_no = validators.normalise_id(row.id_no)
		row.id_no_masked = mask_id(row.id_no)


def problems(doc) -> list[dict]:
	"""Mistakes in workers, items and dates, each with its row."""
	found = []
	for row in doc.workers:
		if message := validators.id_number(row.id_no):
			found.append(form_error("id_no", message, "workers", row.idx))
		if message := validators.health_certificate(row):
			found.append(form_error("valid_until", f"{row.worker_name or ''}的{message}", "workers", row.idx))
	numbers = [row.certificate_no for row in doc.workers if row.certificate_no]
	for row in doc.workers:
		if row.certificate_no and numbers.count(row.certificate_no) > 1:
			found.append(form_error("certificate_no", "同一健康证明编号用于两人，请核对。", "workers", row.idx))
	if banned := banned_items(doc):
		found.append(form_error("business_items", f"{'、'.join(banned)}属于禁止经营的项目，请去掉。"))
	return found


def banned_items(doc) -> list[str]:
	chosen = [row.item for row in doc.business_items]
	if not chosen:
		return []
	item = DocType("Food Business Item")
	return frappe.qb.from_(item).select(item.name).where(item.name.isin(chosen) & (item.is_banned == 1)).run(pluck=True)


def is_late(doc) -> bool:
	"""Filed later than 15 days after opening (山西省三小条例: 开业之日起十五日内备案): a warning, no bar."""
	return bool(doc.opening_date) and (getdate() - getdate(doc.opening_date)).days > 15
