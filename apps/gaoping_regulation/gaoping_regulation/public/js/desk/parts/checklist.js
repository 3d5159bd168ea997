import { element, html } from "../html";
import { read, send, upload } from "../server";

const RESULTS = ["符合", "发现问题", "不适用"];
const [FINE, PROBLEM] = RESULTS;
const LEVELS = { 高: "high", 中: "middle", 低: "low" };

/** The stage's risk points, each to be answered; what the machine knows is chosen already, with its evidence. */
export class ChecklistPart {
	constructor(screen) {
		this.screen = screen;
		this.signed = false;
	}

	async load() {
		this.list = await read("risk_control.api.checklist", { case: this.screen.data.case });
	}

	draw() {
		this.root = element(html`<section class="gp-checklist">
			<h5>${this.list.stage_title}${__("廉政风险检查表")}</h5>
			${this.list.items.map(row)}
			<p class="gp-note">${__("逐项检查后由 {0} 签字。键盘：Tab 换项，1 / 2 / 3 选择，回车签字。", [frappe.session.user_fullname])}</p>
		</section>`);
		this.root.addEventListener("change", () => this.follow());
		this.root.addEventListener("change", (event) => event.target.type === "file" && this.attach(event.target));
		this.root.addEventListener("keydown", (event) => this.on_key(event));
		this.follow();
		return this.root;
	}

	/** Show the remark where it is needed. */
	follow() {
		this.signed = false;
		for (const item of this.list.items) {
			const remark = this.remark(item);
			remark.hidden = !needs_remark(item, this.result(item));
			this.fieldset(item).classList.toggle("gp-item--open", !this.result(item));
		}
	}

	on_key(event) {
		const choice = RESULTS["123".indexOf(event.key)];
		if (!choice || event.target.type !== "radio") return;
		event.preventDefault();
		const fieldset = event.target.closest("fieldset");
		const radio = fieldset.querySelector(`input[value="${choice}"]`);
		radio.click();
		const next = needs_remark(this.item(fieldset), choice) ? fieldset.querySelector(".gp-remark") : this.first_open();
		(next || radio).focus();
	}

	/** Upload evidence at once; its address goes along with the answer. */
	async attach(input) {
		const [file] = input.files;
		const item = this.item(input.closest("fieldset"));
		const said = input.closest("label").querySelector("span");
		if (!file) return;
		said.textContent = __("正在上传");
		try {
			const args = { checklist: this.list.name, point: item.point };
			item.attachment = (await upload("risk_control.api.attach_evidence", file, args)).attachment;
			said.textContent = file.name;
		} catch (refusal) {
			said.textContent = __("佐证材料");
			frappe.msgprint(refusal.message);
		}
	}

	item(fieldset) {
		return this.list.items.find((item) => item.point === fieldset.dataset.point);
	}

	fieldset(item) {
		return this.root.querySelector(`[data-point="${CSS.escape(item.point)}"]`);
	}

	result(item) {
		return this.fieldset(item).querySelector("input:checked")?.value || "";
	}

	remark(item) {
		return this.fieldset(item).querySelector(".gp-remark");
	}

	first_open() {
		const open = this.list.items.find((item) => !this.result(item));
		return open && this.fieldset(open).querySelector("input");
	}

	problem() {
		const node = this.first_open();
		if (node) return { message: __("{0} 还没有回答，请逐项选择。", [node.name]), node };
		const bare = this.list.items.find((item) => needs_remark(item, this.result(item)) && !this.remark(item).value.trim());
		return bare && { message: __("{0} 请写明情况。", [bare.point]), node: this.remark(bare) };
	}

	/** Sign; the action follows in the same go. Signing again is for answers that were changed. */
	async before() {
		if (this.signed) return;
		const signed = await send("risk_control.api.sign_checklist", {
			checklist: this.list.name,
			answers: JSON.stringify(this.answers()),
		});
		this.signed = true;
		if (signed.status === "待复核") throw new Stay(__("检查表已签字，因发现问题须由第二名人员复核，复核后再办理。"));
	}

	answers() {
		return Object.fromEntries(
			this.list.items.map((item) => [
				item.point,
				{ result: this.result(item), remark: this.remark(item).value.trim(), attachment: item.attachment || "" },
			])
		);
	}
}

/** Not an error: the dialog stays, and says why. */
class Stay extends Error {
	stays = true;
}

function needs_remark(item, result) {
	return (result && result !== FINE) || (result === FINE && item.pre_answer === PROBLEM);
}

function row(item) {
	return html`<fieldset class="gp-item" data-point="${item.point}">
		<legend class="gp-item__title">
			<span class="gp-level gp-level--${LEVELS[item.level] || "low"}" title="${__("风险等级")}">${item.level}</span>
			<span class="gp-item__code">${item.point}</span> ${item.text}
			${item.measures && html`<span class="gp-measures" title="${item.measures}">${__("防控措施")}</span>`}
		</legend>
		<div class="gp-item__body">
			<div class="gp-item__text">
				<div class="gp-item__question">${item.question || item.text}</div>
				${machine(item)}
			</div>
			<div class="gp-choices">${RESULTS.map((result) => choice(item, result))}
				<label class="gp-evidence" title="${__("可附 PDF、JPG、PNG，不超过 20 MB")}">
					<input type="file" class="sr-only" accept=".pdf,.jpg,.jpeg,.png" aria-label="${__("{0} 佐证材料", [item.point])}">
					<span>${item.attachment ? __("已附材料") : __("佐证材料")}</span>
				</label>
			</div>
		</div>
		<input class="form-control gp-remark" value="${item.remark || ""}" placeholder="${__("请写明情况")}"
			aria-label="${__("{0} 说明", [item.point])}" maxlength="500" hidden>
	</fieldset>`;
}

function machine(item) {
	if (!item.evidence) return html`<div class="gp-machine">${__("须由本人判断")}</div>`;
	const look = { [FINE]: "fine", [PROBLEM]: "problem" }[item.pre_answer] || "";
	return html`<div class="gp-machine gp-machine--${look}">${__("系统核查")}：${item.pre_answer || __("请判断")}，${item.evidence}</div>`;
}

function choice(item, result) {
	const chosen = (item.result || item.pre_answer) === result;
	return html`<label class="gp-choice gp-choice--${RESULTS.indexOf(result)}">
		<input type="radio" name="${item.point}" value="${result}" ${chosen ? html`checked` : ""}><span>${result}</span>
	</label>`;
}
