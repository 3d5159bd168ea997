import { element, html } from "../html";
import { read } from "../server";

const FREE = { field: __("其他") };

/** The one correction notice: what is missing among materials and fields, ticked and worded, and free items. */
export class CorrectionPart {
	constructor(screen) {
		this.screen = screen;
	}

	async load() {
		this.given = await read("casework.desk.load_correction", { case: this.screen.data.case });
	}

	draw() {
		const { materials, problems, fields } = this.given;
		this.root = element(html`<section class="gp-correction">
			<p class="gp-note">${__("一次性告知：请把需要补正的全部事项列在一份告知书中。")}</p>
			<h5>${__("申请材料")}</h5>
			<div>${materials.map((row) => line({ ...row, text: row.text || again(row), on: row.text }))}</div>
			<h5>${__("表单内容")}</h5>
			<div class="gp-fields">${problems.map((row) => line({ ...row, on: true }))}</div>
			<select class="form-control input-sm gp-add-field" aria-label="${__("添加表单项")}">
				<option value="">${__("添加表单项…")}</option>
				${fields.map((row) => html`<option value="${row.code}">${row.section} · ${row.field}</option>`)}
			</select>
			<h5>${__("其他事项")}</h5>
			<div class="gp-free">${line(FREE)}</div>
			<button type="button" class="btn btn-default btn-xs gp-add-free">${__("再加一项")}</button>
		</section>`);
		this.bind();
		return this.root;
	}

	bind() {
		this.root.addEventListener("input", (event) => {
			const line = event.target.closest(".gp-line");
			if (event.target.classList.contains("gp-line__text")) line.querySelector("input").checked = Boolean(event.target.value.trim());
		});
		this.root.querySelector(".gp-add-free").addEventListener("click", () => {
			this.root.querySelector(".gp-free").append(element(line(FREE)));
		});
		this.root.querySelector(".gp-add-field").addEventListener("change", (event) => this.add_field(event.target));
	}

	add_field(select) {
		const field = this.given.fields.find((row) => row.code === select.value);
		if (!field) return;
		const node = element(line({ ...field, text: __("“{0}”填写有误，请核对后改正。", [field.field]), on: true }));
		this.root.querySelector(".gp-fields").append(node);
		select.selectedOptions[0].remove();
		select.value = "";
		node.querySelector(".gp-line__text").focus();
	}

	lines() {
		return [...this.root.querySelectorAll(".gp-line")].filter((line) => line.querySelector("input").checked);
	}

	problem() {
		const lines = this.lines();
		if (!lines.length) return { message: __("请勾选或写明需要补正的事项。"), node: this.root.querySelector("input") };
		const bare = lines.map((line) => line.querySelector(".gp-line__text")).find((input) => !input.value.trim());
		return bare && { message: __("请写明勾选事项的补正要求。"), node: bare };
	}

	values() {
		const items = this.lines().map((node) => ({
			code: node.dataset.code,
			field: node.dataset.field,
			text: node.querySelector(".gp-line__text").value.trim(),
		}));
		return { items };
	}
}

function again(row) {
	return __("“{0}”不清晰或不符合要求，请重新提交。", [row.field]);
}

function line({ code = "", field, text = "", on = false }) {
	return html`<div class="gp-line" data-code="${code}" data-field="${field}">
		<label><input type="checkbox" ${on ? html`checked` : ""}> ${field}</label>
		<input class="form-control input-sm gp-line__text" value="${text}" maxlength="500" aria-label="${__("{0} 补正要求", [field])}">
	</div>`;
}
