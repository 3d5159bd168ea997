frappe.pages["matter-charts"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("supervision.bundle.js").then(() => {
		wrapper.charts = new gaoping.MatterCharts(wrapper);
	});
};

frappe.pages["matter-charts"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.charts.show();
};
