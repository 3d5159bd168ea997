frappe.query_reports["Risk Heat Map"] = {
	filters: gaoping.supervision.filters(),
	formatter: gaoping.supervision.linked("stage_title", (row) => gaoping.supervision.checklists(row.matter, row.stage)),
};
