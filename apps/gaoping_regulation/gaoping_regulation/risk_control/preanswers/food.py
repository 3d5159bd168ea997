"""食品小经营店备案 and 食品小摊点备案."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import food
from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule

INDIVIDUAL = "2"


@rule("XT-SC-3", "XD-SC-3")
def no_doubt_left(doc):
	"""把关不严: no doubt of the machine's is left; the officer who finds them settled says how."""
	if doc.category == food.CANCEL:
		return FINE, "注销备案，登记内容未改变"
	found = [*expired(doc), *reused(doc), *others(doc)]
	if found:
		return PROBLEM, "；".join(found)
	return FINE, "健康证明均在有效期内，未发现系统疑点"


def expired(doc) -> list[str]:
	late = [row.worker_name for row in doc.get("workers") or [] if getdate(row.valid_until) < getdate()]
	return [f"健康证明已过期：{'、'.join(late)}"] if late else []


def reused(doc) -> list[str]:
	"""A health certificate's number that another person's filing carries."""
	found = []
	for row in doc.workers:
		filters = {"certificate_no": row.certificate_no, "worker_name": ("!=", row.worker_name), "parent": ("!=", doc.name)}
		if row.certificate_no and (other := frappe.db.get_value("Food Worker", filters, "worker_name")):
			found.append(f"健康证明编号{row.certificate_no}已用于{other}")
	return found


def others(doc) -> list[str]:
	found = []
	if food.is_late(doc):
		found.append(f"开业（{doc.opening_date}）超过 {food.DAYS_TO_FILE} 日才申请备案")
	if doc.get("credit_code") and doc.credit_code[1] != INDIVIDUAL and doc.applicant_type == "个体工商户":
		found.append("统一社会信用代码第二位不是 2（个体工商户），请核对营业执照")
	return found
