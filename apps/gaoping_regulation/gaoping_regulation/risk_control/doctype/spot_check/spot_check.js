// A drawn inspector enters what he found; everybody may have the draw repeated.
const PLACE = "gaoping_regulation.risk_control.doctype.spot_check.spot_check.";

frappe.ui.form.on("Spot Check", {
	refresh(form) {
		if (form.is_new()) return;
		form.add_custom_button("核对抽取", () => verify(form));
		const mine = form.doc.items.filter(
			(row) => !row.result && [row.first_inspector, row.second_inspector].includes(frappe.session.user)
		);
		if (mine.length) form.add_custom_button("填写结果", () => ask(form, mine)).addClass("btn-primary");
	},
});

async function verify(form) {
	const { message } = await frappe.call({ method: `${PLACE}check_draw`, type: "GET", args: { check: form.doc.name } });
	frappe.msgprint(message.same ? "按公布的种子重新抽取，结果一致。" : "重新抽取的结果与记录不一致，请报告纪检监察。");
}

function ask(form, rows) {
	const options = rows.map((row) => ({ value: row.name, label: row.document_no || row.case_no }));
	const dialog = new frappe.ui.Dialog({
		title: "填写检查结果",
		fields: [
			{ fieldname: "row", fieldtype: "Select", label: "办件", options, reqd: 1, default: rows[0].name },
			{ fieldname: "result", fieldtype: "Select", label: "结果", options: "\n合格\n有问题", reqd: 1 },
			{ fieldname: "remark", fieldtype: "Small Text", label: "检查情况", reqd: 1 },
		],
		primary_action_label: "提交",
		async primary_action(values) {
			await frappe.call({ method: `${PLACE}enter_result`, args: { check: form.doc.name, ...values }, freeze: true });
			dialog.hide();
			form.reload_doc();
		},
	});
	dialog.show();
}
