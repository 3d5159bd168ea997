import { upload } from "../server";

const TEMPLATE = "\ufeff日期,类型,名称\r\n2027-01-01,放假,元旦\r\n";

function download() {
	const link = Object.assign(document.createElement("a"), { download: "节假日模板.csv", href: URL.createObjectURL(new Blob([TEMPLATE], { type: "text/csv" })) });
	link.click();
	URL.revokeObjectURL(link.href);
}

function importing(list) {
	const input = Object.assign(document.createElement("input"), { type: "file", accept: ".csv,.xlsx" });
	input.addEventListener("change", async () => {
		try {
			const { added, changed } = await upload("matters.holidays.import_days", input.files[0], {});
			frappe.show_alert({ message: `已增加 ${added} 日，更新 ${changed} 日`, indicator: "green" });
			list.refresh();
		} catch (error) {
			const rows = (error.errors || []).map((row) => (row.row ? `第 ${row.row} 行：${row.message}` : row.message));
			frappe.msgprint({ title: "没有导入", message: frappe.utils.escape_html(rows.join("\n") || error.message).replaceAll("\n", "<br>") });
		}
	});
	input.click();
}

frappe.listview_settings["Work Calendar Day"] = {
	onload(list) {
		if (!frappe.model.can_create("Work Calendar Day")) return;
		list.page.add_inner_button("导入节假日", () => importing(list));
		list.page.add_inner_button("下载模板", download);
	},
};
