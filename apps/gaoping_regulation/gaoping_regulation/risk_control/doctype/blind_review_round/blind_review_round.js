// 纪检监察 hands the papers out and, once they are back, tells which one was the training case.
const PLACE = "gaoping_regulation.risk_control.blind.api.";

frappe.ui.form.on("Blind Review Round", {
	refresh(form) {
		if (form.is_new()) return form.set_intro("保存即抽取办件；随后在“训练用案”中植入问题，再发出。训练用案只在盲审中使用，不计入任何统计、登记和公示。");
		const drafted = form.doc.status === "拟定";
		form.fields_dict.planted.grid.cannot_add_rows = true;
		form.set_df_property("planted", "cannot_delete_rows", 1);
		form.set_df_property("planted", "read_only", drafted ? 0 : 1);
		form.set_df_property("reviewers", "read_only", 1);
		form.set_df_property("due_on", "read_only", drafted ? 0 : 1);
		if (drafted) form.add_custom_button("发出", () => take(form, "send_round", "发出后不能再修改。确定发给盲审人员？")).addClass("btn-primary");
		if (form.doc.status === "盲审中") form.add_custom_button("揭晓", () => take(form, "reveal_round", "揭晓后，盲审人员看到哪一份是训练用案。确定揭晓？")).addClass("btn-primary");
	},
});

function take(form, method, question) {
	frappe.confirm(question, async () => {
		if (form.is_dirty()) await form.save();
		await frappe.call({ method: PLACE + method, args: { round: form.doc.name }, freeze: true });
		form.reload_doc();
	});
}
