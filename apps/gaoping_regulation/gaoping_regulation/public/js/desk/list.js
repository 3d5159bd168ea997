import { clock_pill } from "./clock";
import { element, html } from "./html";
import { entry_route, matters } from "./matters";
import { is_busy, while_visible } from "./renewal";
import { read } from "./server";

const EVERY = 60000;

for (const matter of matters()) {
	frappe.listview_settings[matter.doctype] = { ...settings(matter), ...(frappe.listview_settings[matter.doctype] || {}) };
}

function settings(matter) {
	return {
		hide_name_column: true,
		has_indicator_for_draft: 1,
		add_fields: ["workflow_state", "due_on"],
		filters: matter.my_states.length ? [["workflow_state", "in", matter.my_states]] : [],
		primary_action: () => frappe.set_route(...entry_route(matter)),
		onload: (list) => {
			if (matter.my_states.length) most_urgent_first(list);
			list.page.page_form.after(chips(matter, list));
			while_visible(EVERY, () => is_idle(list) && list.refresh());
		},
		refresh: (list) => {
			mark_chip(list);
			draw_clocks(list);
		},
	};
}

/** The list is on the screen, and nothing is being done or ticked there: it may be renewed. */
function is_idle(list) {
	const [view, doctype, kind] = frappe.get_route();
	if (view !== "List" || doctype !== list.doctype || (kind || "List") !== "List") return false;
	return !is_busy() && !list.get_checked_items(true).length;
}

/** Until the user sorts by himself, what is due first comes first; over all states, what was touched last. */
function most_urgent_first(list) {
	if (!list.view_user_settings.sort_by) sort(list, "due_on", "asc");
}

function sort(list, by, order) {
	if (!list.meta.fields.some((df) => df.fieldname === "due_on")) return;
	list.sort_by = by;
	list.sort_order = order;
	list.setup_sort_selector();
}

/** 我能办的, 全部 and every state, one click each. */
function chips(matter, list) {
	const choices = [{ title: __("全部"), states: [] }, ...matter.states.map((state) => ({ title: state, states: [state] }))];
	if (matter.my_states.length) choices.unshift({ title: __("我能办的"), states: matter.my_states });
	const root = element(html`<div class="gp-chips" role="group" aria-label="${__("按环节")}">
		${choices.map(({ title, states }) => html`<button type="button" class="gp-chip" data-states="${states.join(",")}">${title}</button>`)}
	</div>`);
	root.addEventListener("click", (event) => {
		const states = event.target.dataset.states;
		if (states !== undefined) choose(list, states ? states.split(",") : []);
	});
	return root;
}

async function choose(list, states) {
	await list.filter_area.clear(false);
	if (states.length) await list.filter_area.set([[list.doctype, "workflow_state", "in", states]]);
	list.filter_area.filter_list?.update_filter_button?.();
	sort(list, ...(states.length ? ["due_on", "asc"] : ["modified", "desc"]));
	list.refresh();
}

/** Only one chip is pressed: the first that stands for what is filtered now. */
function mark_chip(list) {
	const filter = list.filter_area.get().find((row) => row[1] === "workflow_state");
	const now = filter ? [filter[3]].flat().join(",") : "";
	const all = [...list.page.main[0].parentElement.querySelectorAll(".gp-chip")];
	const pressed = all.find((chip) => chip.dataset.states === now);
	for (const chip of all) chip.setAttribute("aria-pressed", chip === pressed);
}

/** The clock's colour and who has the case open, beside the state (on a phone: below the name). */
async function draw_clocks(list) {
	const names = list.data.map((row) => row.name);
	if (!names.length) return;
	const found = await read("casework.desk_inbox.show_clocks", { doctype: list.doctype, names: JSON.stringify(names) });
	const rows = list.$result[0].querySelectorAll(".list-row-container");
	list.data.forEach((doc, at) => found[doc.name] && rows[at] && draw_clock(rows[at], found[doc.name]));
}

function draw_clock(row, clock) {
	for (const old of row.querySelectorAll(".gp-due")) old.remove();
	const open = clock.open.length && html`<span class="gp-open">${__("{0} 正打开", [clock.open.join("、")])}</span>`;
	const node = element(html`<span class="gp-due">${clock_pill(clock)}${open || ""}</span>`);
	row.querySelector(".list-row-col .indicator-pill")?.after(node.cloneNode(true));
	row.querySelector(".list-subject .ellipsis:last-child")?.append(node);
}
