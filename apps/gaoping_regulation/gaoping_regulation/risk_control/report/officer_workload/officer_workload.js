frappe.query_reports["Officer Workload"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.linked("officer_name", (row) => gaoping.supervision.signed(row.officer)),
};
