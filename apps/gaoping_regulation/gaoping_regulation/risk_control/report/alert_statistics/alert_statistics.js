frappe.query_reports["Alert Statistics"] = {
	filters: gaoping.supervision.filters([
		{ fieldname: "group", label: "按", fieldtype: "Select", options: ["规则", "事项", "环节", "人员", "风险点"], default: "规则" },
	]),
	formatter: gaoping.supervision.linked("title", (row) => row.key && gaoping.supervision.alerts(row.field, row.key)),
};
