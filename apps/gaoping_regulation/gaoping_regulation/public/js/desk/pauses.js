import { html } from "./html";
import { send } from "./server";

/** Why the clock rests: an officer works on only after it runs again. */
export function pause_note({ open }) {
	if (!open) return "";
	const since = String(open.started_on).slice(0, 16);
	return html`<div class="gp-note gp-paused" role="status"><strong>${__("计时暂停：{0}", [open.kind])}</strong>
		${__("{0} {1}", [since, open.officer])}<br>${open.reason}</div>`;
}

/** The buttons that stop the clock and let it run on, where the stage knows such pauses. */
export function pause_buttons({ kinds, may_resume }) {
	const found = [];
	if (may_resume) found.push(html`<button class="btn btn-primary btn-sm gp-resume">${__("恢复计时")}</button>`);
	if (kinds.length) found.push(html`<button class="btn btn-default btn-sm gp-pause">${__("暂停计时")}</button>`);
	return found;
}

export function bind_pauses(screen) {
	screen.card.querySelector(".gp-pause")?.addEventListener("click", () => ask(screen));
	screen.card.querySelector(".gp-resume")?.addEventListener("click", () => resume(screen));
}

function ask(screen) {
	const { case: name, pause } = screen.data;
	const dialog = new frappe.ui.Dialog({
		title: __("暂停计时：{0}", [screen.data.applicant]),
		animate: false,
		fields: [
			{ fieldtype: "Select", fieldname: "kind", label: __("情形"), options: pause.kinds, default: pause.kinds[0], reqd: 1 },
			{ fieldtype: "Small Text", fieldname: "reason", label: __("理由"), reqd: 1, description: __("写入留痕，申请人可以看到") },
		],
		primary_action_label: __("暂停计时"),
		async primary_action({ kind, reason }) {
			await send("casework.api.pause_clock", { case: name, kind, reason });
			dialog.hide();
			await screen.reload();
		},
	});
	dialog.$wrapper.addClass("gp-dialog").on("hidden.bs.modal", (event) => event.currentTarget.remove());
	dialog.show();
}

async function resume(screen) {
	await send("casework.api.resume_clock", { case: screen.data.case }).catch(() => null);
	await screen.reload();
}
