import { element, html } from "../html";

const REJECT = "reject";

/** Why: required where the action asks for it, and of everybody who is late. */
export class ReasonPart {
	constructor(action) {
		this.action = action;
	}

	title() {
		return this.action.needs_reason ? __("{0}的理由", [this.action.action]) : __("超时理由");
	}

	draw() {
		this.root = element(html`<section class="gp-reason">
			<label for="gp-reason">${this.title()}<span class="gp-required">*</span></label>
			${this.action.late > 0 && html`<p class="gp-note">${__("本环节已超过时限，须写明原因。")}</p>`}
			${this.action.reason_note && html`<p class="gp-note">${this.action.reason_note}</p>`}
			<textarea id="gp-reason" class="form-control" rows="3" maxlength="2000"
				placeholder="${__("写明事实和依据")}"></textarea>
			${this.action.key === REJECT && html`<label class="gp-office">${__("有权办理的机关（告知申请人）")}
				<input class="form-control" name="competent_office" maxlength="140"></label>`}
		</section>`);
		this.input = this.root.querySelector("textarea");
		return this.root;
	}

	first_open() {
		return this.input.value.trim() ? null : this.input;
	}

	problem() {
		return this.first_open() && { message: __("请写明{0}。", [this.title()]), node: this.input };
	}

	values() {
		const office = this.root.querySelector("[name=competent_office]")?.value.trim();
		return { reason: this.input.value.trim(), ...(office ? { competent_office: office } : {}) };
	}
}
