import { element, html, note } from "../html";

const DIGEST = /^[0-9a-f]{40,}$/;

/** The case's entries in the audit trail, newest first. */
export function events(screen, data) {
	if (!data.events.length) return note(__("尚无留痕。"));
	return element(html`<ol class="gp-events">${data.events.map(entry)}</ol>`);
}

function entry(event) {
	return html`<li title="${__("第 {0} 条，摘要 {1}", [event.seq, event.hash])}">
		<div><strong>${event.kind}</strong> <span class="text-muted">${event.actor_name}</span></div>
		<div class="text-muted small">${event.at}</div>
		${event.content.map(([label, text]) => html`<div class="small">${label}：${short(text)}</div>`)}
	</li>`;
}

function short(text) {
	return DIGEST.test(text) ? `${text.slice(0, 12)}…` : text;
}
