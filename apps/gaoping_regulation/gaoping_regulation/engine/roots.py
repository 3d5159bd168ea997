"""The trail's daily root, kept outside the database: who rewrites the whole chain, counter and all, is found by it.

One line a day (day, number of entries, hash of the last) in a file of the site's own folder, or where
`gaoping_audit_folder` of the site's configuration says: best on another machine. The public page shows the latest, so
that anybody may keep a copy.
"""

import os
from pathlib import Path

import frappe
from frappe.query_builder import DocType

from gaoping_regulation.engine import events

NAME = "roots.txt"
SHOWN = 10


def path() -> Path:
	folder = frappe.conf.get("gaoping_audit_folder") or frappe.get_site_path("audit")
	return Path(folder) / NAME


def read() -> list[dict]:
	"""[{"day", "seq", "hash"}], the oldest first; empty before the first day is over."""
	file = path()
	if not file.exists():
		return []
	rows = [line.split() for line in file.read_text().splitlines() if line.strip()]
	return [{"day": row[0], "seq": int(row[1]), "hash": row[2]} for row in rows if len(row) == 3]


def daily() -> None:
	"""Write down today's root, once a day; a chain that does not reach back to the last root is written all the same."""
	known, last = read(), last_entry()
	today = frappe.utils.nowdate()
	if last is None or (known and known[-1]["day"] == today):
		return
	file = path()
	file.parent.mkdir(parents=True, exist_ok=True)
	with file.open("a") as output:
		output.write(f"{today} {last['seq']} {last['hash']}\n")
		output.flush()
		os.fsync(output.fileno())


def last_entry() -> dict | None:
	event = DocType("Case Event")
	found = frappe.qb.from_(event).select(event.seq, event.hash).orderby(event.seq, order=frappe.qb.desc).limit(1).run(as_dict=True)
	return found[0] if found else None


def problems() -> list[dict]:
	"""[{"seq", "problem"}] for each root that the trail no longer agrees with."""
	roots = read()
	event = DocType("Case Event")
	rows = frappe.qb.from_(event).select(event.seq, event.hash).where(event.seq.isin([root["seq"] for root in roots] or [0])).run()
	now = dict(rows)
	return [
		{"seq": root["seq"], "problem": f"与 {root['day']} 留存的日根不一致" if root["seq"] in now else f"{root['day']} 留存的日根所指的留痕已不存在"}
		for root in roots
		if now.get(root["seq"]) != root["hash"]
	]


def verify() -> list[dict]:
	"""Where the trail breaks, by its own chain and by the roots kept elsewhere; empty when it is whole."""
	return events.verify_chain() + problems()
