import { html } from "../html";
import { read, send } from "../server";
import { differenceTable } from "./tables";

const API = "matters.api.";
const BINDING = ["stages", "states", "actions", "materials", "requirements", "documents", "separate_duties", "collective_review", "extension_days"];
// Filled in in a draft; the matter's Workflow says it for the live record.
const DRAFT_ONLY = { states: ["editor_role"], actions: ["roles", "condition"] };

async function draft(frm) {
	const open = await read(API + "get_open_draft", { matter: frm.doc.name });
	if (open) return frappe.set_route("Form", "Configuration Draft", open);
	frappe.new_doc("Configuration Draft", { matter: frm.doc.name });
}

function versionRow(row) {
	const back = row.live ? html`<span class="indicator-pill green">现行</span>` : html`<button class="btn btn-xs btn-default" data-restore="${row.name}">恢复此版本</button>`;
	return html`<tr><td>${row.version}</td><td>${frappe.datetime.str_to_user(row.published_on)}</td><td>${row.author || row.published_by}</td><td>${row.reason || ""}</td>
		<td>${row.running}</td><td>${back} <button class="btn btn-xs btn-default" data-compare="${row.name}">与现行比较</button></td></tr>`;
}

/** What was live when; any version can be compared with the live one, or taken up again. */
async function versions(frm) {
	const rows = await read(API + "load_versions", { matter: frm.doc.name });
	const dialog = new frappe.ui.Dialog({ title: frappe.utils.escape_html(`${frm.doc.title}：历次版本`), size: "extra-large", fields: [{ fieldtype: "HTML", fieldname: "rows" }] });
	const wrapper = dialog.fields_dict.rows.$wrapper;
	wrapper.html(
		String(html`<table class="table table-bordered gp-config"><thead><tr><th>版本</th><th>发布时间</th><th>起草人</th><th>理由</th><th>在办件</th><th></th></tr></thead>
		<tbody>${rows.map(versionRow)}</tbody></table><div class="gp-config__compared"></div>`)
	);
	wrapper.on("click", "[data-restore]", (event) => restore(event.currentTarget.dataset.restore, dialog));
	wrapper.on("click", "[data-compare]", async (event) => {
		const old = event.currentTarget.dataset.compare;
		const found = await read(API + "show_difference", { old, new: rows.find((row) => row.live).name });
		wrapper.find(".gp-config__compared").html(String(differenceTable(found, ["该版本", "现行"])));
	});
	dialog.show();
}

function restore(version, dialog) {
	frappe.prompt(
		[{ fieldtype: "Small Text", fieldname: "reason", label: "恢复的理由", reqd: 1 }],
		async ({ reason }) => {
			const answer = await send(API + "restore_version", { version, reason }, { freeze: true });
			dialog.hide();
			frappe.set_route("Form", "Configuration Draft", answer.draft);
		},
		"恢复旧版本",
		"确定"
	);
}

function charts(matter, kind = "flow") {
	frappe.route_options = { matter, kind };
	frappe.set_route("matter-charts");
}

frappe.ui.form.on("Risk Control Chart", {
	refresh(frm) {
		if (!frm.is_new()) frm.add_custom_button("看防控图", () => charts(frm.doc.matter, "risk"));
		if (!frappe.user.has_role("System Manager")) frm.disable_form();
	},
});

frappe.ui.form.on("Administrative Matter", {
	refresh(frm) {
		for (const [table, columns] of Object.entries(DRAFT_ONLY)) {
			for (const column of columns) frm.get_field(table).grid.update_docfield_property(column, "hidden", 1);
		}
		if (!frappe.user.has_role("System Manager")) {
			for (const field of BINDING) frm.set_df_property(field, "read_only", 1);
		}
		if (frm.is_new()) return;
		const asked = !frm.doc.status_confirmed && frm.doc.open_question;
		frm.set_intro(asked ? frappe.utils.escape_html(`待核实：${asked}`) : "", "orange");
		if (frappe.model.can_create("Configuration Draft")) frm.add_custom_button("起草修改", () => draft(frm)).addClass("btn-primary");
		frm.add_custom_button("流程图与防控图", () => charts(frm.doc.name));
		if (frappe.model.can_read("Matter Version")) frm.add_custom_button("历次版本", () => versions(frm));
	},
});
