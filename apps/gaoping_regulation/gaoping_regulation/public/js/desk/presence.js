import { element, html } from "./html";
import { is_busy, while_visible } from "./renewal";
import { leave, send } from "./server";

const EVERY = 30000;

/** Tells the server that the case is open here, and shows above the form who else has it open, and since when. */
export class Presence {
	constructor(screen) {
		this.screen = screen;
		this.banner = element(html`<div class="gp-viewers" role="status"></div>`);
		while_visible(EVERY, () => this.beat());
		window.addEventListener("pagehide", () => this.leave());
		frappe.router.on("change", () => this.screen.is_shown(this.name) || this.leave());
	}

	watch(name) {
		if (this.name === name) return;
		this.leave();
		this.name = name;
		this.draw([], false);
		this.beat();
	}

	/** Whoever has gone elsewhere is no longer named to the others; back on the case, he is again. */
	leave() {
		if (this.name) leave("casework.desk.close_case", { case: this.name });
		this.name = null;
	}

	async beat() {
		const name = this.name;
		if (!name || !this.screen.is_shown(name)) return;
		const found = await send("casework.desk.open_case", { case: name }, { silent: true }).catch(() => null);
		if (!found || name !== this.name) return;
		this.draw(found.others, this.is_outdated(found.modified));
	}

	/** Somebody has acted on the case meanwhile: what is shown is renewed, unless something is being done here. */
	is_outdated(modified) {
		const { frm, data } = this.screen;
		if (!data || frm.doc.modified >= modified) return false;
		if (frm.is_dirty() || is_busy()) return true;
		this.screen.reload();
		return false;
	}

	draw(others, outdated) {
		const lines = others.map(({ name, since }) => __("{0} {1} 起也打开着本件，请先商量由谁办理。", [name, since]));
		if (outdated) lines.push(__("本件刚刚由他人办理或修改过，请刷新页面后再办。"));
		const text = lines.join("\n");
		// Said once by a screen reader, not every half minute.
		if (this.text !== text) this.banner.innerText = text;
		this.text = text;
	}
}
