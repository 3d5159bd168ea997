// The officer explains and appeals, 纪检监察 reviews and closes: each by a button that asks for a text.
const API = "gaoping_regulation.risk_control.api.";

frappe.ui.form.on("Risk Alert", {
	refresh(form) {
		form.disable_save();
		form.page.clear_actions_menu();
		if (form.doc.case_name) {
			form.add_custom_button("打开办件", () => frappe.set_route("Form", form.doc.case_doctype, form.doc.case_name));
		}
		for (const step of steps(form.doc)) form.add_custom_button(step.label, () => ask(form, step), "处理");
		form.set_intro(hint(form.doc), form.doc.level === "高" ? "red" : "blue");
	},
});

function steps(doc) {
	const inspects = frappe.boot.gaoping?.inspects;
	const mine = doc.officer === frappe.session.user;
	const found = [];
	if (mine && doc.status !== "已办结") found.push({ method: "state_alert", label: "说明情况", field: "text" });
	if (mine && doc.status === "属实" && !doc.appealed_on) found.push({ method: "appeal_alert", label: "申诉", field: "reason" });
	if (inspects && !mine && ["待核", "申诉"].includes(doc.status)) {
		found.push({ method: "review_alert", label: "核查", field: "remark", verdict: true });
	}
	if (inspects && !mine && ["属实", "误报"].includes(doc.status)) {
		found.push({ method: "close_alert", label: "办结", field: "measures" });
	}
	return found;
}

const TEXTS = { text: "情况说明", reason: "申诉理由", remark: "核查情况", measures: "处理措施" };

function ask(form, step) {
	const fields = [{ fieldname: step.field, fieldtype: "Small Text", label: TEXTS[step.field], reqd: 1 }];
	if (step.verdict) {
		fields.unshift({ fieldname: "verdict", fieldtype: "Select", label: "核查结论", options: "\n属实\n误报", reqd: 1 });
	}
	const dialog = new frappe.ui.Dialog({
		title: step.label,
		fields,
		primary_action_label: "提交",
		async primary_action(values) {
			await frappe.call({ method: API + step.method, args: { alert: form.doc.name, ...values }, freeze: true });
			dialog.hide();
			form.reload_doc();
		},
	});
	dialog.show();
}

function hint(doc) {
	if (doc.status === "待核") return `应于 ${doc.due_on || ""} 前由纪检监察核查。`;
	if (doc.status === "申诉") return "涉及人员已申诉，等待复核。";
	return doc.observed ? "观察中的规则发现的情况，只作统计，不通知本人。" : "";
}
