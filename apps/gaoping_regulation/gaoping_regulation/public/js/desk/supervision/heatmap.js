import { element, html, note } from "../html";
import { read } from "../server";

// How strong a cell is coloured; its words say the same.
const STRENGTHS = [
	[0, "none"],
	[1, "few"],
	[5, "some"],
	[15, "many"],
];

/** The page risk-heatmap: stages × levels, each cell with its numbers in words and the lists behind them. */
export class RiskHeatmap {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: "风险热力图", single_column: true });
		this.filters = gaoping.supervision
			.filters()
			.map((df) => this.page.add_field({ ...df, reqd: 0, change: () => this.load() }));
		this.page.set_primary_action("刷新", () => this.load());
		this.page.add_inner_button("表格", () => frappe.set_route("query-report", "Risk Heat Map"));
		gaoping.supervision.offer_monthly(this.page);
		this.body = element(html`<div class="gp-heat" aria-live="polite"></div>`);
		this.page.main.append(this.body);
	}

	async load() {
		const values = Object.fromEntries(this.filters.map((field) => [field.df.fieldname, field.get_value() || ""]));
		const asked = JSON.stringify(values);
		if (asked === this.asked) return;
		this.asked = asked;
		try {
			const answer = await read("risk_control.supervision.api.show_heatmap", values);
			if (asked === this.asked) this.body.replaceChildren(answer.rows.length ? grid(answer) : note("没有您可以查看的事项。"));
		} finally {
			if (asked === this.asked) this.asked = null;
		}
	}
}

function grid({ rows, levels, kinds, from_date, to_date }) {
	return element(html`<div>
		<p class="gp-note">
			${from_date} 至 ${to_date}。每格写明预警、发现问题和超时的数目，点数字打开清单；颜色越深越多。预警和发现问题按各自的等级，超时按环节的等级。
		</p>
		<div class="gp-heat__scroll">
			<table class="gp-heat__table">
				<caption class="sr-only">各事项各环节按风险等级的预警、发现问题和超时数</caption>
				<thead>
					<tr>
						<th scope="col">事项</th>
						<th scope="col">环节</th>
						${levels.map((level) => html`<th scope="col">${level}</th>`)}
					</tr>
				</thead>
				<tbody>
					${rows.map((row, at) => line(row, at ? rows[at - 1] : null, { levels, kinds, from_date, to_date }))}
				</tbody>
			</table>
		</div>
	</div>`);
}

function line(row, before, { levels, kinds, from_date, to_date }) {
	const first = before?.matter !== row.matter;
	return html`<tr class="${first ? "gp-heat__first" : ""}">
		<th scope="row">${first ? row.matter_title : html`<span class="sr-only">${row.matter_title}</span>`}</th>
		<th scope="row">${row.stage_title}${row.level && html`<span class="gp-mark">风险等级 ${row.level}</span>`}</th>
		${levels.map((level) => cell(row, level, kinds, from_date, to_date))}
	</tr>`;
}

function cell(row, level, kinds, from_date, to_date) {
	const counts = row.cells[level];
	const sum = kinds.reduce((total, { key }) => total + counts[key], 0);
	const strength = STRENGTHS.filter(([least]) => sum >= least).pop()[1];
	const shown = kinds.filter(({ key }) => counts[key]);
	return html`<td class="gp-heat__cell gp-heat__cell--${strength}">
		${sum ? shown.map(({ key, label }) => part(row, level, key, label, counts[key], from_date, to_date)) : html`<span>无</span>`}
	</td>`;
}

function part(row, level, key, label, number, from_date, to_date) {
	const target = behind(row, level, key, from_date, to_date);
	return html`<a href="${target}">${label} <strong>${number}</strong></a>`;
}

/** The list behind a number. */
function behind(row, level, key, from_date, to_date) {
	const { alerts, checklists, overdue } = gaoping.supervision;
	const days = JSON.stringify(["between", [from_date, to_date]]);
	if (key === "late") return overdue(row.matter, row.stage, from_date, to_date);
	if (key === "problems") {
		const found = { "Stage Checklist Item.result": "发现问题", "Stage Checklist Item.level": level };
		return checklists(row.matter, row.stage, { ...found, signed_on: days });
	}
	return alerts("level", level, { matter: row.matter, stage: row.stage_title, raised_on: days, observed: 0 });
}
