import { html } from "./html";
import { send } from "./server";

const GRANT = __("批准");

/** What waits for 分管领导: how long, why, who asked. */
export function extension_note({ open }) {
	if (!open) return "";
	const since = String(open.asked_on).slice(0, 16);
	return html`<div class="gp-note gp-extension" role="status"><strong>${__("申请延期 {0} 个工作日，等待分管领导决定", [open.days])}</strong>
		${__("{0} {1}", [since, open.officer])}<br>${open.reason}</div>`;
}

/** The buttons that ask for more days, and that decide over it. */
export function extension_buttons({ most, may_decide }) {
	const found = [];
	if (may_decide) found.push(html`<button class="btn btn-primary btn-sm gp-decide-extension">${__("决定延期")}</button>`);
	if (most) found.push(html`<button class="btn btn-default btn-sm gp-ask-extension">${__("申请延期")}</button>`);
	return found;
}

export function bind_extensions(screen) {
	screen.card.querySelector(".gp-ask-extension")?.addEventListener("click", () => ask(screen));
	screen.card.querySelector(".gp-decide-extension")?.addEventListener("click", () => decide(screen));
}

function ask(screen) {
	const { most } = screen.data.extension;
	const fields = [
		{ fieldtype: "Int", fieldname: "days", label: __("延长（工作日）"), reqd: 1, default: most, description: __("最多 {0} 个工作日，每个环节只能延期一次", [most]) },
		{ fieldtype: "Small Text", fieldname: "reason", label: __("理由"), reqd: 1, description: __("写入延期通知书，申请人可以看到") },
	];
	show(screen, __("申请延期"), fields, "casework.api.ask_extension", ({ days, reason }) => ({ days, reason }));
}

function decide(screen) {
	const { open } = screen.data.extension;
	const fields = [
		{ fieldtype: "HTML", fieldname: "asked", options: String(html`<p><strong>${__("{0}：延长 {1} 个工作日", [open.stage_title, open.days])}</strong><br>${open.officer}：${open.reason}</p>`) },
		{ fieldtype: "Select", fieldname: "answer", label: __("决定"), options: [GRANT, __("不批准")], default: GRANT, reqd: 1 },
		{ fieldtype: "Small Text", fieldname: "reason", label: __("意见"), description: __("不批准的，必须写明理由") },
	];
	show(screen, __("决定延期"), fields, "casework.api.decide_extension", ({ answer, reason }) => ({ approve: Number(answer === GRANT), reason }));
}

function show(screen, title, fields, method, given) {
	const dialog = new frappe.ui.Dialog({
		title: __("{0}：{1}", [title, screen.data.applicant]),
		animate: false,
		fields,
		primary_action_label: title,
		async primary_action(values) {
			await send(method, { case: screen.data.case, ...given(values) });
			dialog.hide();
			await screen.reload();
		},
	});
	dialog.$wrapper.addClass("gp-dialog").on("hidden.bs.modal", (event) => event.currentTarget.remove());
	dialog.show();
}
