import { element, html, note } from "../html";
import { document_url, print } from "../printing";
import { Preview } from "./preview";

/** What was issued, to look at, to keep and to print; a second printing asks why. */
export function documents(screen, data) {
	if (!data.documents.length) return note(__("尚未签发文书。"));
	const root = element(html`<div>${data.documents.map(row)}</div>`);
	root.addEventListener("click", async (event) => {
		const { name, do: what } = event.target.dataset;
		const document = data.documents.find((found) => found.name === name);
		if (what === "show") new Preview([{ title: document.title, url: document_url(name) }], 0).open();
		if (what === "print" && (await print(document))) screen.refresh();
	});
	return root;
}

function row(document) {
	return html`<div class="gp-document">
		<div><strong>${document.title}</strong> <span class="gp-mark">${document.status}</span></div>
		<div class="text-muted">${document.number}</div>
		<div class="text-muted small">${__("签发")} ${document.issued_on}${document.valid_until && html`，${__("有效期至")} ${document.valid_until}`}${document.print_count > 0 && html`，${__("已打印 {0} 次", [document.print_count])}`}</div>
		${document.ready ? tools(document) : html`<div class="gp-note">${document.render_error || __("正在生成…")}</div>`}
	</div>`;
}

function tools({ name, print_count, title }) {
	return html`<div class="gp-buttons gp-buttons--row">
		<button type="button" class="btn btn-default btn-xs" data-do="show" data-name="${name}">${__("查看")}</button>
		<a class="btn btn-default btn-xs" href="${document_url(name)}" download="${title}.pdf">${__("下载")}</a>
		<button type="button" class="btn btn-default btn-xs" data-do="print" data-name="${name}">${print_count ? __("补打") : __("打印")}</button>
	</div>`;
}
