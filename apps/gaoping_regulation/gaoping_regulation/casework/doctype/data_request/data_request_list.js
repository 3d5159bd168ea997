frappe.listview_settings["Data Request"] = {
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { 待处理: "orange", 已办理: "green", 不予办理: "grey" }[doc.status];
		return [doc.status, colour, `status,=,${doc.status}`];
	},
};
