frappe.query_reports["Overdue Cases"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.linked("case_no", (row) => gaoping.supervision.form(row.doctype, row.case)),
};
