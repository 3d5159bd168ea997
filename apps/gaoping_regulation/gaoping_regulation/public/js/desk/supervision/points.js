import { element, html, note } from "../html";
import { read } from "../server";

/** The page risk-points: each risk point, the rules that guard it, and what they found this year. */
export class RiskPoints {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: "风险点一览", single_column: true });
		const options = { fieldname: "matter", label: "事项", fieldtype: "Link", options: "Administrative Matter" };
		this.matter = this.page.add_field({ ...options, change: () => this.load() });
		this.body = element(html`<div class="gp-points"></div>`);
		this.page.main.append(this.body);
	}

	async load() {
		const { year, rows } = await read("risk_control.supervision.api.show_points", { matter: this.matter.get_value() || "" });
		this.body.replaceChildren(rows.length ? table(year, rows) : note("没有您可以查看的风险点。"));
	}
}

function table(year, rows) {
	const guarded = rows.filter((row) => row.rules.length).length;
	return element(html`<div>
		<p class="gp-note">${rows.length} 个风险点，${guarded} 个有规则守护。数目为 ${year} 年至今，不含观察中的规则。</p>
		<div class="gp-heat__scroll">
			<table class="gp-points__table">
				<thead>
					<tr>
						<th scope="col">风险点</th>
						<th scope="col">内容</th>
						<th scope="col">守护的规则</th>
						<th scope="col">检查表预答</th>
						<th scope="col">发现</th>
					</tr>
				</thead>
				<tbody>
					${rows.map((row, at) => [heading(row, rows[at - 1]), line(row)])}
				</tbody>
			</table>
		</div>
	</div>`);
}

function heading(row, before) {
	if (before?.matter === row.matter && before?.stage_title === row.stage_title) return "";
	return html`<tr class="gp-points__stage"><th colspan="5" scope="colgroup">${row.matter_title} · ${row.stage_title}</th></tr>`;
}

function line(row) {
	return html`<tr>
		<th scope="row"><span class="gp-points__code">${row.point}</span><span class="gp-mark">等级 ${row.level}</span></th>
		<td>${row.text}${row.text !== row.original_text && html`<p class="gp-note">原文：${row.original_text}</p>`}</td>
		<td>${row.rules.length ? row.rules.map(rule) : html`<span class="gp-mark gp-mark--problem">${row.state}</span>`}</td>
		<td>${row.preanswer ? "系统先答" : "人工回答"}</td>
		<td>${findings(row)}</td>
	</tr>`;
}

function rule({ title, kind, mode, explanation, lacking }) {
	return html`<div class="gp-points__rule">
		<strong>${title}</strong> <span class="gp-mark">${kind}</span> <span class="gp-mark">${mode}</span>
		${lacking && html`<span class="gp-mark gp-mark--problem">${lacking}</span>`}
		<p class="gp-note">${explanation}</p>
	</div>`;
}

function findings(row) {
	const target = gaoping.supervision.alerts("points", row.point);
	const numbers = [
		["预警", row.total],
		["待核", row.pending],
		["属实", row.confirmed],
		["误报", row.false],
		["观察中发现", row.observed],
		["检查表发现问题", row.problems],
	].filter(([label, number]) => number || label === "预警");
	return html`<a href="${target}">${numbers.map(([label, number]) => html`<span class="gp-points__number">${label} ${number}</span>`)}</a>`;
}
