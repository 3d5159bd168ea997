import { read, send } from "../server";
import { differenceTable } from "./tables";

frappe.ui.form.on("Seed Record", {
	async refresh(frm) {
		frm.disable_form();
		if (frm.doc.status !== "管理员已改") return;
		const rows = await read("matters.api.show_offer", { seed: frm.doc.name });
		frm.get_field("difference").$wrapper.html(String(differenceTable(rows, ["本系统（已改）", "新版本"])));
		if (!frappe.model.can_create("Configuration Draft")) return;
		frm.add_custom_button("保留我的修改", () => settle(frm, "keep_mine"));
		frm.add_custom_button("采用新版本", () => settle(frm, "take_offer")).addClass("btn-primary");
	},
});

async function settle(frm, method) {
	const answer = await send(`matters.api.${method}`, { seed: frm.doc.name }, { freeze: true });
	if (answer.draft) return frappe.set_route("Form", "Configuration Draft", answer.draft);
	frappe.show_alert({ message: answer.status, indicator: "green" });
	frm.reload_doc();
}
