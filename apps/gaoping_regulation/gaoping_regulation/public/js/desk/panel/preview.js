import { element, html } from "../html";

/** One file large, in a dialog; the arrow keys turn to the next. */
export class Preview {
	constructor(files, at) {
		this.files = files;
		this.at = at;
	}

	open() {
		this.dialog = new frappe.ui.Dialog({ title: "", size: "extra-large", animate: false, fields: [{ fieldtype: "HTML", fieldname: "body" }] });
		const on_key = (event) => this.turn({ ArrowRight: 1, ArrowLeft: -1 }[event.key] || 0);
		document.addEventListener("keydown", on_key);
		this.dialog.$wrapper.addClass("gp-dialog gp-preview").on("hidden.bs.modal", (event) => {
			document.removeEventListener("keydown", on_key);
			event.currentTarget.remove();
		});
		this.draw();
		this.dialog.show();
	}

	draw() {
		const file = this.files[this.at];
		const several = this.files.length > 1;
		this.dialog.set_title(several ? `${file.title}（${this.at + 1}/${this.files.length}）` : file.title);
		const node = element(html`<div>
			<div class="gp-preview__bar">
				${several && html`<button type="button" class="btn btn-default btn-sm" data-step="-1">${__("上一份")}</button>
				<button type="button" class="btn btn-default btn-sm" data-step="1">${__("下一份")}</button>`}
				<a class="btn btn-default btn-sm" href="${file.url}" target="_blank" rel="noopener">${__("新窗口打开")}</a>
			</div>
			<div class="gp-preview__face">${face(file)}</div>
		</div>`);
		node.addEventListener("click", (event) => this.turn(Number(event.target.dataset.step || 0)));
		this.dialog.fields_dict.body.$wrapper.empty().append(node);
	}

	turn(step) {
		if (!step || this.files.length < 2) return;
		this.at = (this.at + step + this.files.length) % this.files.length;
		this.draw();
	}
}

function face(file) {
	if (is_image(file.url)) return html`<img src="${file.url}" alt="${file.title}">`;
	return html`<iframe src="${file.url}" title="${file.title}"></iframe>`;
}

export function is_image(url) {
	return /\.(jpe?g|png|webp|gif)$/i.test(url);
}
