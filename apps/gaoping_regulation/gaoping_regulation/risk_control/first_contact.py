"""首问负责: the first of the office who acted in a case answers for it until it is closed. The trail tells who."""

import frappe


def of(doctype: str, case: str) -> dict | None:
	"""{"user", "name", "at", "kind"} of the first officer in the case's trail; None before anybody acted."""
	applicants = set(frappe.db.get_value(doctype, case, ["applicant_user", "principal"]) or ())
	for row in frappe.get_all("Case Event", ["actor", "actor_name", "at", "kind"], {"case_doctype": doctype, "case_name": case}, order_by="seq asc"):
		staff = frappe.get_cached_value("User", row.actor, "user_type") == "System User" and row.actor != "Administrator"
		if staff and row.actor not in applicants:
			return {"user": row.actor, "name": row.actor_name, "at": str(row.at)[:16], "kind": row.kind}
	return None
