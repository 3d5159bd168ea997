import { element, html } from "../html";
import { read } from "../server";

const POLL = 1000;
const TRIES = 20;

/** Who receives the document, how and where: filled in as it usually is. */
export class DeliveryPart {
	constructor(screen) {
		this.screen = screen;
		this.given = screen.data.delivery;
	}

	draw() {
		const { received_by, methods, place, electronic } = this.given;
		this.root = element(html`<section class="gp-delivery">
			<h5>${__("送达回证")}</h5>
			<div class="gp-delivery__fields">
				<label>${__("签收人")}<input class="form-control" name="received_by" value="${received_by}" maxlength="140"></label>
				<label>${__("送达方式")}<select class="form-control" name="method">
					${methods.map((method) => html`<option>${method}</option>`)}
				</select></label>
				<label>${__("送达地点")}<input class="form-control" name="place" value="${place}" maxlength="140"></label>
			</div>
			<p class="text-muted">${electronic.agreed ? __("申请人同意电子送达，接收：{0}", [electronic.to]) : __("申请人没有同意电子送达。")}</p>
		</section>`);
		this.field("method").addEventListener("change", () => this.follow());
		return this.root;
	}

	/** 电子送达 goes to where the applicant agreed to receive it. */
	follow() {
		const { electronic, place } = this.given;
		const chosen = this.field("method").value === electronic.method;
		this.field("place").value = chosen ? electronic.to : place;
		this.field("place").readOnly = chosen;
	}

	field(name) {
		return this.root.querySelector(`[name="${name}"]`);
	}

	problem() {
		const node = ["received_by", "place"].map((name) => this.field(name)).find((input) => !input.value.trim());
		return node && { message: __("请填写签收人和送达地点。"), node };
	}

	/** The document is rendered by a worker: wait for it a while, rather than be refused. */
	async before() {
		let { documents } = this.screen.data;
		for (let tries = 0; tries < TRIES && documents.some((row) => !row.ready); tries++) {
			await new Promise((resolve) => setTimeout(resolve, POLL));
			({ documents } = await read("casework.desk.show_case", { case: this.screen.data.case }));
		}
	}

	values() {
		return Object.fromEntries(["received_by", "method", "place"].map((name) => [name, this.field(name).value.trim()]));
	}
}
