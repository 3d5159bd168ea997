// A member's own vote, by a button; the rows are read only.
const VOTE = "gaoping_regulation.risk_control.doctype.collective_review.collective_review.vote";

frappe.ui.form.on("Collective Review", {
	refresh(form) {
		const mine = (form.doc.votes || []).find((row) => row.user === frappe.session.user);
		if (form.is_new() || form.doc.status !== "表决中" || !mine || mine.vote) return;
		form.add_custom_button("表决", () => ask(form)).addClass("btn-primary");
	},
});

function ask(form) {
	const dialog = new frappe.ui.Dialog({
		title: "表决",
		fields: [
			{ fieldname: "choice", fieldtype: "Select", label: "表决", options: "\n同意\n不同意\n弃权", reqd: 1 },
			{ fieldname: "opinion", fieldtype: "Small Text", label: "意见" },
		],
		primary_action_label: "提交",
		async primary_action(values) {
			await frappe.call({ method: VOTE, args: { review: form.doc.name, ...values }, freeze: true });
			dialog.hide();
			form.reload_doc();
		},
	});
	dialog.show();
}
