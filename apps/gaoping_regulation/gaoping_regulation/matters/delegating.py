"""代班: an officer's roles given to another for the days of his leave, and taken back by themselves.

The deputy really holds the roles: lists, inbox, checklists and separation of duties work for him as for anybody, and
what he does stands in his own name. Only what he did not hold before is given, and only that is taken back.
"""

import frappe
from frappe.utils import getdate

from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.matters import officers
from gaoping_regulation.matters.fence import role_keys

DOCTYPE = "Delegation"
PLANNED, RUNNING, ENDED, REVOKED = "待生效", "生效中", "已结束", "已收回"
LONGEST = 92


def check(doc) -> None:
	"""A new delegation: two officers whom the caller may administer, some days, handling roles alone."""
	if doc.officer == doc.deputy:
		refuse("代班人员不能是请假人员本人，请另选一人。", CaseError)
	first, last = getdate(doc.from_date), getdate(doc.to_date)
	if last < first or last < getdate():
		refuse("代班的截止日期须不早于起始日期和今天，请改正。", CaseError)
	if (last - first).days > LONGEST:
		refuse(f"代班不超过{LONGEST}日；更长的请在“人员授权”中调整角色。", CaseError)
	absent, deputy = officers.officer(doc.officer), officers.officer(doc.deputy)
	if not deputy.enabled:
		refuse("代班人员的账号已停用，请另选一人。", CaseError)
	if not missing(absent, deputy):
		refuse("代班人员已有请假人员的全部角色，不需要代班授权。", CaseError)


def missing(absent, deputy) -> list[str]:
	"""The handling roles that the deputy lacks."""
	keys, held = role_keys(), {row.role for row in deputy.roles}
	return sorted(row.role for row in absent.roles if keys.get(row.role) not in (None, *officers.RESERVED) and row.role not in held)


def begin(doc) -> None:
	"""Give the deputy what he lacks; kept with the delegation, so that just this is taken back."""
	absent, deputy = frappe.get_doc("User", doc.officer), frappe.get_doc("User", doc.deputy, for_update=True)
	given = missing(absent, deputy)
	for role in given:
		deputy.append("roles", {"role": role})
	deputy.save(ignore_permissions=True)
	officers.record("代班开始", doc.deputy, given, 请假人员=doc.officer, 自=str(doc.from_date), 至=str(doc.to_date), 事由=doc.reason)
	write(doc, status=RUNNING, roles="、".join(given))


def end(doc, status: str = ENDED) -> None:
	"""Take back what this delegation gave; what another that runs needs as well is handed over to it."""
	taken = set(filter(None, (doc.roles or "").split("、")))
	for name in frappe.get_all(DOCTYPE, {"deputy": doc.deputy, "status": RUNNING, "name": ("!=", doc.name)}, pluck="name"):
		other = frappe.get_doc(DOCTYPE, name, for_update=True)
		needed = taken & {row.role for row in frappe.get_doc("User", other.officer).roles}
		if needed:
			write(other, roles="、".join(sorted({*filter(None, (other.roles or "").split("、")), *needed})))
			taken -= needed
	deputy = frappe.get_doc("User", doc.deputy, for_update=True)
	deputy.set("roles", [row for row in deputy.roles if row.role not in taken])
	deputy.save(ignore_permissions=True)
	officers.record("代班结束", doc.deputy, sorted(taken), 请假人员=doc.officer, 方式=status)
	write(doc, status=status)


def write(doc, **values) -> None:
	doc.update(values)
	doc.flags.by_engine = True
	doc.save(ignore_permissions=True)


@frappe.whitelist(methods=["POST"])
def revoke(delegation: str) -> dict:
	"""End a delegation before its last day: the officer is back."""
	officers.require_admin()
	doc = frappe.get_doc(DOCTYPE, delegation, for_update=True)
	if doc.status == RUNNING:
		end(doc, REVOKED)
	elif doc.status == PLANNED:
		write(doc, status=REVOKED)
	else:
		refuse(f"这次代班{doc.status}，不需要收回。", CaseError)
	return {"delegation": doc.name, "status": doc.status}


def daily() -> None:
	"""Begin what begins today, end what ended yesterday (every day, before the other jobs)."""
	today = getdate()
	for name in frappe.get_all(DOCTYPE, {"status": RUNNING, "to_date": ("<", today)}, pluck="name"):
		end(frappe.get_doc(DOCTYPE, name, for_update=True))
	for name in frappe.get_all(DOCTYPE, {"status": PLANNED, "from_date": ("<=", today)}, pluck="name"):
		doc = frappe.get_doc(DOCTYPE, name, for_update=True)
		if getdate(doc.to_date) < today:
			write(doc, status=ENDED)
		else:
			begin(doc)
