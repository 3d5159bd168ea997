import { act, read, Refusal, send, upload } from "../server";
import { element, html } from "../html";
import { entry_route, matters } from "../matters";
import { Form } from "./form";
import { mistakes_of } from "./import";
import { Papers } from "./papers";
import { receipt } from "./receipt";
import { repeated_note } from "../parts/repeated";

const SILENT = { silent: true };

/** 窗口录入: one screen from the paper on the counter to the receipt in the applicant's hand. */
class CounterEntry {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: __("窗口录入"), single_column: true });
		this.root = this.page.main[0].appendChild(element(html`<div class="gp-entry"></div>`));
		$(wrapper).addClass("gp-entry-page");
		this.open_matters = matters().filter((matter) => matter.may_enter);
	}

	/** Show what the route names: counter-entry/<matter>/<case>; a new case without the second. */
	async show() {
		const [, code, name] = frappe.get_route();
		if (!this.open_matters.length) return this.say(__("窗口录入须由受理人办理，您没有该角色。"));
		if (!code) return this.go(this.open_matters[0].code);
		if (this.shown === `${code}/${name || ""}` && this.given) return;
		this.shown = `${code}/${name || ""}`;
		const given = await read("casework.desk_entry.load_entry", { matter: code, ...(name ? { case: name } : {}) }).catch(() => null);
		if (given) this.draw(given);
	}

	go(code) {
		frappe.route_flags.replace_route = true;
		frappe.set_route("counter-entry", code);
	}

	say(text) {
		this.root.replaceChildren(element(html`<p class="gp-note">${text}</p>`));
	}

	draw(given) {
		this.given = given;
		this.page.set_title(__("窗口录入"));
		this.form = new Form(given.fields, given.values || {}, given.matter);
		this.papers = new Papers(given.materials);
		this.form.root.addEventListener("input", () => this.papers.follow(this.form.values()));
		this.papers.follow(this.form.values());
		this.root.replaceChildren(
			element(html`<div class="gp-entry__head">
				${this.chooser()}
				<span class="text-muted">${given.case_no || (given.case ? __("草稿已保存") : __("新办件"))}</span>
			</div>`),
			element(html`<div class="gp-problem" role="alert" hidden></div>`),
			element(html`<div class="gp-repeats" hidden>
				<div class="gp-repeats__cases"></div>
				<label for="gp-repeat-reason">${__("另行申请的理由")}</label>
				<textarea id="gp-repeat-reason" class="form-control" rows="2" maxlength="500"></textarea>
			</div>`),
			element(html`<div class="gp-entry__columns"></div>`),
			element(html`<div class="gp-entry__foot">
				<button type="button" class="btn btn-default btn-sm" data-do="save">${__("保存草稿")}</button>
				${(given.actions || [__("提交")]).map((action) => html`<button type="button" class="btn btn-primary btn-sm" data-do="submit">${action}</button>`)}
			</div>`)
		);
		this.root.querySelector(".gp-entry__columns").append(this.form.root, this.papers.root);
		this.problem = this.root.querySelector(".gp-problem");
		this.repeats = this.root.querySelector(".gp-repeats");
		this.show_repeats();
		this.root.querySelector("select")?.addEventListener("change", (event) => this.go(event.target.value));
		for (const input of this.root.querySelectorAll("[data-import]")) {
			input.addEventListener("change", () => input.files[0] && this.import_file(input));
		}
		for (const button of this.root.querySelectorAll("[data-do]")) {
			button.addEventListener("click", () => this.run(button.dataset.do === "submit" ? button.textContent.trim() : null));
		}
		this.form.focus();
	}

	chooser() {
		if (this.given.case || this.open_matters.length < 2) return html`<h4>${this.given.title}</h4>`;
		return html`<select class="form-control" aria-label="${__("事项")}">
			${this.open_matters.map((row) => html`<option value="${row.code}" ${row.code === this.given.matter ? html`selected` : ""}>${row.title}</option>`)}
		</select>`;
	}

	/** Save, upload what was chosen, and take the action if one is asked; mistakes go to their fields. */
	async run(action) {
		if (this.form.is_empty()) return this.complain(__("请先填写申请内容。"));
		await this.attempt(async () => {
			await this.save();
			await this.papers.upload((paper) => this.attach(paper));
			if (action) await this.submit(action);
			else frappe.show_alert({ message: __("草稿已保存"), indicator: "green" });
		});
	}

	/** One thing at a time; what the server refuses is shown at its fields. */
	async attempt(work) {
		if (this.busy) return;
		this.set_busy(true);
		try {
			this.clear_problems();
			await work();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			this.show_problems(error);
		} finally {
			this.set_busy(false);
		}
	}

	/** Fill a table from a file: what is typed and chosen so far is saved first, then all rows come in or none. */
	async import_file(input) {
		const [table, file] = [input.dataset.import, input.files[0]];
		input.value = "";
		await this.attempt(async () => {
			await this.save();
			await this.papers.upload((paper) => this.attach(paper));
			const found = await upload("casework.desk_entry.import_rows", file, { case: this.given.case, table }).catch((error) => {
				if (!(error instanceof Refusal)) throw error;
				this.complain(mistakes_of(error));
			});
			if (!found) return;
			this.draw({ ...this.given, ...found });
			frappe.show_alert({ message: __("已导入 {0} 行", [found.values[table].length]), indicator: "green" });
		});
	}

	async save() {
		const args = { matter: this.given.matter, values: JSON.stringify(this.form.values()) };
		if (this.given.case) args.case = this.given.case;
		Object.assign(this.given, await send("casework.desk_entry.save_entry", args, SILENT));
		this.shown = `${this.given.matter}/${this.given.case}`;
		this.show_repeats();
		window.history.replaceState(null, "", `/app/${entry_route({ code: this.given.matter }, this.given.case).join("/")}`);
	}

	/** Another open application of the same person and place: shown with its way there, and a reason is asked for. */
	show_repeats() {
		const cases = this.given.duplicates || [];
		this.repeats.hidden = !cases.length;
		this.repeats.querySelector(".gp-repeats__cases").innerHTML = String(repeated_note({ cases }));
	}

	attach({ code, file, signed }) {
		return upload("casework.desk_entry.attach_material", file, { case: this.given.case, material: code, signed: Number(signed) });
	}

	async submit(action) {
		const reason = this.repeats.hidden ? null : this.repeats.querySelector("textarea").value.trim();
		await act(this.given.doctype, this.given.case, action, reason, null, SILENT);
		const done = await read("casework.desk_entry.load_receipt", { case: this.given.case });
		this.given = null;
		this.root.replaceChildren(receipt(done, this.shown.split("/")[0]));
		this.root.querySelector(".btn-primary")?.focus();
	}

	clear_problems() {
		this.problem.hidden = true;
		this.form.clear();
		this.papers.clear();
	}

	show_problems(error) {
		const left = error.errors.filter((found) => !this.form.mark(found) && !this.papers.mark(found));
		const text = error.errors.length ? left.map((found) => found.message).join("\n") : error.message;
		const count = error.errors.length ? __("有 {0} 处需要改正。", [error.errors.length]) : "";
		this.complain([count, text].filter(Boolean).join("\n"));
		(this.root.querySelector("[aria-invalid=true]") || this.problem).focus?.();
	}

	complain(text) {
		this.problem.textContent = text;
		this.problem.hidden = false;
	}

	set_busy(busy) {
		this.busy = busy;
		for (const button of this.root.querySelectorAll(".gp-entry__foot button")) button.disabled = busy;
	}
}

frappe.provide("gaoping");
gaoping.CounterEntry = CounterEntry;
