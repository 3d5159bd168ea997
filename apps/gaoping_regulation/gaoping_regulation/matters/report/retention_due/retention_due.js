frappe.query_reports["Retention Due"] = {
	filters: [{ fieldname: "on", label: "截至日期", fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 }],
};
