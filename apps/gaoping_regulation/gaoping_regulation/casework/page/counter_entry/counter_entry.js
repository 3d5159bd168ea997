frappe.pages["counter-entry"].on_page_load = (wrapper) => {
	wrapper.ready = frappe.require("counter_entry.bundle.js").then(() => {
		wrapper.entry = new gaoping.CounterEntry(wrapper);
	});
};

frappe.pages["counter-entry"].on_page_show = async (wrapper) => {
	await wrapper.ready;
	wrapper.entry.show();
};
