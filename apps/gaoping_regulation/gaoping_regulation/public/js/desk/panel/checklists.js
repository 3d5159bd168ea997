import { element, html, note } from "../html";

const LOOKS = { 符合: "fine", 发现问题: "problem" };

/** Every stage's checklist with its answers, the present one first. */
export function checklists(screen, data) {
	if (!data.checklists.length) return note(__("尚无检查表。"));
	return element(html`<div>${[...data.checklists].reverse().map(sheet)}</div>`);
}

function sheet(list) {
	return html`<details class="gp-sheet" open>
		<summary><strong>${list.stage_title}</strong> <span class="gp-mark">${list.status}</span>
			<span class="text-muted">${signature(list)}</span></summary>
		<ul>${list.items.map(line)}</ul>
	</details>`;
}

function signature(list) {
	if (!list.signed_by) return "";
	const name = frappe.user_info(list.signed_by).fullname || list.signed_by;
	return `${name} ${String(list.signed_on).slice(0, 16)}`;
}

function line(item) {
	return html`<li>
		<span class="gp-mark gp-mark--${LOOKS[item.result] || "none"}">${item.result || __("未答")}</span>
		<span class="gp-item__code">${item.point}</span> ${item.text}
		${item.remark && html`<div class="gp-sheet__remark">${__("说明")}：${item.remark}</div>`}
		${item.attachment && html`<div><a href="${item.attachment}" target="_blank" rel="noopener">${__("佐证材料")}</a></div>`}
		${item.evidence && html`<div class="text-muted small">${__("系统核查")}：${item.evidence}</div>`}
	</li>`;
}
