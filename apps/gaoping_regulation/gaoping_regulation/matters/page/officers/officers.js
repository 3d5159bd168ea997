frappe.pages["officers"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("officers.bundle.js").then(() => {
		wrapper.officers = new gaoping.Officers(wrapper);
	});
};

frappe.pages["officers"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.officers.show();
};
