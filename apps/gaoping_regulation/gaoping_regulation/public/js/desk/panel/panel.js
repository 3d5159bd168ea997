import { element, html } from "../html";
import { changes } from "./changes";
import { checklists } from "./checklists";
import { documents } from "./documents";
import { events } from "./events";
import { materials } from "./materials";

const TABS = [
	{ key: "materials", title: __("材料"), view: materials, count: (data) => data.materials.length },
	{ key: "changes", title: __("变更对照"), view: changes, count: (data) => data.changes.length, only: (data) => data.changes.length },
	{ key: "checklists", title: __("检查表"), view: checklists, count: (data) => data.checklists.length },
	{ key: "documents", title: __("文书"), view: documents, count: (data) => data.documents.length },
	{ key: "events", title: __("留痕"), view: events, count: (data) => data.events.length },
];

/** The tabs beside the form. The chosen one stays chosen from case to case. */
export class Panel {
	constructor(screen) {
		this.screen = screen;
		this.chosen = TABS[0].key;
		this.root = element(html`<section class="gp-card gp-tabs">
			<div class="gp-tabs__bar" role="tablist"></div>
			<div class="gp-tabs__body" role="tabpanel"></div>
		</section>`);
		this.bar = this.root.querySelector(".gp-tabs__bar");
		this.body = this.root.querySelector(".gp-tabs__body");
		this.bar.addEventListener("click", (event) => this.choose(event.target.closest("[data-tab]")?.dataset.tab));
		this.bar.addEventListener("keydown", (event) => this.on_key(event));
	}

	draw(data) {
		this.data = data;
		const focused = this.bar.contains(document.activeElement);
		const tabs = this.tabs();
		if (!tabs.some((tab) => tab.key === this.chosen)) this.chosen = tabs[0].key;
		this.bar.innerHTML = String(html`${tabs.map((tab) => this.tab(tab))}`);
		if (focused) this.bar.querySelector("[aria-selected=true]").focus();
		const node = tabs.find((tab) => tab.key === this.chosen).view(this.screen, data);
		this.body.replaceChildren(node);
	}

	/* The tabs that this case has something to show in: 变更对照 is for changes alone. */
	tabs() {
		return TABS.filter((tab) => !tab.only || tab.only(this.data));
	}

	tab({ key, title, count }) {
		const chosen = key === this.chosen;
		return html`<button type="button" role="tab" data-tab="${key}" aria-selected="${chosen}" tabindex="${chosen ? 0 : -1}">
			${title}<span class="gp-count">${count(this.data)}</span>
		</button>`;
	}

	choose(key) {
		if (!key) return;
		this.chosen = key;
		this.draw(this.data);
	}

	on_key(event) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const tabs = this.tabs();
		const at = tabs.findIndex((tab) => tab.key === this.chosen);
		this.choose(tabs[(at + step + tabs.length) % tabs.length].key);
	}
}
