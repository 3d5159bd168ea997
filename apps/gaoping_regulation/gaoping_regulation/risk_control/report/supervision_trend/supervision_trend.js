frappe.query_reports["Supervision Trend"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.plain,
	onload: (report) => gaoping.supervision.offer_monthly(report.page),
};
