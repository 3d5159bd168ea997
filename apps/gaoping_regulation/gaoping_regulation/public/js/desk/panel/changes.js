import { element, html } from "../html";

/** What an application changes in the register: before and after, side by side. */
export function changes(screen, data) {
	return element(html`<table class="table table-bordered small">
		<thead><tr><th>${__("登记事项")}</th><th>${__("变更前")}</th><th>${__("变更后")}</th></tr></thead>
		<tbody>${data.changes.map(row)}</tbody>
	</table>`);
}

function row({ label, before, after }) {
	return html`<tr><td>${label}</td><td style="white-space: pre-line">${before || __("（空）")}</td><td style="white-space: pre-line">${after || __("（空）")}</td></tr>`;
}
