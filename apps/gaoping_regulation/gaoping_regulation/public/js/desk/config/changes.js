import { read, send } from "../server";
import { differenceTable } from "./tables";

frappe.ui.form.on("Configuration Change", {
	async refresh(frm) {
		frm.disable_form();
		const rows = await read("matters.api.show_change", { change: frm.doc.name });
		frm.get_field("difference").$wrapper.html(String(differenceTable(rows, ["修改前", "修改后"])));
		if (frm.doc.undone) return frm.set_intro("这次修改已经撤回。");
		if (frappe.model.can_create("Configuration Draft")) frm.add_custom_button("撤回这次修改", () => undo(frm)).addClass("btn-primary");
	},
});

function undo(frm) {
	frappe.confirm("恢复到修改前的内容，确定吗？", async () => {
		await send("matters.api.undo_change", { change: frm.doc.name }, { freeze: true });
		frappe.show_alert({ message: "已恢复到修改前的内容", indicator: "green" });
		frm.reload_doc();
	});
}

frappe.ui.form.on("Delegation", {
	refresh(frm) {
		if (frm.is_new()) return frm.set_intro("代班人员在起止日期内获得请假人员的办理角色，期满自动收回；办理的事项以代班人员本人名义留痕。");
		frm.disable_form();
		if (["待生效", "生效中"].includes(frm.doc.status)) frm.add_custom_button("收回", () => revoke(frm)).addClass("btn-primary");
	},
});

async function revoke(frm) {
	await send("matters.delegating.revoke", { delegation: frm.doc.name }, { freeze: true });
	frm.reload_doc();
}
