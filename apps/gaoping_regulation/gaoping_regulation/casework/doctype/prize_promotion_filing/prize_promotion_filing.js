// 抽奖结果登记 by an officer, for an organiser who brings the result on paper. The server decides who may and when.
const ENTER = "gaoping_regulation.casework.prize_results.enter";

frappe.ui.form.on("Prize Promotion Filing", {
	refresh(frm) {
		const { closed_on, decision, draw_time } = frm.doc;
		const drawn = draw_time && moment(draw_time).isBefore(moment(frappe.datetime.now_datetime()));
		if (closed_on && decision === "准予" && drawn) {
			frm.add_custom_button(__("登记抽奖结果"), () => result_dialog(frm).show());
		}
	},
});

function result_dialog(frm) {
	const grades = (frm.doc.prizes || []).map((row) => row.grade);
	const dialog = new frappe.ui.Dialog({
		title: __("登记抽奖结果"),
		size: "large",
		fields: [
			{
				fieldname: "winners",
				fieldtype: "Table",
				label: __("中奖情况"),
				data: [],
				fields: [
					{ fieldname: "winner", fieldtype: "Data", label: __("中奖者姓名（保存时隐去）"), in_list_view: 1, reqd: 1 },
					{ fieldname: "grade", fieldtype: "Select", label: __("奖项等级"), options: grades, in_list_view: 1, reqd: 1 },
					{ fieldname: "won_on", fieldtype: "Date", label: __("中奖日期"), in_list_view: 1, reqd: 1 },
					{ fieldname: "claimed", fieldtype: "Check", label: __("已兑奖"), in_list_view: 1 },
				],
			},
			{
				fieldname: "published",
				fieldtype: "Check",
				label: __("500元以上的中奖情况已在现场随时公布"),
				depends_on: () => Boolean(frm.doc.on_site_draw),
			},
			{ fieldname: "remark", fieldtype: "Small Text", label: __("说明（没有人中奖的必须写明）") },
		],
		primary_action_label: __("登记"),
		async primary_action({ winners = [], published = 0, remark = "" }) {
			const rows = winners.map(({ winner, grade, won_on, claimed }) => ({ winner, grade, won_on, claimed }));
			await frappe.xcall(ENTER, { case: frm.docname, values: { winners: rows, published, remark } });
			dialog.hide();
			frappe.show_alert({ message: __("抽奖结果已登记。"), indicator: "green" });
			frm.reload_doc();
		},
	});
	return dialog;
}
