"""Factories for the unit tests: valid, saved cases, taken as far as a test wants, as the real roles."""

import io
import itertools
from contextlib import contextmanager

import frappe
from frappe.utils import add_days, today
from PIL import Image

from gaoping_regulation.casework import entry
from gaoping_regulation.engine import cases, checklist
from gaoping_regulation.portal import uploads

places = itertools.count(1)
STALL = "Small Food Stall Filing"
ANOTHER_ID = "11010519491231002X"
OFFICER_OF = {"review": "reviewer", "decide": "approver", "deliver": "deliverer"}


@contextmanager
def user(name: str):
	"""Act as a trial account (the key of its role, applicant2, or Administrator)."""
	before = frappe.session.user
	frappe.set_user(name if name == "Administrator" else f"{name}@gaoping.local")
	try:
		yield
	finally:
		frappe.set_user(before)


def picture(kind: str = "PNG", size: tuple[int, int] = (295, 413)) -> bytes:
	buffer = io.BytesIO()
	Image.new("RGB", size, "#8ab4d8").save(buffer, kind)
	return buffer.getvalue()


def stall_values(**changes) -> dict:
	"""A valid form of 食品小摊点备案."""
	return {
		"applicant_name": "赵春梅",
		"gender": "女",
		"id_no": "140581199001010006",
		"phone": "13835612345",
		"address": "高平市北城街道康乐街12号",
		"stall_type": "固定摊点",
		"township": "北城街道",
		"business_address": f"高平市育才街便民早市{next(places)}号位",
		"business_hours": "06:00-09:30",
		"opening_date": today(),
		"business_items": "热食类制售",
		"commitment": 1,
		"privacy_consent": 1,
		"workers": [worker()],
		**changes,
	}


def worker(**changes) -> dict:
	return {
		"worker_name": "赵春梅",
		"id_no": "140581199001010006",
		"post": "经营者",
		"certificate_no": "晋高卫健甲000001",
		"issued_on": add_days(today(), -30),
		"valid_until": add_days(today(), 300),
		**changes,
	}


def draft(applicant: str = "applicant", **changes):
	"""A saved draft of a 食品小摊点备案."""
	with user(applicant):
		return entry.save_draft("XT", stall_values(**changes), behind={"applicant_user": frappe.session.user})


def attach_all(doc, signed: bool = True, leave_out: tuple[str, ...] = ()):
	"""Upload the four materials of a case as its applicant."""
	with user(doc.applicant_user.split("@")[0]):
		for row in list(doc.materials):
			if row.material not in leave_out:
				fresh = frappe.get_doc(doc.doctype, doc.name)
				uploads.attach(fresh, row.material, "scan.png", picture(), signed)
	return frappe.get_doc(doc.doctype, doc.name)


def submitted(**changes):
	"""A case in 待审查."""
	doc = attach_all(draft(**changes))
	with user("applicant"):
		return cases.act(doc, "提交")


def sign(doc, officer: str, **answers) -> None:
	"""Sign the open checklist of the case's stage, everything 符合 unless said otherwise."""
	with user(officer):
		name = checklist.current(doc, doc.stage).name
		points = [item.point for item in frappe.get_doc("Stage Checklist", name).items]
		given = {point: {"result": "符合", "remark": "已核实"} for point in points}
		checklist.sign(name, {**given, **answers})


def act(doc, officer: str, action: str, reason: str | None = None, **details):
	"""Take an action as an account; returns the case read anew."""
	with user(officer):
		fresh = frappe.get_doc(doc.doctype, doc.name)
		cases.act(fresh, action, reason, **details)
	return frappe.get_doc(doc.doctype, doc.name)


def signed_act(doc, officer: str, action: str, reason: str | None = None, **details):
	sign(doc, officer)
	return act(doc, officer, action, reason, **details)


def decided(action: str = "准予备案", reason: str | None = None):
	"""A case in 待送达, its decision made."""
	doc = signed_act(submitted(), "reviewer", "资料齐全")
	return signed_act(doc, "approver", action, reason)
