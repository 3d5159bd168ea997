import { send } from "./server";

/** A second officer confirms a checklist that found problems in a stage of high risk. */
export function countersign(screen) {
	const found = screen.data.checklists.find((row) => row.name === screen.data.countersign);
	const problems = found.items.filter((item) => item.result === "发现问题");
	const intro = problems.map((item) => `${item.point}：${item.remark}`).join("<br>");
	const dialog = new frappe.ui.Dialog({
		title: __("复核检查表：{0}", [found.stage_title]),
		fields: [
			{ fieldtype: "HTML", options: frappe.utils.xss_sanitise(intro) },
			{ fieldtype: "Small Text", fieldname: "remark", label: __("复核意见"), reqd: 1 },
		],
		primary_action_label: __("复核签字"),
		async primary_action({ remark }) {
			await send("risk_control.api.countersign", { checklist: found.name, remark });
			dialog.hide();
			screen.reload();
		},
	});
	dialog.show();
}
