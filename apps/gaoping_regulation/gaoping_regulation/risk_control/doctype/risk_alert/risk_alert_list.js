// What rules in observe mode found is there to be counted: it is shown on request.
frappe.listview_settings["Risk Alert"] = {
	hide_name_column: true,
	filters: [["observed", "=", 0]],
	get_indicator(doc) {
		const colours = { 待核: "orange", 属实: "red", 误报: "gray", 申诉: "purple", 已办结: "green" };
		return [doc.status, colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
