import { html } from "../html";
import { upload } from "../server";
import { differenceTable } from "./tables";

const API = "matters.api.";

function download(matter) {
	const query = matter ? `?matter=${encodeURIComponent(matter)}` : "";
	window.open(`/api/method/gaoping_regulation.${API}download_configuration${query}`);
}

function told(error) {
	frappe.msgprint({ title: "没有导入", message: frappe.utils.escape_html(error.message) });
}

/** Choose a file, look at what it would change, and only then have it drafted. */
function importing(list) {
	const input = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" });
	input.addEventListener("change", async () => {
		const [file] = input.files;
		if (!file) return;
		const planned = await upload(API + "compare_file", file, {}).catch(told);
		if (!planned) return;
		const changed = planned.filter((row) => row.differences.length);
		const dialog = new frappe.ui.Dialog({
			title: "导入配置：先比较",
			size: "extra-large",
			fields: [{ fieldtype: "HTML", fieldname: "rows" }],
			primary_action_label: changed.length ? "生成草案" : "关闭",
			primary_action: async () => {
				dialog.hide();
				if (!changed.length) return;
				const made = await upload(API + "import_file", file, {}).catch(told);
				if (made) frappe.set_route("List", "Configuration Draft");
			},
		});
		dialog.fields_dict.rows.$wrapper.html(String(html`${planned.map((row) => html`<h5>${row.title}（${row.matter}）${row.new ? "：本系统没有，将新建" : ""}</h5>${differenceTable(row.differences, ["本系统", "文件"])}`)}`));
		dialog.show();
	});
	input.click();
}

frappe.listview_settings["Administrative Matter"] = {
	onload(list) {
		if (!frappe.model.can_create("Configuration Draft")) return;
		list.page.add_inner_button("事项设计器", () => frappe.set_route("matter-designer"));
		list.page.add_menu_item("导出全部配置", () => download());
		list.page.add_menu_item("导入配置", () => importing(list));
	},
};

frappe.ui.form.on("Administrative Matter", {
	refresh(frm) {
		if (!frm.is_new() && frappe.model.can_create("Configuration Draft")) frm.page.add_menu_item("导出本事项配置", () => download(frm.doc.name));
	},
});
