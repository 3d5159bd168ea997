"""Running the detectors: behind the trail after each event, and all of them once a day.

The follower is a consumer of the trail: it reads the events behind its cursor and looks at each case that they name.
It runs in a worker, so that a rule can neither delay nor undo what an officer does; a rule that fails stops no other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, now_datetime

from gaoping_regulation.casework import retention
from gaoping_regulation.engine import afterwards, events, registry
from gaoping_regulation.risk_control import alerts, detectors
from gaoping_regulation.risk_control.detectors import OBSERVE, OFF, Detector, Finding, Insufficient
from gaoping_regulation.risk_control.detectors.facts import Facts

CURSOR, SETTINGS = "detectors", "gaoping_detectors"
WAIT_SECONDS = 60
# How long after its end a case is looked at every night.
RECENT_DAYS = 30
BATCH = 500


def follow() -> int:
	"""Look at every case that the trail names behind the cursor; returns how many cases were looked at."""
	with alone():
		looked = catch_up()
		events.follower_ends()
		# What was recorded between the last look and that moment has waked nobody.
		return looked + catch_up()


def catch_up() -> int:
	looked = 0
	frappe.db.commit()
	while found := unseen(cursor()):
		for doctype, name in dict.fromkeys((row.case_doctype, row.case_name) for row in found if row.case_name):
			look_at(doctype, name)
			looked += 1
		attempts([row for row in found if row.kind == afterwards.REFUSED])
		move_cursor(found[-1].seq)
		frappe.db.commit()
	return looked


@contextmanager
def alone() -> Iterator[None]:
	"""One follower at a time, without a row lock that would make the officers wait; the next one waits its turn."""
	name = f"follower {frappe.local.site}"[:64]
	frappe.db.sql("select get_lock(%s, %s)", (name, WAIT_SECONDS))
	try:
		yield
	finally:
		frappe.db.sql("select release_lock(%s)", name)


def cursor() -> int:
	"""Where the follower stands in the trail."""
	return frappe.db.get_value("Number Counter", CURSOR, "current") or 0


def move_cursor(seq: int) -> None:
	frappe.db.sql(
		"insert into `tabNumber Counter` (name, `key`, current, creation, modified) values (%s, %s, %s, now(), now())"
		" on duplicate key update current = values(current)",
		(CURSOR, CURSOR, seq),
	)


def unseen(start: int) -> list:
	event = DocType("Case Event")
	fields = (event.seq, event.kind, event.case_doctype, event.case_name, event.actor, event.content)
	found = frappe.qb.from_(event).select(*fields).where((event.seq > start) & (event.seq <= start + BATCH))
	return found.orderby(event.seq).run(as_dict=True)


def attempts(refused: list) -> None:
	"""Refused attempts are no case's own events: the rule about them reads the entries themselves."""
	from gaoping_regulation.risk_control.detectors import prevented

	rule = detectors.all()["refused-attempt"]
	mode, limits = settings(rule)
	if mode != OFF:
		for event in refused:
			guarded(rule, lambda event=event: report(rule, mode, prevented.attempt(event, limits)))


def look_at(doctype: str, name: str) -> None:
	"""Run every rule about one case on a case."""
	if not registry.is_matter(doctype) or not frappe.db.exists(doctype, name):
		return
	if frappe.db.exists("Case Event", {"case_name": name, "kind": retention.CLEARED}):
		# Its materials and personal values are gone by the rules; whoever compares them would cry wolf.
		return
	facts = Facts(doctype, name)
	for rule in detectors.all().values():
		if rule.of_case is None:
			continue
		mode, limits = settings(rule)
		if mode != OFF:
			guarded(rule, lambda rule=rule, mode=mode, limits=limits: report(rule, mode, rule.of_case(facts, limits), facts.doc))


def daily() -> None:
	"""Every rule about all cases, and the rules about one case on every case that is open or ended of late."""
	for doctype in registry.live_matters():
		for name in open_or_recent(doctype):
			look_at(doctype, name)
	for rule in detectors.all().values():
		if rule.of_site:
			run_site(rule)
			frappe.db.commit()


def open_or_recent(doctype: str) -> list[str]:
	numbered = {"case_no": ("is", "set")}
	since = add_to_date(now_datetime(), days=-RECENT_DAYS)
	found = frappe.get_all(doctype, {**numbered, "closed_on": ("is", "not set")}, pluck="name")
	return found + frappe.get_all(doctype, {**numbered, "closed_on": (">", since)}, pluck="name")


def run_site(rule: Detector) -> None:
	"""Run a rule about all cases and note its result with the rule: found, nothing found, or 数据不足."""
	mode, limits = settings(rule)
	if mode == OFF:
		return
	try:
		found = report(rule, mode, rule.of_site(limits))
		state = f"发现 {found} 项" if found else "未发现"
	except Insufficient as short:
		state = str(short)
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"检测规则 {rule.key}")
		state = "运行出错，见错误日志"
	frappe.db.set_value("Detection Rule", rule.key, {"last_run": now_datetime(), "last_state": state}, update_modified=False)


def guarded(rule: Detector, run) -> None:
	"""One rule that fails stops no other: it only reads, and what it found is put on record one by one."""
	try:
		run()
	except Insufficient:
		return
	except Exception:
		frappe.log_error(title=f"检测规则 {rule.key}")


def report(rule: Detector, mode: str, findings, doc=None) -> int:
	"""Raise an alert for each finding; returns how many were found, known ones included.

	Each is committed by itself: the trail's lock is never held while a rule thinks.
	"""
	found = list(findings or ())
	for finding in found:
		try:
			raise_for(rule, mode, finding, doc)
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
			raise_for(rule, mode, finding, doc)
		frappe.db.commit()
	return len(found)


def raise_for(rule: Detector, mode: str, found: Finding, doc) -> str | None:
	case = found.doc or doc
	own = tuple(code for code in rule.points if case is None or code.startswith(f"{case.matter}-"))
	return alerts.raise_alert(
		rule.key,
		found.summary,
		found.evidence,
		title=rule.title,
		doc=case,
		officer=found.officer,
		points=found.points or own,
		level=found.level,
		stage=found.stage,
		key=found.key,
		observed=mode == OBSERVE,
	)


def settings(rule: Detector) -> tuple[str, dict[str, float]]:
	"""The rule's mode and thresholds, as the record has them; the rule's own where it has none yet."""
	limits = {item.key: item.value for item in rule.thresholds} | {"sample_size": rule.sample_size}
	record = recorded().get(rule.key)
	if record is None:
		return rule.mode, limits
	limits.update({key: value for key, value in record["thresholds"].items() if key in limits})
	if rule.statistical:
		limits["sample_size"] = record["sample_size"]
	return record["mode"], limits


def recorded() -> dict[str, dict]:
	"""{rule: {"mode", "sample_size", "thresholds"}} as the records have them, kept together until one of them changes."""
	found = frappe.cache.get_value(SETTINGS)
	if found is None:
		rows = frappe.get_all("Detection Rule", ["name", "mode", "sample_size"])
		found = {row.name: {"mode": row.mode, "sample_size": row.sample_size, "thresholds": {}} for row in rows}
		for row in frappe.get_all("Detection Threshold", ["parent", "key", "value"], {"parenttype": "Detection Rule"}):
			found[row.parent]["thresholds"][row.key] = row.value
		frappe.cache.set_value(SETTINGS, found)
	return found


def forget_settings() -> None:
	"""Read the records anew, now and once this transaction is over."""
	frappe.cache.delete_value(SETTINGS)
	frappe.db.after_commit.add(lambda: frappe.cache.delete_value(SETTINGS))


def sync() -> None:
	"""Bring the records Detection Rule in step with the registry: new ones added, texts renewed, settings left alone."""
	for rule in detectors.all().values():
		if frappe.db.exists("Detection Rule", rule.key):
			record = frappe.get_doc("Detection Rule", rule.key)
		else:
			record = frappe.new_doc("Detection Rule")
			record.update({"key": rule.key, "mode": rule.mode, "sample_size": rule.sample_size})
		given = {row.key: row.value for row in record.thresholds}
		record.update({"title": rule.title, "kind": rule.kind, "statistical": int(rule.statistical), "explanation": rule.explanation})
		record.points = "、".join(rule.points)
		record.set("thresholds", [])
		for item in rule.thresholds:
			value = given.get(item.key, item.value)
			record.append("thresholds", {"key": item.key, "label": item.label, "value": value, "unit": item.unit})
		record.flags.syncing = True
		record.save(ignore_permissions=True)
	forget_settings()
	stale = frappe.get_all("Detection Rule", {"name": ("not in", list(detectors.RULES))}, pluck="name")
	for name in stale:
		rule = frappe.get_doc("Detection Rule", name)
		rule.flags.syncing = True
		rule.delete(ignore_permissions=True, force=True)
