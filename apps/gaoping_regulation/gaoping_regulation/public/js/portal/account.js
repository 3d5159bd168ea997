"use strict";

/* 我的账号: each form and button names the method it calls; what is saved is shown by loading the page anew. */
(function ({ http, ui }) {
	/* Fields called v.<name> go into `values`, the others are arguments of their own. An empty ID number stays as it is. */
	function given(form) {
		const found = {};
		const values = {};
		for (const input of form.elements) {
			if (!input.name || input.disabled) continue;
			const [, inner] = /^v\.(.+)$/.exec(input.name) || [];
			if (input.type === "checkbox") {
				values[inner] = values[inner] || [];
				if (input.checked) values[inner].push(input.value);
			} else if (!inner) found[input.name] = input.value.trim();
			else if (inner !== "id_no" || input.value.trim()) values[inner] = input.value.trim();
		}
		return Object.keys(values).length ? { ...found, values: JSON.stringify(values) } : found;
	}

	function fail(box, text, field) {
		box.hidden = false;
		box.textContent = text;
		if (!field) return box.focus();
		field.setAttribute("aria-invalid", "true");
		field.focus();
	}

	function named(form, name) {
		const found = form.elements[name] || form.elements[`v.${name}`];
		return found instanceof RadioNodeList ? found[0] : found;
	}

	async function call(button, method, args, said) {
		ui.busy(button, true);
		try {
			await http.post(method, args);
			ui.flash(said);
			location.reload();
			return null;
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			return error;
		}
	}

	async function submit(event) {
		event.preventDefault();
		const form = event.target;
		const box = ui.$("[data-problem]", form);
		box.hidden = true;
		ui.$$("[aria-invalid]", form).forEach((input) => input.removeAttribute("aria-invalid"));
		const empty = [...form.elements].find((input) => input.required && !input.disabled && !input.value.trim());
		if (empty) return fail(box, `请填写${ui.$(`label[for="${empty.id}"]`, form).textContent.trim()}。`, empty);
		const error = await call(ui.$("[type=submit]", form), form.dataset.call, given(form), form.dataset.said);
		if (!error || !error.message) return;
		const first = error.errors[0];
		fail(box, error.errors.map((one) => one.message).join(" ") || error.message, first && named(form, first.field));
	}

	async function press(button) {
		const { call: method, said, ask, ...args } = button.dataset;
		const yes = { check: null };
		if (!(await ui.dialog(ask, [ui.el("p", {}, "确定后立即生效。")], [{ label: "确定", value: yes, primary: true }]))) return;
		const error = await call(button, method, args, said);
		if (error && error.message) ui.$("#flash").replaceChildren(ui.el("div", { class: "error-summary", role: "alert" }, error.message));
	}

	ui.$$("form[data-call]").forEach((form) => form.addEventListener("submit", submit));
	ui.$$("button[data-call]").forEach((button) => button.addEventListener("click", () => press(button)));
	const type = ui.$("#profile_type");
	type.addEventListener("change", () => {
		ui.$("[data-person]").hidden = type.value === "企业";
	});
})(window.portal);
