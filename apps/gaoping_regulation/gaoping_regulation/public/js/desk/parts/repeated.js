import { html } from "../html";

/** 可能重复: the open cases of the same person and place, each with its way there. */
export function repeated_note({ cases, reason }) {
	if (!cases.length && !reason) return "";
	return html`<div class="gp-note gp-repeated" role="status"><strong>${__("可能重复")}</strong>
		${cases.length > 0 && html`<ul>${cases.map(line)}</ul>`}
		${reason && html`<div>${__("申请人说明：{0}", [reason])}</div>`}</div>`;
}

function line({ case: name, doctype, case_no, state, on }) {
	const address = `/app/${frappe.router.slug(doctype)}/${encodeURIComponent(name)}`;
	return html`<li><a href="${address}" target="_blank" rel="noopener">${case_no}</a> ${__("{0}，{1} 提交", [state, on])}</li>`;
}
