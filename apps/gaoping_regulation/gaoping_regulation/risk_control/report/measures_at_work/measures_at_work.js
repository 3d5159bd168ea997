frappe.query_reports["Measures At Work"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.linked("by", (row) => row.route && `/app/${row.route}`),
};
