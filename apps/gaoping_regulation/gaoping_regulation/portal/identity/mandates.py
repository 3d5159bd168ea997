"""委托代理: a principal lets an agent act for him in named matters, from a day to a day; either ends it at once."""

from datetime import date

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import events, registry
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.portal.identity import profiles

DOCTYPE = "Mandate"
MOST = 100
FIELDS = ["name", "principal_name", "agent_name", "valid_from", "valid_until", "revoked_on"]


def give(user: str, account: str, name: str, matters: list, valid_from: str, valid_until: str) -> str:
	"""Give a mandate; returns its name.

	Raises FormErrors that name the field (no such account, no matter, days that are none or lie in the past), or
	StateLocked where the principal has no profile yet: the forms are filled in from it.
	"""
	profile = profiles.of(user)
	if profile is None:
		refuse("请先填写并保存“我的资料”，再委托他人代办。", StateLocked)
	agent = profiles.account_of(account, name)
	if agent == user:
		raise_form_errors([form_error("account", "不能委托自己。")])
	first, last, problems = period(valid_from, valid_until)
	codes = known(matters)
	if not codes:
		problems.append(form_error("matters", "请勾选委托代办的事项。"))
	if frappe.db.count(DOCTYPE, {"principal": user, "revoked_on": ("is", "not set")}) >= MOST:
		problems.append(form_error("account", "委托太多了，请先撤销不再需要的委托。"))
	raise_form_errors(problems)
	doc = frappe.new_doc(DOCTYPE)
	doc.update({"principal": user, "principal_name": profile.applicant_name, "agent": agent, "agent_name": name.strip()})
	doc.update({"valid_from": first, "valid_until": last, "matters": [{"matter": code} for code in codes]})
	doc.flags.by_engine = True
	doc.insert(ignore_permissions=True)
	events.append("委托代理", {"委托": doc.name, "代理人": agent, "事项": "、".join(codes), "自": str(first), "至": str(last)}, matter="")
	return doc.name


def period(valid_from: str, valid_until: str) -> tuple:
	"""(first day, last day, errors)."""
	problems, days = [], []
	for field, value in (("valid_from", valid_from), ("valid_until", valid_until)):
		# Not the framework's getdate, to which nothing at all is today.
		try:
			days.append(date.fromisoformat(value.strip()))
		except ValueError:
			days.append(None)
			problems.append(form_error(field, "日期不正确，请按 年-月-日 填写，例如 2026-12-31。"))
	first, last = days
	if first and last and last < max(first, getdate()):
		problems.append(form_error("valid_until", "截止日期不能早于起始日期，也不能早于今天。"))
	return first, last, problems


def known(matters: list) -> list[str]:
	live = {row["code"] for row in registry.live_matters().values()}
	return sorted({code for code in matters if isinstance(code, str)} & live) if isinstance(matters, list) else []


def revoke(user: str, mandate: str) -> None:
	"""End a mandate now, as its principal or its agent; the record stays."""
	doc = frappe.get_doc(DOCTYPE, mandate, for_update=True) if frappe.db.exists(DOCTYPE, mandate) else None
	if doc is None or user not in (doc.principal, doc.agent):
		refuse("没有这项委托，请刷新页面。", frappe.DoesNotExistError, "没有查到")
	if doc.revoked_on:
		refuse("这项委托已经撤销。", StateLocked)
	doc.revoked_on, doc.revoked_by = now_datetime(), user
	doc.flags.by_engine = True
	doc.save(ignore_permissions=True)
	events.append("撤销委托", {"委托": doc.name, "代理人": doc.agent}, matter="")


def of(user: str) -> dict:
	"""{"given", "received"}: a user's mandates, newest first, each with its status and the matters' titles."""
	return {side: listed({field: user}) for side, field in (("given", "principal"), ("received", "agent"))}


def listed(filters: dict) -> list[dict]:
	rows = frappe.get_all(DOCTYPE, FIELDS, filters, order_by="creation desc", limit=MOST)
	titles = dict(frappe.get_all("Administrative Matter", ["name", "title"], as_list=True))
	for row in rows:
		codes = frappe.get_all("Mandate Matter", {"parent": row.name}, pluck="matter", order_by="idx asc")
		row.matters = [titles.get(code, code) for code in codes]
		row.status = status(row)
		row.revoked_on = str(row.revoked_on or "")
	return rows


def status(row) -> str:
	if row.revoked_on:
		return "已撤销"
	if getdate(row.valid_until) < getdate():
		return "已到期"
	return "未生效" if getdate(row.valid_from) > getdate() else "有效"
