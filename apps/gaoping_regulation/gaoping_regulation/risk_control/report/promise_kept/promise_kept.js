frappe.query_reports["Promise Kept"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.plain,
};
