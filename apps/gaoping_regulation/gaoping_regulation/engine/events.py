"""The audit trail: append-only Case Events, each hashed over its content and the hash of the one before.

The previous hash is read under the chain's own row lock, the last lock a transaction takes
(order: case, counter, chain). Entries hold copies, no Links: a renamed user must not break the proof.
"""

import hashlib

import frappe
from frappe.query_builder import DocType
from frappe.utils import now_datetime

from gaoping_regulation.engine import rows
from gaoping_regulation.engine.errors import to_json
from gaoping_regulation.engine.numbering import next_number

CHAIN = "case-event"
BATCH = 5000
FIRST_HASH = "0" * 64
FOLLOWER = "gaoping_regulation.risk_control.detectors.runner.follow"
WAITING = "gaoping_follower_waiting"
HASHED = ("seq", "matter", "case_doctype", "case_name", "case_no", "kind", "at", "actor", "actor_name", "content")


def record(doc, kind: str, **content) -> None:
	"""Append an event about a case to the chain, in the case's own transaction.

	Args:
		doc: the application document
		kind: what happened, as people read it (提交, 资料齐全, 签发文书 …)
		content: values worth proving; never a full ID number
	"""
	append(
		kind,
		content,
		matter=doc.get("matter") or "",
		case_doctype=doc.doctype,
		case_name=doc.name,
		case_no=doc.get("case_no") or "",
	)


def append(kind: str, content: dict, **case) -> None:
	"""Append an event; `case` holds matter, case_doctype, case_name, case_no, each "" where there is none."""
	seq = next_number(CHAIN)
	user = frappe.session.user
	entry = {
		"seq": seq,
		"matter": case.get("matter", ""),
		"case_doctype": case.get("case_doctype", ""),
		"case_name": case.get("case_name", ""),
		"case_no": case.get("case_no", ""),
		"kind": kind,
		"at": now_datetime().isoformat(sep=" ", timespec="microseconds"),
		"actor": user,
		"actor_name": full_name(user),
		"content": to_json(content),
	}
	entry["previous_hash"] = hash_of(seq - 1)
	entry["hash"] = digest(entry)
	rows.insert("Case Event", [entry])


def wake_follower() -> None:
	"""Have the detectors look at what is new in the trail once this transaction is committed; one job at a time.

	`gaoping_detect_at_once: 0` in the site's configuration leaves all of it to the daily round, for a weak machine.
	"""
	if frappe.conf.get("gaoping_detect_at_once", 1):
		frappe.db.after_commit.add(enqueue_follower)


def enqueue_follower() -> None:
	if frappe.cache.set(frappe.cache.make_key(WAITING), 1, nx=True, ex=60):
		frappe.enqueue(FOLLOWER, queue="long")


def follower_ends() -> None:
	"""What is recorded from now on needs a job of its own; what came before is the running one's."""
	frappe.cache.delete(frappe.cache.make_key(WAITING))


def full_name(user: str) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user


def hash_of(seq: int) -> str:
	"""The hash of entry number seq; the chain begins with zeros."""
	if seq == 0:
		return FIRST_HASH
	event = DocType("Case Event")
	found = frappe.qb.from_(event).select(event.hash).where(event.seq == seq).run()
	return found[0][0] if found else "missing"


def digest(entry: dict) -> str:
	"""SHA-256 over the previous hash and the entry's canonical JSON."""
	body = to_json({key: entry[key] or "" if key != "seq" else int(entry[key]) for key in HASHED})
	return hashlib.sha256((entry["previous_hash"] + body).encode()).hexdigest()


def entries():
	"""The trail from its beginning, a few thousand entries at a time: it only ever grows."""
	event = DocType("Case Event")
	fields, last = [event[name] for name in (*HASHED, "previous_hash", "hash")], 0
	while rows := frappe.qb.from_(event).select(*fields).where(event.seq > last).orderby(event.seq).limit(BATCH).run(as_dict=True):
		yield from rows
		last = rows[-1].seq


def verify_chain() -> list[dict]:
	"""Read the whole chain and return where it breaks: list of {"seq", "problem"}; empty when it is whole.

	Found: an entry changed, removed, or inserted. What was cut off the end is found by the counter.
	"""
	problems, previous, expected = [], FIRST_HASH, 1
	# Read first: an entry that comes while the chain is read is no missing one.
	counted = frappe.db.get_value("Number Counter", CHAIN, "current") or 0
	for row in entries():
		if row.seq != expected:
			problems.append({"seq": expected, "problem": f"缺少第 {expected} 至 {row.seq - 1} 条"})
		elif row.previous_hash != previous:
			problems.append({"seq": row.seq, "problem": "与前一条不衔接"})
		if digest(row) != row.hash:
			problems.append({"seq": row.seq, "problem": "内容被改动"})
		previous, expected = row.hash, row.seq + 1
	if counted >= expected:
		problems.append({"seq": expected, "problem": f"末尾缺少第 {expected} 至 {counted} 条"})
	return problems
