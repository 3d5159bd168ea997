// The reviewer answers his paper once, point by point; the rows themselves are read only.
const ANSWER = "gaoping_regulation.risk_control.blind.api.answer";
const RESULTS = "\n符合\n发现问题\n不适用";

frappe.ui.form.on("Blind Review", {
	refresh(form) {
		if (form.doc.status !== "待盲审" || form.doc.reviewer !== frappe.session.user) return;
		form.set_intro("这是一件隐去身份的办件，可能是已办结的办件，也可能是训练用案。请对照下面的申报情况逐项检查。");
		form.add_custom_button("填写", () => ask(form)).addClass("btn-primary");
	},
});

function ask(form) {
	const fields = form.doc.items.flatMap((item) => [
		{ fieldtype: "Section Break", label: `${item.point} ${item.question || item.text}` },
		{ fieldname: `result_${item.idx}`, fieldtype: "Select", label: "检查结果", options: RESULTS, reqd: 1 },
		{ fieldtype: "Column Break" },
		{ fieldname: `remark_${item.idx}`, fieldtype: "Small Text", label: "说明（“符合”以外须写明）", max_height: "60px" },
	]);
	const dialog = new frappe.ui.Dialog({
		title: "填写盲审",
		size: "large",
		fields,
		primary_action_label: "提交",
		async primary_action(values) {
			const given = form.doc.items.map((item) => [
				item.point,
				{ result: values[`result_${item.idx}`], remark: values[`remark_${item.idx}`] || "" },
			]);
			await frappe.call({ method: ANSWER, args: { review: form.doc.name, answers: JSON.stringify(Object.fromEntries(given)) }, freeze: true });
			dialog.hide();
			form.reload_doc();
		},
	});
	dialog.show();
}
