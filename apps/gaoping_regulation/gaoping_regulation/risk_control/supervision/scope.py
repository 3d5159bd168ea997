"""Whose figures a user may see, and for which matters and days.

纪检监察 and 分管领导 watch all matters; 业务股所长 and 检测所负责人 the matters whose cases they read. Nobody else has
a supervision report (issue 5.7): the officers' own work is in the inbox.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe.utils import escape_html, getdate

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.actors import roles_of
from gaoping_regulation.engine.errors import CaseError, refuse
from gaoping_regulation.matters.records import readable

WATCHERS = ("inspector", "deputy_director")
HEADS = ("division_head", "lab_head")
MANAGER = "System Manager"
REFUSED = "监督统计由纪检监察、分管领导查看，业务股所长和检测所负责人查看本人所管的事项。您没有这些角色。"
SAMPLE = 20


@dataclass(frozen=True)
class Scope:
	"""What a report covers: the matters' DocTypes with their codes, and the days from first to last."""

	matters: dict[str, str]
	first: date
	last: date
	whole: bool
	titles: dict[str, str] = field(default_factory=dict)

	@property
	def codes(self) -> list[str]:
		return list(self.matters.values())

	@property
	def end(self) -> date:
		"""The day after the last: for `<` on moments."""
		return self.last + timedelta(days=1)

	def covers(self, moment) -> bool:
		return bool(moment) and self.first <= getdate(moment) <= self.last


def watches(user: str | None = None) -> bool:
	"""Whether the user sees the figures of all matters, and those about single officers."""
	return holds(WATCHERS, user) or MANAGER in frappe.get_roles(user)


def holds(keys: tuple[str, ...], user: str | None = None) -> bool:
	return bool({role_name(key) for key in keys} & roles_of(user or frappe.session.user))


def require() -> None:
	"""Raise PermissionError unless the caller watches or heads."""
	if not watches() and not holds(HEADS):
		frappe.throw(REFUSED, frappe.PermissionError, title="不能查看")


def require_watcher(what: str) -> None:
	"""Raise PermissionError for a head, too: `what` is for those who watch all matters."""
	if not watches():
		frappe.throw(f"{what}由纪检监察和分管领导查看。", frappe.PermissionError, title="不能查看")


def of(filters: dict | None = None) -> Scope:
	"""The scope of the caller's request.

	Args:
		filters: {"matter": code, "from_date", "to_date"}, each may be missing: all his matters, this year so far

	Raises:
		PermissionError: the caller has no supervision reports, or not of this matter
		CaseError: a date cannot be read, or the last day is before the first
	"""
	require()
	filters = frappe._dict(filters or {})
	last = day(filters.to_date, "截止日期") or getdate()
	first = day(filters.from_date, "起始日期") or last.replace(month=1, day=1)
	if last < first:
		refuse("截止日期早于起始日期，请重新选择。", CaseError)
	return Scope(matters_of(filters.matter), first, last, whole=watches() and not filters.matter, titles=titles())


def matters_of(code: str | None) -> dict[str, str]:
	live = registry.live_matters()
	allowed = list(live) if watches() else readable(frappe.session.user)
	found = {doctype: live[doctype]["code"] for doctype in ordered(live) if doctype in allowed}
	if not code:
		return found
	found = {doctype: known for doctype, known in found.items() if known == code}
	if not found:
		frappe.throw(f"没有事项“{escape_html(str(code))}”，或者它不归您管。", frappe.PermissionError, title="不能查看")
	return found


def ordered(live: dict) -> list[str]:
	"""The matters' DocTypes in the guide's order."""
	order = frappe.get_all("Administrative Matter", pluck="ref_doctype", order_by="sort_order asc, code asc")
	return [doctype for doctype in order if doctype in live]


def titles() -> dict[str, str]:
	return {row.name: row.title for row in frappe.get_all("Administrative Matter", ["name", "title"])}


def day(value, what: str) -> date | None:
	"""A day of a filter, None for an empty one; raises CaseError for what is no date."""
	if not value:
		return None
	try:
		found = getdate(value)
	except Exception:
		found = None
	if not isinstance(found, date):
		refuse(f"{what}不是有效的日期，请按“年-月-日”填写。", CaseError)
	return found


def sample_size() -> int:
	"""Below so many an officer's or a rule's share says nothing: shown as 数据不足, never as 正常."""
	return frappe.db.get_single_value("Regulation Settings", "supervision_sample_size", cache=True) or SAMPLE


def insufficient(has: int, needs: int | None = None) -> str:
	"""数据不足 with how many there are and how many it takes, or nothing."""
	needs = needs or sample_size()
	return f"数据不足（{has}/{needs}）" if has < needs else ""
