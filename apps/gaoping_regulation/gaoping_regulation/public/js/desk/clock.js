import { html } from "./html";

const COLOURS = { green: "green", amber: "orange", red: "red", paused: "gray" };

/** The clock as a coloured pill: green, amber from 80 % of the limit, red when it is over. */
export function clock_pill(clock) {
	if (!clock?.text) return "";
	const title = clock.due_on ? __("应于 {0} 前办理", [clock.due_on]) : "";
	return html`<span class="gp-clock indicator-pill no-indicator-dot whitespace-nowrap ${COLOURS[clock.level] || "gray"}"
		data-level="${clock.level}" title="${title}">${clock.text}</span>`;
}
