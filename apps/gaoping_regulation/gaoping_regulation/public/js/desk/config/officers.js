import { element, html } from "../html";
import { read, send } from "../server";

const API = "matters.officers.";

/** 人员授权: who holds which roles; new accounts, other roles, closed accounts. */
class Officers {
	constructor(wrapper) {
		this.page = frappe.ui.make_app_page({ parent: wrapper, title: "人员授权", single_column: true });
		this.root = this.page.main[0].appendChild(element(html`<div class="gp-entry"></div>`));
		this.page.set_primary_action("增加人员", () => this.add());
		this.page.add_inner_button("代班授权", () => frappe.set_route("List", "Delegation"));
		this.root.addEventListener("click", ({ target }) => this.click(target.closest("button")));
	}

	async show() {
		[this.rows, this.roles] = await Promise.all([read(API + "list_officers"), read(API + "list_roles")]);
		const titles = Object.fromEntries(this.roles.map((role) => [role.key, role.title]));
		this.root.replaceChildren(
			element(html`<table class="table table-bordered gp-config">
				<thead><tr><th>姓名</th><th>账号</th><th>角色</th><th>状态</th><th></th></tr></thead>
				<tbody>${this.rows.map((row) => this.line(row, titles))}</tbody>
			</table>`)
		);
	}

	line(row, titles) {
		const own = row.user === frappe.session.user;
		return html`<tr><td>${row.full_name}</td><td>${row.user}</td><td>${row.role_keys.map((key) => titles[key] || key).join("、")}</td>
			<td>${row.enabled ? "在用" : "停用"}</td>
			<td>${own ? "" : html`<button class="btn btn-xs btn-default" data-roles="${row.user}">调整角色</button>
				<button class="btn btn-xs btn-default" data-switch="${row.user}">${row.enabled ? "停用" : "启用"}</button>`}</td></tr>`;
	}

	click(button) {
		const user = button?.dataset.roles || button?.dataset.switch;
		const row = this.rows?.find((found) => found.user === user);
		if (button?.dataset.roles) this.change(row);
		if (button?.dataset.switch) this.run(row.enabled ? "disable_officer" : "enable_officer", { user });
	}

	roleFields(held = []) {
		const options = this.roles.filter((role) => role.open).map((role) => ({ label: role.title, value: role.key, checked: held.includes(role.key) }));
		return [{ fieldtype: "MultiCheck", fieldname: "roles", label: "角色", options, columns: 2 }];
	}

	change(row) {
		const dialog = new frappe.ui.Dialog({
			title: frappe.utils.escape_html(`调整角色：${row.full_name}`),
			fields: this.roleFields(row.role_keys),
			primary_action_label: "保存",
			primary_action: async ({ roles }) => {
				await this.run("set_roles", { user: row.user, role_keys: JSON.stringify(roles || []) });
				dialog.hide();
			},
		});
		dialog.show();
	}

	add() {
		const dialog = new frappe.ui.Dialog({
			title: "增加人员",
			fields: [
				{ fieldtype: "Data", fieldname: "full_name", label: "姓名", reqd: 1 },
				{ fieldtype: "Data", fieldname: "mobile", label: "手机（登录账号）", reqd: 1 },
				...this.roleFields(),
			],
			primary_action_label: "增加",
			primary_action: async ({ full_name, mobile, roles }) => {
				const made = await this.run("add_officer", { full_name, mobile, role_keys: JSON.stringify(roles || []) });
				dialog.hide();
				frappe.msgprint({ title: "账号已建立", message: String(html`账号：<b>${made.user}</b><br>初始密码：<b>${made.password}</b><br>只显示这一次，请当面交给本人；首次登录须自行更换。`) });
			},
		});
		dialog.show();
	}

	async run(method, args) {
		const answer = await send(API + method, args, { freeze: true });
		await this.show();
		return answer;
	}
}

frappe.provide("gaoping");
gaoping.Officers = Officers;
