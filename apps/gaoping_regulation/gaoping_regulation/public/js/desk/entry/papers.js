import { element, html } from "../html";

/** The materials: a file or a photograph each, and the tick that the copy is signed; uploaded when the form is saved. */
export class Papers {
	constructor(materials) {
		this.rows = materials.map((row) => ({ ...row, file: null }));
		this.root = element(html`<section class="gp-card gp-papers"><h5>${__("申请材料")}</h5>${this.rows.map(paper)}</section>`);
		this.root.addEventListener("change", (event) => this.on_change(event.target));
	}

	/** Show what this kind of application needs, and what is there already. */
	follow(values) {
		for (const row of this.rows) this.box(row).hidden = !row.url && !row.file && !applies(row.only_if, values);
	}

	on_change(input) {
		const row = this.rows.find((found) => found.code === input.closest("[data-code]").dataset.code);
		if (input.type === "file" && input.files[0]) {
			row.file = input.files[0];
			this.say(row, row.file.name);
		}
		if (input.type === "checkbox") row.signed = input.checked;
		row.changed = Boolean(row.file || row.url);
	}

	box(row) {
		return this.root.querySelector(`[data-code="${CSS.escape(row.code)}"]`);
	}

	say(row, text) {
		this.box(row).querySelector(".gp-paper__file").textContent = text;
	}

	/** Upload what was chosen since the last time, one after the other. */
	async upload(attach) {
		for (const row of this.rows.filter((found) => found.changed)) {
			this.say(row, __("正在上传…"));
			try {
				await attach(row);
			} catch (error) {
				this.say(row, __("未上传"));
				throw error;
			}
			row.changed = false;
			row.url = row.url || "/";
			this.say(row, row.file ? `✓ ${row.file.name}` : `✓ ${row.file_name || __("已上传")}`);
			row.file = null;
		}
	}

	clear() {
		for (const node of this.root.querySelectorAll(".gp-error")) node.hidden = true;
		for (const node of this.root.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
	}

	mark({ field, table, message }) {
		const row = table === "materials" && this.rows.find((found) => found.code === field);
		if (!row) return false;
		const error = this.box(row).querySelector(".gp-error");
		error.textContent = message;
		error.hidden = false;
		this.box(row).querySelector("input").setAttribute("aria-invalid", "true");
		return true;
	}
}

/** "field=value|value" of a material; empty means always. */
function applies(condition, values) {
	if (!condition) return true;
	const [field, wanted = ""] = condition.split("=");
	return wanted.split("|").map((value) => value.trim()).includes(String(values[field.trim()] ?? ""));
}

function paper(row) {
	const endings = row.accept.split(",").map((ending) => `.${ending === "jpg" ? "jpg,.jpeg" : ending}`).join(",");
	const id = `gp-paper-${row.code}`;
	return html`<div class="gp-paper" data-code="${row.code}">
		<div class="gp-paper__title">${row.title}${row.required ? html`<span class="gp-required">*</span>` : ""}</div>
		<div class="gp-paper__tools">
			<label class="btn btn-default btn-xs" for="${id}">${__("选择或扫描文件")}</label>
			<input class="gp-file" type="file" id="${id}" accept="${endings}" aria-label="${row.title}">
			<label class="btn btn-default btn-xs gp-paper__camera" for="${id}-camera">${__("拍照")}</label>
			<input class="gp-file" type="file" id="${id}-camera" accept="image/*" capture="environment" aria-label="${__("{0} 拍照", [row.title])}">
			${row.needs_signature ? html`<label class="gp-check"><input type="checkbox" name="signed" ${row.signed ? html`checked` : ""}> ${__("本人已签名")}</label>` : ""}
		</div>
		<div class="gp-paper__file text-muted small">${row.url ? `✓ ${row.file_name || __("已上传")}` : row.help}</div>
		<div class="gp-error" hidden></div>
	</div>`;
}
