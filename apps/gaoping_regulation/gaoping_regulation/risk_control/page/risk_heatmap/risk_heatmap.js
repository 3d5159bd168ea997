frappe.pages["risk-heatmap"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("supervision.bundle.js").then(() => {
		wrapper.heatmap = new gaoping.RiskHeatmap(wrapper);
	});
};

frappe.pages["risk-heatmap"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.heatmap.load();
};
