import { element, html, note } from "../html";
import { read } from "../server";

const API = "risk_control.drawing.api.";
const KINDS = [
	{ value: "flow", label: "运行流程图" },
	{ value: "risk", label: "廉政风险防控图" },
];

/** The page matter-charts: a matter's two charts as they stand now, on the screen and as PDF for the wall. */
export class MatterCharts {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: "流程图与防控图", single_column: true });
		const matters = { fieldname: "matter", label: "事项", fieldtype: "Link", options: "Administrative Matter", default: "XT" };
		this.matter = this.page.add_field({ ...matters, change: () => this.load() });
		this.kind = this.page.add_field({ fieldname: "kind", label: "图", fieldtype: "Select", options: KINDS, default: "flow", change: () => this.load() });
		for (const paper of ["A3", "A4"]) this.page.add_button(`下载 ${paper} PDF`, () => this.download(paper));
		this.body = element(html`<div class="gp-chart"></div>`);
		this.page.main.append(this.body);
	}

	/** What the caller asked for by the route's options, or what was shown before. */
	async show() {
		const { matter, kind } = frappe.route_options || {};
		frappe.route_options = null;
		if (kind) await this.kind.set_value(kind);
		if (matter) await this.matter.set_value(matter);
		return this.load();
	}

	async load() {
		const chosen = { matter: this.matter.get_value(), kind: this.kind.get_value() || "flow" };
		if (!chosen.matter) return this.body.replaceChildren(note("请选择事项。"));
		const chart = await read(`${API}show_chart`, chosen);
		this.body.replaceChildren(drawn(chart));
	}

	download(paper) {
		const chosen = new URLSearchParams({ matter: this.matter.get_value(), kind: this.kind.get_value() || "flow", paper });
		window.open(`/api/method/gaoping_regulation.${API}download_chart?${chosen}`);
	}
}

function drawn(chart) {
	const found = element(html`<figure>
		<figcaption><strong>${chart.title}</strong> ${chart.matter}</figcaption>
		<div class="gp-chart__drawing"></div>
		<p class="gp-note">${chart.notes.join("")}</p>
		<p>承办机构：${chart.office}　服务电话：${chart.service_phone || "待公布"}　监督电话：${chart.supervision_phone || "待公布"}</p>
		<details><summary>文字版</summary><ol>${chart.text.map((line) => html`<li>${line}</li>`)}</ol></details>
	</figure>`);
	// Made by the server's own drawing program out of escaped texts.
	found.querySelector(".gp-chart__drawing").innerHTML = chart.svg;
	return found;
}
