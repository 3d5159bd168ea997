"""Records that only the engine writes, put into their table in one statement."""

import frappe

NAME_LENGTH = 20


def insert(doctype: str, rows: list[dict]) -> list[str]:
	"""Write new records with a random name and the session's stamps; returns their names.

	No links are checked and no hooks run: the framework's own insert costs more for a checklist than for the case.

	Args:
		doctype: one of the engine's own (see protection.KEPT) or a child table of theirs
		rows: field values; every row has the same fields
	"""
	if not rows:
		return []
	now, user = frappe.utils.now(), frappe.session.user
	stamps = {"creation": now, "modified": now, "owner": user, "modified_by": user, "docstatus": 0}
	full = [{"name": frappe.generate_hash(length=NAME_LENGTH), **stamps, **row} for row in rows]
	columns = ", ".join(f"`{field}`" for field in full[0])
	places = f"({', '.join(['%s'] * len(full[0]))})"
	frappe.db.sql(
		f"INSERT INTO `tab{doctype}` ({columns}) VALUES {', '.join([places] * len(full))}",
		[value for row in full for value in row.values()],
	)
	return [row["name"] for row in full]
