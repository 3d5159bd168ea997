import { html } from "./html";
import { ActionDialog } from "./action_dialog";
import { countersign } from "./countersign";
import { clock_pill } from "./clock";
import { entry_route } from "./matters";
import { bind_extensions, extension_buttons, extension_note } from "./extensions";
import { bind_pauses, pause_buttons, pause_note } from "./pauses";
import { repeated_note } from "./parts/repeated";

/** The card on top of the panel: state, clock, and what the user may do now. */
export function actions_card(data, dirty) {
	return html`
		<div class="gp-work__state">
			<strong>${data.state}</strong>
			${data.stage && html`<span class="text-muted">${data.stage}</span>`}
			${clock_pill(data.clock)}
		</div>
		<div class="gp-work__case text-muted">${data.matter_title} · ${data.case_no || __("尚未编号")}</div>
		${data.doubts.length > 0 && html`<div class="gp-note"><strong>${__("系统提示，请核实")}</strong>
			<ul>${data.doubts.map((text) => html`<li>${text}</li>`)}</ul></div>`}
		${data.ceiling && html`<div class="gp-work__case text-muted gp-ceiling">${__("最长时限 {0} 个工作日，至 {1}", [data.ceiling.days, data.ceiling.on])}</div>`}
		${data.hints.length > 0 && html`<ul class="gp-note gp-hints">${data.hints.map((text) => html`<li>${text}</li>`)}</ul>`}
		${repeated_note(data.repeated)}
		${pause_note(data.pause)}
		${extension_note(data.extension)}
		${buttons(data, dirty)}
	`;
}

function buttons(data, dirty) {
	if (dirty) return html`<div class="gp-note">${__("有未保存的修改，请先保存再办理。")}</div>`;
	const found = data.actions.map(button);
	if (data.own && data.editable) {
		found.unshift(html`<button class="btn btn-primary btn-sm gp-continue">${__("继续录入")}</button>`);
	}
	if (data.countersign) {
		found.unshift(html`<button class="btn btn-primary btn-sm gp-countersign">${__("复核检查表")}</button>`);
	}
	found.push(...pause_buttons(data.pause), ...extension_buttons(data.extension));
	if (found.length) return html`<div class="gp-buttons">${found}</div>`;
	if (data.final) return "";
	const note = data.own ? __("本人录入或申请的办件，由其他人员办理。") : __("本环节没有您的办理动作。");
	return html`<div class="gp-note">${note}</div>`;
}

function button(row) {
	const look = row.primary ? "btn-primary" : "btn-default";
	return html`<button class="btn btn-sm ${look} gp-action" data-action="${row.action}">${row.action}</button>`;
}

export function bind_actions(screen) {
	for (const node of screen.card.querySelectorAll(".gp-action")) {
		const action = screen.data.actions.find((row) => row.action === node.dataset.action);
		node.addEventListener("click", () => open_dialog(screen, action));
	}
	on(screen, ".gp-continue", () => frappe.set_route(...entry_route(screen.matter, screen.data.case)));
	on(screen, ".gp-countersign", () => countersign(screen));
	bind_pauses(screen);
	bind_extensions(screen);
}

/** One dialog at a time, however often the button is pressed. */
async function open_dialog(screen, action) {
	if (screen.opening) return;
	screen.opening = true;
	await new ActionDialog(screen, action).open().catch(() => null);
	screen.opening = false;
}

function on(screen, selector, handler) {
	screen.card.querySelector(selector)?.addEventListener("click", handler);
}
