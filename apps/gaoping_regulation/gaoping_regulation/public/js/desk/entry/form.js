import { element, html } from "../html";
import { control, read_value, tidy_day } from "./controls";
import { Rows } from "./rows";

/** The matter's form as its meta describes it, in sections; keeps the values and shows mistakes at their fields. */
export class Form {
	constructor(fields, values, matter) {
		this.fields = fields;
		this.tables = {};
		this.root = element(html`<form class="gp-entry__form" novalidate autocomplete="off">${sections(fields).map((row) => this.section(row, values))}</form>`);
		for (const df of fields.filter((row) => row.fieldtype === "Table")) {
			this.tables[df.fieldname] = new Rows(df, values[df.fieldname] || [], matter);
			this.box(df.fieldname).append(this.tables[df.fieldname].root);
		}
		this.root.addEventListener("input", () => this.follow());
		this.root.addEventListener("focusout", ({ target }) => {
			if (target.classList.contains("gp-day")) target.value = tidy_day(target.value);
		});
		this.root.addEventListener("submit", (event) => event.preventDefault());
		this.follow();
	}

	section({ title, fields }, values) {
		return html`<fieldset class="gp-section"><legend>${title}</legend>
			<div class="gp-grid">${fields.map((df) => this.field(df, values[df.fieldname]))}</div>
		</fieldset>`;
	}

	field(df, value) {
		const wide = ["Table", "MultiCheck", "Small Text", "Text", "Check"].includes(df.fieldtype);
		const body = df.fieldtype === "Table" ? "" : control(df, value ?? df.default);
		const label = ["Check", "Table"].includes(df.fieldtype) ? "" : html`<label for="gp-${df.fieldname}">${df.label}${df.reqd ? html`<span class="gp-required">*</span>` : ""}</label>`;
		return html`<div class="gp-field ${wide ? "gp-field--wide" : ""}" data-field="${df.fieldname}">
			${label}${body}${df.description && html`<div class="gp-hint">${df.description}</div>`}<div class="gp-error" hidden></div>
		</div>`;
	}

	box(fieldname) {
		return this.root.querySelector(`[data-field="${CSS.escape(fieldname)}"]`);
	}

	/** Fields that depend on others come and go. */
	follow() {
		const doc = this.values();
		for (const df of this.fields.filter((row) => row.depends_on)) {
			this.box(df.fieldname).hidden = !holds(df.depends_on, doc);
		}
	}

	values() {
		const found = {};
		for (const df of this.fields) {
			const table = this.tables[df.fieldname];
			found[df.fieldname] = table ? table.values() : read_value(df, this.box(df.fieldname));
		}
		return found;
	}

	/** Whether nothing has been filled in yet. */
	is_empty() {
		const values = this.values();
		const given = (df) => (df.fieldtype === "Table" ? this.tables[df.fieldname].is_empty() : !values[df.fieldname] || values[df.fieldname] === df.default);
		return this.fields.every(given);
	}

	clear() {
		for (const node of this.root.querySelectorAll(".gp-error")) node.hidden = true;
		for (const node of this.root.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
	}

	/** Show a mistake at its field; tells whether it has one here. */
	mark({ field, table, row, message }) {
		if (table && this.tables[table]) {
			const input = this.tables[table].input(row, field);
			input?.setAttribute("aria-invalid", "true");
			return this.tell(table, row ? __("第 {0} 行：{1}", [row, message]) : message, !input);
		}
		return !table && this.box(field) ? this.tell(field, message, true) : false;
	}

	tell(fieldname, message, invalid) {
		const box = this.box(fieldname);
		const error = box.querySelector(":scope > .gp-error");
		error.textContent = error.hidden ? message : `${error.textContent}\n${message}`;
		error.hidden = false;
		if (invalid) box.querySelector("input, select, textarea, button")?.setAttribute("aria-invalid", "true");
		return true;
	}

	focus() {
		this.root.querySelector("input, select, textarea")?.focus();
	}
}

function sections(fields) {
	const found = [];
	for (const df of fields) {
		if (found.at(-1)?.title !== df.section) found.push({ title: df.section, fields: [] });
		found.at(-1).fields.push(df);
	}
	return found;
}

/** A condition as the form builder stores it: a field's name or an `eval:` expression. */
function holds(condition, doc) {
	if (!condition.startsWith("eval:")) return Boolean(doc[condition]);
	return Boolean(frappe.utils.eval(condition.slice(5), { doc, parent: doc }));
}
