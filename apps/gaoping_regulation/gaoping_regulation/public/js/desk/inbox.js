import { clock_pill } from "./clock";
import { element, html } from "./html";
import { entry_route, matter_of, matters } from "./matters";
import { while_visible } from "./renewal";
import { read } from "./server";

const LENGTH = 20;
const EVERY = 60000;

/** The work that waits for the user, over all matters, on the staff's home page. */
class Inbox {
	constructor(workspace) {
		this.workspace = workspace;
		this.state = "";
		this.length = LENGTH;
		this.root = element(html`<section class="gp-inbox" aria-label="${__("我的待办")}"></section>`);
		this.root.addEventListener("click", (event) => this.on_click(event));
		while_visible(EVERY, () => this.is_shown() && this.refresh({ silent: true }).catch(() => null));
	}

	is_shown() {
		return frappe.get_route()[0] === "Workspaces" && this.root.isConnected && !this.root.hidden;
	}

	toggle(shown) {
		this.root.hidden = !shown;
		this.workspace.body.toggleClass("gp-home", shown);
		if (!shown) return;
		this.workspace.body.append(this.root);
		this.refresh();
	}

	async refresh(options) {
		this.data = await read("casework.desk_inbox.list_inbox", { state: this.state, page_length: this.length }, options);
		const drawn = String(this.draw());
		// Left alone when nothing is new: what has the focus keeps it.
		if (drawn !== this.drawn) this.root.innerHTML = drawn;
		this.drawn = drawn;
	}

	draw() {
		const { groups, rows, total } = this.data;
		const all = groups.reduce((sum, group) => sum + group.count, 0);
		return html`
			<div class="gp-inbox__head"><h4>${__("我的待办")}</h4>${matters().map(list_link)}</div>
			<div class="gp-chips">${chip("", __("全部"), all, this.state)}${groups.map((group) => chip(group.state, group.state, group.count, this.state))}</div>
			${rows.length ? html`<ul class="gp-inbox__rows">${rows.map(line)}</ul>` : html`<p class="gp-note">${__("没有待办的办件。")}</p>`}
			${total > rows.length && html`<button type="button" class="btn btn-default btn-sm" data-more="1">${__("再显示一些（共 {0} 件）", [total])}</button>`}
		`;
	}

	on_click(event) {
		const chosen = event.target.closest("[data-state], [data-more]");
		if (!chosen) return;
		if (chosen.dataset.more) this.length += LENGTH;
		else this.state = chosen.dataset.state;
		this.refresh();
	}
}

function chip(state, title, count, now) {
	return html`<button type="button" class="gp-chip" data-state="${state}" aria-pressed="${state === now}">${title}<span class="gp-count">${count}</span></button>`;
}

function list_link(matter) {
	return html`<a class="text-muted" href="/app/${frappe.router.slug(matter.doctype)}">${matter.title}</a>`;
}

function line(row) {
	const route = row.own ? entry_route(matter_of(row.doctype), row.name) : [frappe.router.slug(row.doctype), row.name];
	return html`<li><a href="/app/${route.map(encodeURIComponent).join("/")}">
		<span class="gp-inbox__name"><strong>${row.applicant_name || __("未填姓名")}</strong><span class="text-muted">${row.matter_title}</span></span>
		<span class="gp-inbox__no text-muted">${row.case_no || __("尚未编号")}</span>
		<span class="gp-mark">${row.group}</span>
		<span>${clock_pill(row.clock)}${row.open.length > 0 && html`<span class="gp-open">${__("{0} 正打开", [row.open.join("、")])}</span>`}</span>
	</a></li>`;
}

const { show_page } = frappe.views.Workspace.prototype;

frappe.views.Workspace.prototype.show_page = async function (page) {
	await show_page.call(this, page);
	if (!matters().length) return;
	this.inbox = this.inbox || new Inbox(this);
	this.inbox.toggle(page.name === frappe.boot.gaoping.home);
};
