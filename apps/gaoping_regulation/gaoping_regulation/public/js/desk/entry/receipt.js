import { element, html } from "../html";
import { matters } from "../matters";
import { print } from "../printing";
import { read } from "../server";

const RECEIPT = "receipt";
const POLL = 1000;
const TRIES = 30;

/** After submission: the number, the receipt to print, and the way to the next applicant. */
export function receipt(done, code) {
	const matter = matters().find((row) => row.code === code);
	const slip = done.documents.find((row) => row.kind === RECEIPT);
	const root = element(html`<section class="gp-card gp-done">
		<h4>${__("已提交")}</h4>
		<p class="gp-done__no">${done.case_no}</p>
		<p class="text-muted">${__("现为“{0}”。", [done.workflow_state])}</p>
		<div class="gp-buttons gp-buttons--row">
			${slip && html`<button type="button" class="btn btn-primary btn-sm" data-do="print" ${slip.ready ? "" : html`disabled`}>${slip.ready ? __("打印《{0}》", [slip.title]) : __("回执正在生成…")}</button>`}
			<button type="button" class="btn btn-sm ${slip ? "btn-default" : "btn-primary"}" data-do="next">${__("再录一件")}</button>
			<button type="button" class="btn btn-default btn-sm" data-do="open">${__("打开办件")}</button>
		</div>
	</section>`);
	root.querySelector('[data-do="next"]').addEventListener("click", () => frappe.set_route("counter-entry", code));
	root.querySelector('[data-do="open"]').addEventListener("click", () => frappe.set_route("Form", matter.doctype, done.case));
	if (slip) offer(root.querySelector('[data-do="print"]'), slip, done.case);
	return root;
}

async function offer(button, slip, name) {
	button.addEventListener("click", () => print(slip));
	for (let tries = 0; !slip.ready && tries < TRIES; tries++) {
		await new Promise((resolve) => setTimeout(resolve, POLL));
		if (!button.isConnected && tries > 1) return;
		const found = await read("casework.desk_entry.load_receipt", { case: name }).catch(() => null);
		slip.ready = found?.documents.find((row) => row.name === slip.name)?.ready;
	}
	if (!slip.ready) return;
	button.disabled = false;
	button.textContent = __("打印《{0}》", [slip.title]);
	button.focus();
}
