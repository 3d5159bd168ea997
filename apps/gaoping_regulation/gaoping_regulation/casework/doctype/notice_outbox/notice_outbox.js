frappe.ui.form.on("Notice Outbox", {
	refresh(frm) {
		if (frm.doc.status !== "发送失败" || !frappe.user.has_role(["业务管理员", "Administrator"])) return;
		frm.add_custom_button(__("重新发送"), async () => {
			await frappe.xcall("gaoping_regulation.casework.notices.api.resend", { notice: frm.doc.name });
			frm.reload_doc();
		});
	},
});
