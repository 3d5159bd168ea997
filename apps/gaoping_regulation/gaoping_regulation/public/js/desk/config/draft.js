import { read, send } from "../server";
import { differenceTable, findingsTable } from "./tables";

const API = "matters.api.";

/** Send a step of the draft and show where it stands now. */
async function step(frm, method, args = {}) {
	const answer = await send(API + method, { draft: frm.doc.name, ...args }, { freeze: true });
	frappe.show_alert({ message: `草案：${answer.status}`, indicator: "green" });
	await frm.reload_doc();
	return answer;
}

/** Hand in: errors keep it back, warnings are shown once more and confirmed. */
async function submit(frm) {
	if (frm.is_dirty()) await frm.save();
	const { findings } = await read(API + "check_draft", { draft: frm.doc.name });
	if (!findings.length || findings.some((row) => row.level === "错误")) return step(frm, "submit_draft");
	const dialog = new frappe.ui.Dialog({
		title: "提交前请核对",
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "rows" }],
		primary_action_label: "已核对，提交批准",
		primary_action: () => dialog.hide() || step(frm, "submit_draft", { confirmed: 1 }),
	});
	dialog.fields_dict.rows.$wrapper.html(String(findingsTable(findings)));
	dialog.show();
}

function ask(title, label, required, then) {
	frappe.prompt([{ fieldtype: "Small Text", fieldname: "text", label, reqd: required }], ({ text }) => then(text), title, "确定");
}

function buttons(frm) {
	const writer = frm.perm[0]?.write;
	const { status } = frm.doc;
	if (status === "草拟" && writer) frm.add_custom_button("提交批准", () => submit(frm)).addClass("btn-primary");
	if (status === "待批准") {
		frm.add_custom_button("批准", () => ask("批准草案", "批准意见", 0, (opinion) => step(frm, "approve_draft", { opinion }))).addClass("btn-primary");
	}
	if (["待批准", "待发布"].includes(status)) {
		frm.add_custom_button("退回", () => ask("退回草案", "退回理由", 1, (opinion) => step(frm, "send_back_draft", { opinion })));
	}
	if (["草拟", "待批准", "待发布"].includes(status) && writer) {
		frm.add_custom_button("作废", () => frappe.confirm("作废后不能恢复，确定吗？", () => step(frm, "discard_draft")));
	}
}

async function show(frm) {
	const { findings, differences } = await read(API + "check_draft", { draft: frm.doc.name });
	frm.get_field("findings").$wrapper.html(String(findingsTable(findings)));
	frm.get_field("difference").$wrapper.html(String(differenceTable(differences)));
	frm.set_df_property("difference", "hidden", frm.doc.is_new_matter);
}

/** Why a draft is back with its author. */
function told({ failure, opinion, status }) {
	if (failure) return `未能发布：${failure}`;
	return opinion && status === "草拟" ? `已退回：${opinion}` : "";
}

// What a sample of a material may be; it stands in the public guide, so everybody may open it.
const SAMPLE = { make_attachments_public: true, restrictions: { allowed_file_types: [".pdf", ".png", ".jpg", ".jpeg", ".doc", ".docx", ".xls", ".xlsx"] } };

frappe.ui.form.on("Configuration Draft", {
	setup(frm) {
		frm.set_query("editor_role", "states", () => ({ filters: { role_key: ["is", "set"] } }));
		frm.set_query("responsible_role", "stages", () => ({ filters: { role_key: ["is", "set"] } }));
		frm.set_query("print_format", "documents", () => ({ filters: { doc_type: "Issued Document" } }));
	},
	refresh(frm) {
		if (frm.is_new()) return frm.set_intro("选择事项后保存，系统会带入现行的环节、流程、材料、文书和防控图，再逐项修改。");
		frm.get_field("materials").grid.update_docfield_property("sample", "options", SAMPLE);
		frm.set_intro(frappe.utils.escape_html(told(frm.doc)));
		if (frm.doc.status !== "草拟") frm.disable_form();
		buttons(frm);
		show(frm);
	},
});
