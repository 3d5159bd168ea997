frappe.listview_settings["Notice Outbox"] = {
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { 待发送: "orange", 已发送: "green", 发送失败: "red" }[doc.status];
		return [doc.status, colour, `status,=,${doc.status}`];
	},
};
