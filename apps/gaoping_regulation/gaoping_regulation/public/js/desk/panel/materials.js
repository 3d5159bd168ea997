import { element, html } from "../html";
import { Preview, is_image } from "./preview";

/** The materials as they look: a click opens one large, the arrow keys go on to the next. */
export function materials(screen, data) {
	const root = element(html`<div class="gp-materials">${data.materials.map(card)}</div>`);
	const shown = data.materials.filter((row) => row.url);
	root.addEventListener("click", (event) => {
		const code = event.target.closest("button")?.dataset.code;
		const at = shown.findIndex((row) => row.code === code);
		if (at >= 0) new Preview(shown, at).open();
	});
	return root;
}

function card(row) {
	const face = row.url ? picture(row) : html`<span class="gp-material__none">${__("未提交")}</span>`;
	return html`<button type="button" class="gp-material" data-code="${row.code}" ${row.url ? "" : html`disabled`} title="${row.file_name}">
		<span class="gp-material__face">${face}</span>
		<span class="gp-material__title">${row.title}</span>
		<span class="gp-marks">${marks(row)}</span>
	</button>`;
}

function picture(row) {
	if (is_image(row.url)) return html`<img src="${row.url}" alt="" loading="lazy">`;
	return html`<span class="gp-material__kind">${row.url.split(".").pop().toUpperCase()}</span>`;
}

function marks(row) {
	const found = [];
	if (row.needs_signature && row.url) {
		found.push(row.signed ? html`<span class="gp-mark gp-mark--fine">${__("已签名")}</span>` : html`<span class="gp-mark gp-mark--problem">${__("未签名")}</span>`);
	}
	if (row.verdict) found.push(html`<span class="gp-mark gp-mark--${row.verdict === "合格" ? "fine" : "problem"}">${row.verdict}</span>`);
	if (!row.url && row.required) found.push(html`<span class="gp-mark gp-mark--problem">${__("必交")}</span>`);
	return found;
}
