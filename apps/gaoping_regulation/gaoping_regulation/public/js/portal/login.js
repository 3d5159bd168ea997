"use strict";

/* Log-in for applicants and staff, with the second factor where the site asks for one. */
(function ({ http, ui }) {
	const form = ui.$("#login-form");
	const problem = ui.$("#login-error");
	let pending = null;

	function fail(text, field) {
		problem.hidden = false;
		problem.textContent = text;
		field.setAttribute("aria-invalid", "true");
		field.setAttribute("aria-describedby", "login-error");
		field.focus();
	}

	function missing() {
		if (!form.usr.value.trim()) return ["请输入用户名、手机号或邮箱。", form.usr];
		if (!form.pwd.value) return ["请输入密码。", form.pwd];
		if (pending && !form.otp.value.trim()) return ["请输入动态验证码。", form.otp];
		return null;
	}

	function samePath(address) {
		const url = new URL(address, location.origin);
		return url.origin === location.origin ? url.pathname + url.search : "/";
	}

	function destination(answer) {
		if (answer.redirect_to) return samePath(answer.redirect_to);
		const staff = answer.message === "Logged In";
		const target = form.dataset.target;
		// The Desk is /app and what lies below it; /apply is not.
		const desk = /^\/app([/?#]|$)/.test(target);
		if (target && (staff || !desk)) return target;
		return staff ? "/app" : "/cases";
	}

	async function submit(event) {
		event.preventDefault();
		problem.hidden = true;
		ui.$$("[aria-invalid]", form).forEach((input) => input.removeAttribute("aria-invalid"));
		const first = missing();
		if (first) return fail(...first);
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			const credentials = { usr: form.usr.value.trim(), pwd: form.pwd.value };
			const second = pending ? { otp: form.otp.value.trim(), tmp_id: pending } : {};
			const answer = await http.post("/api/method/login", { ...credentials, ...second });
			if (answer.verification) askSecondFactor(answer);
			else location.assign(destination(answer));
		} catch (error) {
			const wrong = error.status === 401 && !error.said;
			fail(wrong ? "用户名或密码不正确，请重新输入。连续输错多次，账号会暂时锁定。" : error.message, form.pwd);
			form.pwd.select();
		} finally {
			ui.busy(button, false);
		}
	}

	function askSecondFactor(answer) {
		pending = answer.tmp_id;
		ui.$("#otp-field").hidden = false;
		form.otp.focus();
	}

	form.addEventListener("submit", submit);
	ui.$("#show-pwd").addEventListener("change", (event) => {
		form.pwd.type = event.target.checked ? "text" : "password";
	});
})(window.portal);
