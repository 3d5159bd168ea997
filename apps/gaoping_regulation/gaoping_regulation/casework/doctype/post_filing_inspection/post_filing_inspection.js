// 事后监管: a finished inspection is only read; the server refuses its change as well.
frappe.ui.form.on("Post Filing Inspection", {
	refresh(frm) {
		if (["已完成", "已取消"].includes(frm.doc.status)) frm.disable_form();
	},
});
