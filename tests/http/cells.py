"""Cases in every state of a matter, made in-process by the shortest way, for the tests of every cell."""

import time
from collections import deque
from contextlib import contextmanager

from tests import matters, samples

APPLICANT, COUNTER = "applicant", "acceptor"
PORTAL_USERS = (APPLICANT, "applicant2")
DETAILS = {"received_by": "本人", "method": "直接送达", "place": "政务大厅", "competent_office": "县教育局"}
REASON = "逐格验证"
# 送达 waits for the case's documents; no other step does.
DELIVERIES = ("deliver", "hand_out")


class Cases:
	"""Takes cases as far as asked, as the trial accounts, and commits."""

	def __init__(self, frappe):
		self.frappe = frappe
		self.serial = 100

	@contextmanager
	def user(self, key: str):
		before = self.frappe.session.user
		self.frappe.set_user(key if key == "Administrator" else f"{key}@gaoping.local")
		try:
			yield
		finally:
			self.frappe.set_user(before)

	def walk(self, version, by: str):
		"""(state, its case) for every state that a case of `by` reaches; each case goes on from where it was looked at."""
		reached = ways(version, by)
		seen = set()
		for way in sorted(reached.values(), key=len, reverse=True):
			places = [version.initial["key"], *[action["to_state"] for action in way]]
			if places[-1] in seen:
				continue
			doc = self.draft(version, by)
			for state, action in zip(places, [*way, None], strict=True):
				if state not in seen:
					seen.add(state)
					yield state, doc
				if action:
					doc = self.take(version, doc, action, by)

	def in_state(self, version, state: str, by: str = APPLICANT):
		"""A fresh case of the matter in a state, applied for on the portal or entered at the counter."""
		doc = self.draft(version, by)
		for action in ways(version, by)[state]:
			doc = self.take(version, doc, action, by)
		assert doc.workflow_state == version.state_name(state)
		return doc

	def draft(self, version, by: str):
		from gaoping_regulation.casework import entry

		self.serial += 1
		with self.user(by):
			behind = {"applicant_user": self.frappe.session.user} if by in PORTAL_USERS else {}
			doc = entry.save_draft(version.code, self.form_of(version), behind=behind)
			self.attach_all(doc)
		self.frappe.db.commit()
		return self.frappe.get_doc(doc.doctype, doc.name)

	def form_of(self, version) -> dict:
		return matters.of(version.code).form(self.serial)

	def attach_all(self, doc) -> None:
		"""A scan for each material of a case, as the session's user."""
		from gaoping_regulation.portal import uploads

		for row in list(doc.materials):
			fresh = self.frappe.get_doc(doc.doctype, doc.name)
			uploads.attach(fresh, row.material, "scan.png", samples.scan(f"{doc.name} {row.material}"), True)

	def take(self, version, doc, action: dict, by: str):
		"""Take an action as whoever may, signing the stage's checklist first where there is one."""
		from gaoping_regulation.engine import cases

		with self.user(self.taker(version, action, by)):
			if action["kind"] == "officer":
				self.sign(doc)
			self.prepare(version, doc, action)
			fresh = self.frappe.get_doc(doc.doctype, doc.name)
			fresh.flags.by_engine = action["kind"] == "system"
			cases.act(fresh, action["action"], REASON, **details_for(action, doc))
		self.frappe.db.commit()
		return self.frappe.get_doc(doc.doctype, doc.name)

	def prepare(self, version, doc, action: dict) -> None:
		"""What the action needs to be done in the case before it, as the session's user."""
		if action["key"] in DELIVERIES:
			self.render(doc)
		if prepare := getattr(matters.of(version.code), "prepare", None):
			prepare(self, doc, action)

	def taker(self, version, action: dict, by: str) -> str:
		from tests.access_rules import takers

		if action["kind"] != "officer":
			return "Administrator" if action["kind"] == "system" else by
		return sorted(takers(version, action["from_state"], action) - {by})[0]

	def sign(self, doc) -> None:
		"""Sign the checklist of the case's stage as the session's user, unless he has."""
		from gaoping_regulation.engine import checklist

		found = checklist.current(doc, doc.stage)
		if found is None or found.status not in (checklist.OPEN, checklist.SIGNED) or found.signed_by == self.frappe.session.user:
			return
		checklist.sign(found.name, self.answers(self.frappe.get_doc("Stage Checklist", found.name)))

	def answers(self, checklist) -> dict:
		return {item.point: {"result": "符合", "remark": "已核实"} for item in checklist.items}

	def render(self, doc, seconds: int = 30) -> None:
		"""Wait for the worker to print the case's documents: 送达 needs them."""
		until = time.monotonic() + seconds
		while time.monotonic() < until:
			self.frappe.db.commit()
			if not self.frappe.get_all("Issued Document", {"case_name": doc.name, "sha256": ("is", "not set")}):
				return
			time.sleep(0.1)
		raise TimeoutError(f"no PDF of {doc.name} within {seconds} s; see logs/")


def details_for(action: dict, doc) -> dict:
	if action.get("needs_items"):
		return {"items": [{"code": doc.materials[0].material, "text": "请重新提交"}]}
	more = getattr(matters.of(doc.matter), "details", lambda action, doc: {})(action, doc)
	return {**DETAILS, **more} if action["kind"] == "officer" else more


def enterer(version, by: str) -> str:
	"""Whose case it is: the applicant's, or that of the matter's own counter."""
	return getattr(matters.of(version.code), "COUNTER", COUNTER) if by == COUNTER else by


def ways(version, by: str) -> dict[str, list[dict]]:
	"""{state: the shortest way of actions to it from the first} for a case of `by`, the trial accounts being what they are.

	A case entered at the counter gets no further than where its own enterer's role alone would act.
	"""
	start = version.initial["key"]
	found, queue = {start: []}, deque([start])
	while queue:
		state = queue.popleft()
		for action in version.actions:
			if action["from_state"] == state and action["to_state"] not in found and open_to(version, action, by):
				found[action["to_state"]] = [*found[state], action]
				queue.append(action["to_state"])
	return found


def open_to(version, action: dict, by: str) -> bool:
	from tests.access_rules import takers

	roles = takers(version, action["from_state"], action)
	if action["kind"] == "system":
		return True
	return by in roles if action["kind"] == "applicant" else bool(roles - {by})
