import { element, html } from "../html";

/** The fields of the case that an action asks for (YJ: 审查意见), each of its own kind. */
export class AskedPart {
	constructor(action) {
		this.fields = action.asks;
	}

	draw() {
		this.root = element(html`<section class="gp-asked">
			${this.fields.map((field) => html`<label>${field.label}<span class="gp-required">*</span>
				${this.control(field)}
				${field.description && html`<span class="gp-note">${field.description}</span>`}</label>`)}
		</section>`);
		for (const { fieldname, value } of this.fields) this.input(fieldname).value = value;
		return this.root;
	}

	control({ fieldname, fieldtype, options }) {
		if (fieldtype === "Select")
			return html`<select class="form-control" name="${fieldname}">
				<option value=""></option>
				${options.split("\n").filter(Boolean).map((option) => html`<option>${option}</option>`)}
			</select>`;
		if (fieldtype === "Date") return html`<input type="date" class="form-control" name="${fieldname}">`;
		if (fieldtype === "Data") return html`<input class="form-control" name="${fieldname}" maxlength="140">`;
		return html`<textarea class="form-control" name="${fieldname}" rows="3" maxlength="2000"></textarea>`;
	}

	input(name) {
		return this.root.querySelector(`[name="${name}"]`);
	}

	first_open() {
		return this.fields.map(({ fieldname }) => this.input(fieldname)).find((input) => !input.value.trim());
	}

	problem() {
		const node = this.first_open();
		return node && { message: __("请填写“{0}”。", [this.fields.find(({ fieldname }) => fieldname === node.name).label]), node };
	}

	values() {
		return Object.fromEntries(this.fields.map(({ fieldname }) => [fieldname, this.input(fieldname).value.trim()]));
	}
}
