frappe.pages["matter-designer"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("matter_designer.bundle.js").then(() => {
		wrapper.designer = new gaoping.MatterDesigner(wrapper);
	});
};

frappe.pages["matter-designer"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.designer.show();
};
