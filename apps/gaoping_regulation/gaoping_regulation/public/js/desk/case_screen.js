import { element, html } from "./html";
import { actions_card, bind_actions } from "./actions";
import { Panel } from "./panel/panel";
import { Presence } from "./presence";
import { read } from "./server";
import { clock_pill } from "./clock";

const RENDER_POLL = 1500;
const RENDER_TRIES = 20;

/** What a matter's form shows beside its fields: clock, actions, materials, checklists, documents, trail. */
export class CaseScreen {
	constructor(frm, matter) {
		this.frm = frm;
		this.matter = matter;
		const main = frm.page.main[0];
		frm.page.wrapper.addClass("gp-case");
		main.parentElement.classList.add("gp-columns");
		this.root = element(html`<aside class="gp-panel" aria-label="${__("办理")}"></aside>`);
		main.after(this.root);
		this.card = this.root.appendChild(element(html`<section class="gp-card gp-work"></section>`));
		this.panel = new Panel(this);
		this.root.append(this.panel.root);
		this.presence = new Presence(this);
		main.parentElement.prepend(this.presence.banner);
		$(frm.wrapper).on("dirty", () => this.draw_actions());
	}

	/** Read the case again and draw it; an answer that comes too late for another case is dropped. */
	async refresh(tries = 0) {
		const name = this.frm.docname;
		const switched = this.data?.case !== name;
		this.root.classList.toggle("gp-loading", switched);
		const data = await read("casework.desk.show_case", { case: name }).catch(() => null);
		if (!data || name !== this.frm.docname) return;
		this.data = data;
		this.root.classList.remove("gp-loading");
		this.draw();
		if (switched) show_form(this.frm);
		this.presence.watch(name);
		this.wait_for_documents(name, tries);
	}

	draw() {
		this.draw_title();
		this.draw_actions();
		this.panel.draw(this.data);
	}

	draw_title() {
		const area = this.frm.page.$title_area.find(".indicator-pill").parent();
		area.find(".gp-clock").remove();
		if (this.data.clock.text) area.append(String(clock_pill(this.data.clock)));
		area.find(".gp-first").remove();
		const first = this.data.first_contact;
		if (first) area.append(String(html`<span class="gp-first text-muted small" title="${first.at} ${first.kind}">${__("首问责任人")} ${first.name}</span>`));
	}

	draw_actions() {
		if (!this.data) return;
		this.card.innerHTML = String(actions_card(this.data, this.frm.is_dirty()));
		bind_actions(this);
	}

	/** A document is rendered by a worker after the decision: look again until it is there. */
	wait_for_documents(name, tries) {
		clearTimeout(this.timer);
		if (tries >= RENDER_TRIES || this.data.documents.every((row) => row.ready)) return;
		this.timer = setTimeout(() => {
			if (this.is_shown(name)) this.refresh(tries + 1);
		}, RENDER_POLL);
	}

	is_shown(name) {
		const [view, doctype, shown] = frappe.get_route();
		return view === "Form" && doctype === this.frm.doctype && shown === name && !document.hidden;
	}

	/** After an action: the form with its new state, and what the action brought. */
	async reload() {
		await this.frm.reload_doc();
	}
}

/** Open the tab where the applicant's own form begins; what the system fills in is in the panel. */
function show_form(frm) {
	const asked = (df) => df.reqd && !df.read_only && !df.fieldname.startsWith("__");
	const written = (tab) => frm.fields.some((field) => field.tab === tab && asked(field.df));
	const tab = frm.layout.tabs.find((found) => !found.is_hidden() && written(found));
	if (tab && !tab.is_active()) tab.set_active();
}
