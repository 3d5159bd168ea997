frappe.query_reports["Open Questions"] = {
	formatter: gaoping.supervision.linked("where", (row) => row.route),
};
