/** Text that is HTML already; everything else is escaped. */
class Safe {
	constructor(text) {
		this.text = text;
	}
	toString() {
		return this.text;
	}
}

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function piece(value) {
	if (value instanceof Safe) return value.text;
	if (Array.isArray(value)) return value.map(piece).join("");
	if (value === null || value === undefined || value === false) return "";
	return String(value).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}

/** A template tag: html`<b>${name}</b>` with every value escaped unless it comes from html`` itself. */
export function html(strings, ...values) {
	return new Safe(strings.reduce((text, part, at) => text + piece(values[at - 1]) + part));
}

/** An element made of html``. */
export function element(safe) {
	const holder = document.createElement("template");
	holder.innerHTML = String(safe).trim();
	return holder.content.firstElementChild;
}

/** A quiet line that tells there is nothing, or what comes next. */
export function note(text) {
	return element(html`<p class="gp-note">${text}</p>`);
}
