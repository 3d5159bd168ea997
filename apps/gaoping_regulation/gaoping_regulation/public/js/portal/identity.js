"use strict";

/* Forms that a one-time code completes (log in, sign up, new password or number), and the buttons of identity providers. */
(function ({ http, ui }) {
	function tell(box, text) {
		box.hidden = false;
		box.textContent = text;
	}

	function fail(form, text, field) {
		const box = ui.$("[data-problem]", form);
		tell(box, text);
		if (!field) return box.focus();
		field.setAttribute("aria-invalid", "true");
		field.focus();
	}

	function clear(form) {
		ui.$("[data-problem]", form).hidden = true;
		ui.$$("[aria-invalid]", form).forEach((input) => input.removeAttribute("aria-invalid"));
	}

	function refused(form, error) {
		const first = error.errors[0];
		fail(form, error.errors.map((one) => one.message).join(" ") || error.message, first && form.elements[first.field]);
	}

	/* The button tells how long to wait; the line below is read aloud once, not every second. */
	function countDown(button, seconds) {
		button.disabled = true;
		const label = "获取验证码";
		const timer = setInterval(() => {
			seconds -= 1;
			button.textContent = seconds > 0 ? `${seconds} 秒后可再获取` : label;
			if (seconds > 0) return;
			button.disabled = false;
			clearInterval(timer);
		}, 1000);
	}

	async function sendCode(form, button) {
		clear(form);
		if (!form.account.value.trim()) return fail(form, "请填写手机号或邮箱。", form.account);
		ui.busy(button, true);
		try {
			const sent = await http.post("send_code", { account: form.account.value.trim(), purpose: form.dataset.purpose });
			ui.$("[data-code-status]", form).textContent = `验证码已发往 ${sent.sent_to}，${sent.expires_in / 60} 分钟内有效。`;
			ui.busy(button, false);
			countDown(button, sent.again_in);
			form.code.focus();
		} catch (error) {
			ui.busy(button, false);
			refused(form, error);
		}
	}

	async function submit(event) {
		event.preventDefault();
		const form = event.target;
		clear(form);
		const empty = [...form.elements].find((input) => input.required && !input.value.trim());
		if (empty) return fail(form, `请填写${ui.$(`label[for="${empty.id}"]`, form).textContent.trim()}。`, empty);
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			const given = Object.fromEntries([...form.elements].filter((input) => input.name && input.value).map((input) => [input.name, input.name === "password" ? input.value : input.value.trim()]));
			await http.post(form.dataset.method, given);
			if (form.dataset.said) ui.flash(form.dataset.said);
			location.assign(form.dataset.target);
		} catch (error) {
			ui.busy(button, false);
			refused(form, error);
		}
	}

	async function begin(button) {
		const box = ui.$("[data-provider-problem]");
		box.hidden = true;
		ui.busy(button, true);
		try {
			const { provider, target, begin: method = "begin_identity" } = button.dataset;
			const found = await http.post(method, { provider, target: target || null });
			location.assign(found.location);
		} catch (error) {
			ui.busy(button, false);
			tell(box, error.message);
			box.focus();
		}
	}

	ui.$$("form[data-method]").forEach((form) => {
		form.addEventListener("submit", submit);
		const button = ui.$("[data-send-code]", form);
		button.addEventListener("click", () => sendCode(form, button));
	});
	ui.$$("[data-show]").forEach((box) =>
		box.addEventListener("change", () => {
			ui.$(`#${box.dataset.show}`).type = box.checked ? "text" : "password";
		})
	);
	ui.$$("[data-provider]").forEach((button) => button.addEventListener("click", () => begin(button)));
})(window.portal);
