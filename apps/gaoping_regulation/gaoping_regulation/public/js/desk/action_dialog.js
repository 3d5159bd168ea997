import { act } from "./server";
import { element, html } from "./html";
import { AskedPart } from "./parts/asked";
import { ChoicesPart } from "./parts/choices";
import { ChecklistPart } from "./parts/checklist";
import { CorrectionPart } from "./parts/correction";
import { DeliveryPart } from "./parts/delivery";
import { ReasonPart } from "./parts/reason";

/** One dialog for one action: its checklist, its reason, its particulars; one confirmation does it all. */
export class ActionDialog {
	constructor(screen, action) {
		this.screen = screen;
		this.action = action;
		this.parts = this.make_parts();
	}

	make_parts() {
		const { screen, action } = this;
		const parts = [];
		if (action.form === "correction") parts.push(new CorrectionPart(screen));
		if (action.needs_checklist) parts.push(new ChecklistPart(screen));
		if (action.asks.length) parts.push(new AskedPart(action));
		if (action.choices?.options.length > 1) parts.push(new ChoicesPart(action));
		if (action.form === "delivery") parts.push(new DeliveryPart(screen));
		if (action.needs_reason || action.late) parts.push(new ReasonPart(action));
		return parts;
	}

	async open() {
		await Promise.all(this.parts.map((part) => part.load?.()));
		const { action, screen } = this;
		this.dialog = new frappe.ui.Dialog({
			title: `${action.action}：${screen.data.applicant}`,
			size: this.parts.length ? "large" : "small",
			animate: false,
			fields: [{ fieldtype: "HTML", fieldname: "body" }],
			primary_action_label: action.needs_checklist ? __("签字并{0}", [action.action]) : action.action,
			primary_action: () => this.confirm(),
		});
		this.dialog.$wrapper.addClass("gp-dialog").on("hidden.bs.modal", (event) => event.currentTarget.remove());
		this.draw();
		this.dialog.show();
	}

	draw() {
		const body = this.dialog.fields_dict.body.$wrapper[0];
		if (!this.parts.length) body.append(element(html`<p>${this.sentence()}</p>`));
		for (const part of this.parts) body.append(part.draw());
		if (this.parts.length && this.action.issues) body.append(element(html`<p class="gp-note">${this.sentence()}</p>`));
		this.problem = body.appendChild(element(html`<div class="gp-problem" role="alert" hidden></div>`));
		body.addEventListener("keydown", (event) => this.on_key(event));
		this.dialog.$wrapper.one("shown.bs.modal", () => this.focus());
	}

	sentence() {
		const text = __("办理后进入“{0}”", [this.action.target]);
		return this.action.issues ? `${text}，${__("并签发《{0}》。", [this.action.issues])}` : `${text}。`;
	}

	/** What is still to be answered gets the focus; if nothing is, the confirmation does, and Enter is enough. */
	focus() {
		const first = this.parts.map((part) => part.first_open?.()).find(Boolean);
		(first || this.dialog.get_primary_btn()[0]).focus({ preventScroll: !first });
	}

	on_key(event) {
		if (event.key !== "Enter" || event.target.tagName === "TEXTAREA" || event.target.tagName === "BUTTON") return;
		event.preventDefault();
		event.stopPropagation();
		this.confirm();
	}

	async confirm() {
		if (this.busy) return;
		const found = this.parts.map((part) => part.problem()).find(Boolean);
		this.say(found?.message);
		if (found) return found.node?.focus();
		this.set_busy(true);
		try {
			for (const part of this.parts) await part.before?.();
			await this.apply();
			this.dialog.hide();
			frappe.show_alert({ message: __("已办理“{0}”", [this.action.action]), indicator: "green" });
			await this.screen.reload();
		} catch (error) {
			if (error.stays) this.say(error.message);
			this.screen.refresh();
		} finally {
			this.set_busy(false);
		}
	}

	apply() {
		const given = Object.assign({}, ...this.parts.map((part) => part.values?.() || {}));
		const { reason, ...details } = given;
		const more = Object.keys(details).length ? details : null;
		return act(this.screen.frm.doctype, this.screen.data.case, this.action.action, reason, more);
	}

	say(message) {
		this.problem.hidden = !message;
		this.problem.textContent = message || "";
	}

	set_busy(busy) {
		this.busy = busy;
		this.dialog.get_primary_btn().prop("disabled", busy);
	}
}
