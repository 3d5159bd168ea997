"""`make seed-demo N=2000`: a site with plausible cases of all matters in all states, taken there by the engine.

In-process, as the trial accounts; nothing is written past the engine and every date is the day's own. A case walks
at random from action to action and stops somewhere on its way, most of them at their end.
"""

import json
import os
import random
import sys
import time

from tests import access_rules, matters
from tests.demo import plausible
from tests.demo.stage import ROOT
from tests.http.cells import APPLICANT, Cases, details_for, enterer
from tests.http.verifications import BAD, GOOD

MOST = 20_000
# What of a hundred cases is whose, as a county's counter sees them.
SHARES = {"XT": 40, "XD": 30, "QJ": 12, "DY": 12, "YJ": 6}
# How often an action is chosen beside the others of its state.
WEIGHTS = {"withdraw": 0.4, "reject": 0.5, "refuse": 0.7, "request_correction": 1.2, "send_back": 0.6, "fix": 0.8, "back": 0.3}
USUAL = 10
STOPS, PROBLEMS, COUNTER_SHARE, FAILS, CHANGES = 0.06, 0.03, 0.25, 0.15, 0.4
LONGEST = 30
PRINTED_FOR = ("deliver", "hand_out")
SHOWN_EVERY = 50


class Filling(Cases):
	"""Begins cases and lets each walk through its matter."""

	def __init__(self, frappe, seed: int):
		super().__init__(frappe)
		self.serial = int(time.time()) % 800_000
		self.random = random.Random(seed)
		self.versions = {version.code: version for version in access_rules.matters()}
		self.registered: list[str] = []
		self.counts: dict[tuple[str, str], int] = {}

	def fill(self, number: int) -> int:
		"""Make so many cases; returns how many failed. One failing stops no other."""
		started, failed = time.monotonic(), 0
		codes = self.random.choices(list(SHARES), list(SHARES.values()), k=number)
		for place, code in enumerate(codes, 1):
			try:
				doc = self.walk(self.versions[code])
				self.counts[code, doc.workflow_state] = self.counts.get((code, doc.workflow_state), 0) + 1
			except Exception as error:
				self.frappe.db.rollback()
				failed += 1
				print(f"  {code} 第 {place} 件未完成：{type(error).__name__} {error}", flush=True)
			if place % SHOWN_EVERY == 0 or place == number:
				seconds = time.monotonic() - started
				print(f"  {place} 件，{seconds:.0f} 秒，每秒 {place / seconds:.2f} 件", flush=True)
		return failed

	def walk(self, version):
		"""One case from its draft to where it stops; returns it."""
		by = enterer(version, "acceptor") if self.random.random() < COUNTER_SHARE else self.random.choice((APPLICANT, "applicant2"))
		doc = self.begin(version, by)
		for _step in range(LONGEST):
			actions = self.open_actions(version, doc, by)
			if not actions or self.random.random() < STOPS:
				break
			action = self.random.choices(actions, [WEIGHTS.get(row["key"], USUAL) for row in actions])[0]
			doc = self.take(version, doc, action, by)
		self.note_registration(doc)
		return doc

	def begin(self, version, by: str):
		"""A draft with its materials: a new application, or now and then a change of a registration."""
		if version.code == "DY" and self.registered and by == APPLICANT and self.random.random() < CHANGES:
			return self.begin_change(version)
		self.form = plausible.form(version.code, self.serial + 1, self.random)
		return self.draft(version, by)

	def form_of(self, version) -> dict:
		return self.form

	def begin_change(self, version):
		from gaoping_regulation.casework import entry, registers

		number = self.registered.pop(self.random.randrange(len(self.registered)))
		category = self.random.choice(("变更", "变更", "注销"))
		more = {"cancel_reason": "主债权消灭"} if category == "注销" else plausible.change(self.random)
		with self.user(APPLICANT):
			doc = registers.begin_change(version.code, number, category)
			doc = entry.save_draft(version.code, {"commitment": 1, "privacy_consent": 1, **more}, doc.name)
			self.attach_all(doc)
		self.frappe.db.commit()
		return self.frappe.get_doc(doc.doctype, doc.name)

	def note_registration(self, doc) -> None:
		"""Keep the registration's number of an applicant's finished application: it may be changed later."""
		ended = doc.doctype == "Chattel Mortgage Registration" and doc.closed_on and doc.decision == "准予"
		if ended and doc.category != "注销" and doc.applicant_user == f"{APPLICANT}@gaoping.local":
			filters = {"case_name": doc.name, "kind": "certificate"}
			number = doc.register_entry or self.frappe.db.get_value("Issued Document", filters, "number")
			self.registered.append(number)

	def open_actions(self, version, doc, by: str) -> list[dict]:
		"""The actions that somebody may take now; the system takes its own when their day comes."""
		state = version.state(doc.workflow_state)["key"]
		rows = [row for row in version.actions if row["from_state"] == state and row["kind"] != "system"]
		return [row for row in rows if self.takers_of(version, row, by)]

	def takers_of(self, version, action: dict, by: str) -> list[str]:
		roles = access_rules.takers(version, action["from_state"], action)
		if action["kind"] == "officer":
			return sorted(roles - {by})
		return [by] if by.removesuffix("2") in roles else []

	def take(self, version, doc, action: dict, by: str):
		from gaoping_regulation.engine import cases

		if action["key"] in PRINTED_FOR:
			self.print_documents(doc)
		with self.user(self.random.choice(self.takers_of(version, action, by))):
			if action["kind"] == "officer":
				self.sign(doc)
			self.prepare(version, doc, action)
			fresh = self.frappe.get_doc(doc.doctype, doc.name, for_update=True)
			self.attach_missing(version, fresh)
			details = {**details_for(action, doc), **plausible.details(action)}
			cases.act(fresh, action["action"], plausible.reason(action, self.random), **details)
		self.frappe.db.commit()
		return self.frappe.get_doc(doc.doctype, doc.name)

	def attach_missing(self, version, doc) -> None:
		"""A form that was sent back is sealed again after its last change (动产抵押)."""
		state = version.state(doc.workflow_state) or {}
		if state.get("uploads_only"):
			self.attach_all(doc)
			doc.reload()

	def prepare(self, version, doc, action: dict) -> None:
		"""QJ: the records, some of which fail."""
		if version.code == "QJ" and action["key"] == "finish":
			readings = BAD if self.random.random() < FAILS else GOOD
			matters.of("QJ").fill(self.frappe, doc, readings)

	def print_documents(self, doc) -> None:
		"""送达 needs the files: print here what the worker has not printed yet."""
		from gaoping_regulation.engine import documents

		waiting = {"case_name": doc.name, "sha256": ("is", "not set")}
		with self.user("Administrator"):
			for name in self.frappe.get_all("Issued Document", waiting, pluck="name"):
				documents.render(name)
				self.frappe.db.commit()

	def answers(self, checklist) -> dict:
		"""符合 throughout, now and then a problem in a stage that is not 高 (there a second officer must confirm)."""
		found = super().answers(checklist)
		if checklist.level != "高" and self.random.random() < PROBLEMS:
			point = self.random.choice(list(found))
			found[point] = {"result": "发现问题", "remark": "材料首页填写不完整，已当场提醒改正。"}
		return found


def main(site: str, number: int) -> int:
	os.chdir(ROOT / "sites")
	import frappe
	from gaoping_regulation import compat

	frappe.init(site=site, sites_path=str(ROOT / "sites"))
	frappe.connect()
	compat.apply()
	frappe.local.lang = "zh"
	filling = Filling(frappe, int(time.time()))
	print(f"经系统办理 {number} 件：")
	failed = filling.fill(number)
	for (code, state), count in sorted(filling.counts.items()):
		print(f"  {code} {state} {count}")
	frappe.destroy()
	return 1 if failed else 0


if __name__ == "__main__":
	if not sys.argv[2].isdigit() or not 0 < int(sys.argv[2]) <= MOST:
		sys.exit(f"N must be a number from 1 to {MOST}, not {json.dumps(sys.argv[2])}.")
	sys.exit(main(sys.argv[1], int(sys.argv[2])))
