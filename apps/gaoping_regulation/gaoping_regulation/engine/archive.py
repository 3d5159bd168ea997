"""归档目录: what a closed case's file holds, each piece with the digest that proves it (domain 5.1; risk DY-SD-2, YJ-SD-2)."""

import frappe
from frappe.query_builder import DocType

from gaoping_regulation.engine import documents, events

# A Matter Document with this key lists the case's file; any matter may have it.
KEY = "archive_index"


def values(doc) -> dict:
	"""What the 归档目录 prints beside the case's own fields: {"archive": {materials, documents, checklists, trail}}.

	A document issued by the same step (送达回证) is rendered only after it; its digest stands in the trail.
	"""
	return {
		"archive": {
			"materials": materials(doc),
			"documents": issued(doc),
			"checklists": checklists(doc),
			"trail": trail(doc),
			"archived_by": events.full_name(frappe.session.user),
		}
	}


def materials(doc) -> list[dict]:
	"""The case's files in the order of its materials, the empty ones left out."""
	rows = [row for row in doc.get("materials") or [] if row.attachment]
	return [{"title": row.title, "file_name": row.file_name or "", "sha256": row.sha256 or "", "on": str(row.uploaded_on or "")[:10]} for row in rows]


def issued(doc) -> list[dict]:
	rows = documents.of_case(doc)
	return [{"title": row.title, "number": row.number, "sha256": row.sha256 or "", "on": str(row.issued_on)} for row in rows]


def checklists(doc) -> list[dict]:
	"""The risk checklists, by whom and when signed."""
	rows = frappe.get_all(
		"Stage Checklist",
		["stage_title", "status", "signed_by", "signed_on"],
		{"case_doctype": doc.doctype, "case_name": doc.name},
		order_by="opened_on asc",
		ignore_permissions=True,
	)
	return [
		{
			"title": row.stage_title,
			"status": row.status,
			"signed_by": events.full_name(row.signed_by) if row.signed_by else "",
			"on": str(row.signed_on or "")[:16],
		}
		for row in rows
	]


def trail(doc) -> dict:
	"""How many entries the case's trail has so far, and the hash of the last one."""
	event = DocType("Case Event")
	mine = frappe.qb.from_(event).where((event.case_doctype == doc.doctype) & (event.case_name == doc.name))
	found = mine.select(event.seq, event.hash).orderby(event.seq).run(as_dict=True)
	return {"count": len(found), "seq": found[-1].seq, "hash": found[-1].hash} if found else {"count": 0, "seq": 0, "hash": ""}
