import { html } from "../html";

/** The findings of a draft: errors first, each with its place. */
export function findingsTable(rows) {
	if (!rows.length) return html`<p class="gp-config__good">没有发现问题。</p>`;
	return html`<table class="table table-bordered gp-config">
		<thead><tr><th>级别</th><th>位置</th><th>问题与处理</th></tr></thead>
		<tbody>${rows.map((row) => html`<tr class="${row.level === "错误" ? "gp-config__error" : ""}"><td>${row.level}</td><td>${row.place}</td><td>${row.message}</td></tr>`)}</tbody>
	</table>`;
}

/** What changes, old beside new. */
export function differenceTable(rows, [old, fresh] = ["现行", "草案"]) {
	if (!rows.length) return html`<p class="gp-config__good">没有差别。</p>`;
	return html`<table class="table table-bordered gp-config">
		<thead><tr><th>位置</th><th>变化</th><th>项目</th><th>${old}</th><th>${fresh}</th></tr></thead>
		<tbody>${rows.map((row) => html`<tr><td>${row.place}</td><td>${row.change}</td><td>${row.field}</td><td class="gp-config__old">${row.old}</td><td class="gp-config__new">${row.new}</td></tr>`)}</tbody>
	</table>`;
}
