frappe.pages["risk-points"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("supervision.bundle.js").then(() => {
		wrapper.points = new gaoping.RiskPoints(wrapper);
	});
};

frappe.pages["risk-points"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.points.load();
};
