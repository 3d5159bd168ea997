"use strict";

/* Sign-up by mobile number; the server checks, its messages stand at the fields. */
(function ({ http, ui }) {
	const form = ui.$("#signup-form");
	const problem = ui.$("#signup-error");

	function fail(texts, field) {
		problem.hidden = false;
		problem.textContent = texts;
		if (!field) return problem.focus();
		field.setAttribute("aria-invalid", "true");
		field.focus();
	}

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		problem.hidden = true;
		ui.$$("[aria-invalid]", form).forEach((input) => input.removeAttribute("aria-invalid"));
		const empty = [form.full_name, form.phone, form.password].find((input) => !input.value.trim());
		if (empty) return fail("请填写姓名、手机号和密码。", empty);
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			await http.post("sign_up", {
				full_name: form.full_name.value.trim(),
				phone: form.phone.value.trim(),
				password: form.password.value,
			});
			location.assign("/cases");
		} catch (error) {
			const first = error.errors[0];
			fail(error.errors.map((one) => one.message).join(" ") || error.message, first && form.elements[first.field]);
		} finally {
			ui.busy(button, false);
		}
	});

	ui.$("#show-pwd").addEventListener("change", (event) => {
		form.password.type = event.target.checked ? "text" : "password";
	});
})(window.portal);
