import { element, html } from "../html";

/** Some of several, or all where none is ticked (QJ: which instruments are sent back). */
export class ChoicesPart {
	constructor(action) {
		this.given = action.choices;
	}

	draw() {
		this.root = element(html`<fieldset class="gp-choices">
			<legend>${this.given.label}</legend>
			${this.given.options.map(({ value, label }) => html`<label class="gp-check"><input type="checkbox" value="${value}"> ${label}</label>`)}
		</fieldset>`);
		return this.root;
	}

	problem() {
		return null;
	}

	values() {
		const chosen = [...this.root.querySelectorAll("input:checked")].map((input) => input.value);
		return chosen.length ? { [this.given.name]: chosen } : {};
	}
}
