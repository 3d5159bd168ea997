import { Form } from "../entry/form";
import { element, html } from "../html";
import { read, Refusal, send } from "../server";

const API = "matters.designer.api.";

/** 事项设计器: six steps, each a part of one form; the last makes a draft that is checked, approved and published. */
class MatterDesigner {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: "事项设计器", single_column: true });
		this.root = this.page.main[0].appendChild(element(html`<div class="gp-entry gp-designer"></div>`));
	}

	async show() {
		if (this.form) return;
		const { fields, steps } = await read(API + "load_form");
		this.fields = fields;
		this.form = new Form(fields, {}, "");
		this.root.replaceChildren(
			element(html`<p class="text-muted">不写代码，建立一个新的行政事项：填完六步生成草案，可以逐项再改；经另一人批准后，网上申请、办件、监督和接口同时启用。</p>`),
			element(html`<ol class="gp-steps">${steps.map((title, at) => html`<li><button type="button" class="btn btn-xs" data-step="${at}">${title}</button></li>`)}</ol>`),
			element(html`<div class="gp-problem" role="alert" hidden></div>`),
			this.form.root,
			element(html`<div class="gp-entry__foot">
				<button type="button" class="btn btn-default btn-sm" data-go="-1">上一步</button>
				<button type="button" class="btn btn-primary btn-sm" data-go="1">下一步</button>
				<button type="button" class="btn btn-primary btn-sm" data-make="1">生成草案</button>
			</div>`)
		);
		this.problem = this.root.querySelector(".gp-problem");
		this.sections = [...this.form.root.querySelectorAll(".gp-section")];
		this.root.addEventListener("click", (event) => this.click(event));
		this.form.box("title").addEventListener("change", () => this.propose());
		this.go(0);
	}

	click({ target }) {
		const button = target.closest("button");
		if (button?.dataset.step) this.go(Number(button.dataset.step));
		if (button?.dataset.go) this.go(this.step + Number(button.dataset.go));
		if (button?.dataset.make) this.make(button);
	}

	go(step) {
		this.step = Math.max(0, Math.min(step, this.sections.length - 1));
		this.sections.forEach((node, at) => (node.hidden = at !== this.step));
		const last = this.step === this.sections.length - 1;
		this.root.querySelector('[data-go="-1"]').hidden = this.step === 0;
		this.root.querySelector('[data-go="1"]').hidden = last;
		this.root.querySelector("[data-make]").hidden = !last;
		for (const node of this.root.querySelectorAll("[data-step]")) {
			node.classList.toggle("btn-primary", Number(node.dataset.step) === this.step);
			node.setAttribute("aria-current", Number(node.dataset.step) === this.step ? "step" : "false");
		}
		this.sections[this.step].querySelector("input, select, textarea")?.focus();
	}

	/** Code and ASCII name from the title, as long as nobody typed his own. */
	async propose() {
		const title = this.input("title").value.trim();
		if (!title) return;
		const found = await read(API + "get_names", { title });
		for (const name of ["code", "new_doctype"]) {
			const input = this.input(name);
			if (!input.value || input.value === this.proposed?.[name]) input.value = found[name];
		}
		this.proposed = found;
	}

	input(name) {
		return this.form.box(name).querySelector("input, textarea, select");
	}

	async make(button) {
		button.disabled = true;
		this.problem.hidden = true;
		this.form.clear();
		try {
			const { draft } = await send(API + "create_draft", { values: JSON.stringify(this.form.values()) }, { silent: true });
			this.form = null;
			frappe.set_route("Form", "Configuration Draft", draft);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			this.complain(error);
		} finally {
			button.disabled = false;
		}
	}

	complain(error) {
		for (const found of error.errors) this.form.mark(found);
		this.problem.textContent = error.errors.length ? `有 ${error.errors.length} 处需要改正，已在各步标出。` : error.message;
		this.problem.hidden = false;
		const first = this.form.root.querySelector("[aria-invalid=true]");
		if (first) this.go(this.sections.indexOf(first.closest(".gp-section")));
		first?.focus();
	}
}

frappe.provide("gaoping");
gaoping.MatterDesigner = MatterDesigner;
