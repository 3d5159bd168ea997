import { html } from "../html";

const NUMBERS = ["Int", "Float", "Currency", "Percent"];

/** The input of a field, plain and quick to type in. */
export function control(df, value, row = "") {
	const id = `gp-${df.fieldname}${row}`;
	const kinds = { Select: select, Check: check, MultiCheck: several, "Small Text": area, Text: area };
	return (kinds[df.fieldtype] || plain)(df, value ?? "", id);
}

function plain(df, value, id) {
	if (df.fieldtype === "Date") return day(df, value, id);
	const type = NUMBERS.includes(df.fieldtype) ? html`type="number" step="any"` : html`type="text"`;
	return html`<input class="form-control" id="${id}" name="${df.fieldname}" ${type} value="${value}"
		${df.length ? html`maxlength="${df.length}"` : ""} aria-label="${df.label}">`;
}

/** A date as one types it from paper: 20261122, 2026-11-22 or 2026.11.22. */
function day(df, value, id) {
	const shown = value === "Today" ? frappe.datetime.get_today() : value;
	return html`<input class="form-control gp-day" id="${id}" name="${df.fieldname}" type="text" inputmode="numeric" maxlength="10"
		value="${shown}" placeholder="${__("如 {0}", ["20261122"])}" aria-label="${df.label}">`;
}

export function tidy_day(text) {
	const found = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text.trim());
	return found ? [found[1], found[2].padStart(2, "0"), found[3].padStart(2, "0")].join("-") : text.trim();
}

function select(df, value, id) {
	return html`<select class="form-control" id="${id}" name="${df.fieldname}" aria-label="${df.label}">
		${!df.default && html`<option value=""></option>`}
		${df.options.map((option) => html`<option value="${option}" ${option === value ? html`selected` : ""}>${label(df, option)}</option>`)}
	</select>`;
}

/** A choice that nobody has checked against the original text yet is marked. */
function label(df, option) {
	return df.unverified?.includes(option) ? __("{0}（待核对）", [option]) : option;
}

function check(df, value, id) {
	return html`<label class="gp-check"><input type="checkbox" id="${id}" name="${df.fieldname}" ${Number(value) ? html`checked` : ""}> ${df.label}</label>`;
}

function several(df, value, id) {
	const chosen = String(value).split("\n");
	return html`<div class="gp-several" role="group" aria-label="${df.label}" id="${id}">
		${df.options.map((option) => html`<label class="gp-check"><input type="checkbox" value="${option}" ${chosen.includes(option) ? html`checked` : ""}> ${option}</label>`)}
	</div>`;
}

function area(df, value, id) {
	return html`<textarea class="form-control" id="${id}" name="${df.fieldname}" rows="2" aria-label="${df.label}">${value}</textarea>`;
}

/** What is in a field's input, in the form the server takes. */
export function read_value(df, box) {
	if (df.fieldtype === "MultiCheck") return [...box.querySelectorAll("input:checked")].map((node) => node.value).join("\n");
	const input = box.querySelector(`[name="${CSS.escape(df.fieldname)}"]`);
	if (df.fieldtype === "Check") return Number(input.checked);
	return df.fieldtype === "Date" ? tidy_day(input.value) : input.value.trim();
}
