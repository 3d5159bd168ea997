"""回避: an officer does not act on a case of somebody whom he declared as his own kin or interest.

《中华人民共和国公职人员政务处分法》 and the charts' 回避制度; matched by ID number or credit code, phone and address of
applicant and agent. The same name alone proves nothing.
"""

import frappe
from frappe.utils import getdate

from gaoping_regulation.engine.errors import SelfHandling, refuse

NUMBERS = ("id_no", "credit_code", "agent_id_no")
PHONES = ("phone", "agent_phone")
ADDRESSES = ("address", "place", "stall_place", "shop_address")
TABLES = ("workers", "parties")


def declared(user: str, day=None) -> list:
	"""The officer's declarations in force on a day (today)."""
	today = getdate(day)
	fields = ["name", "person_name", "relation", "id_no", "phone", "address", "valid_from", "valid_until"]
	rows = frappe.get_all("Recusal Declaration", fields, {"officer": user})
	return [row for row in rows if getdate(row.valid_from) <= today and (not row.valid_until or getdate(row.valid_until) >= today)]


def match(doc, user: str) -> str | None:
	"""What ties the case to somebody the officer declared ("证件号码", "电话", "地址"), or None."""
	rows = declared(user)
	if not rows:
		return None
	values = {"证件号码": gather(doc, NUMBERS), "电话": gather(doc, PHONES), "地址": gather(doc, ADDRESSES)}
	fields = {"证件号码": "id_no", "电话": "phone", "地址": "address"}
	for row in rows:
		for label, found in values.items():
			if plain(row.get(fields[label])) and plain(row.get(fields[label])) in found:
				return label
	return None


def gather(doc, names: tuple[str, ...]) -> set[str]:
	rows = [doc, *(row for table in TABLES for row in doc.get(table) or [])]
	return {plain(row.get(name)) for row in rows for name in names} - {""}


def plain(value) -> str:
	return "".join(str(value or "").split()).upper()


def require_none(doc, user: str) -> None:
	"""Raise SelfHandling if the officer must recuse himself from the case."""
	if label := match(doc, user):
		refuse(f"本件的{label}与您申报的回避关系人相同，您应当回避。请转由其他人员办理。", SelfHandling, "应当回避")
