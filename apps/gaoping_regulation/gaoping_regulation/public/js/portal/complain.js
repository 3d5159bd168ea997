"use strict";

/* Complaints and suggestions, also anonymous. */
(function ({ http, ui }) {
	const form = ui.$("#complain-form");
	const problem = ui.$(".form-error", form);

	form.anonymous.addEventListener("change", () => {
		ui.$("#contact-field").hidden = form.anonymous.checked;
	});

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		problem.textContent = "";
		if (!form.content.value.trim()) {
			problem.textContent = "请写明发生了什么。";
			return form.content.focus();
		}
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			const anonymous = form.anonymous.checked;
			const done = await http.post("complain", {
				content: form.content.value.trim(),
				matter: form.matter.value || null,
				case_no: form.case_no.value.trim() || null,
				contact: (!anonymous && form.contact.value.trim()) || null,
				anonymous: anonymous ? 1 : 0,
			});
			finish(done.receipt);
		} catch (error) {
			problem.textContent = error.errors.map((one) => one.message).join(" ") || error.message;
		} finally {
			ui.busy(button, false);
		}
	});

	function finish(receipt) {
		const box = ui.$("#complain-result");
		form.hidden = true;
		box.replaceChildren(ui.el("div", { class: "panel panel-good" }, ui.el("h2", {}, "已经收到"), ui.el("p", {}, "回执编号：", ui.el("strong", {}, receipt)), ui.el("p", {}, "请记下回执编号，询问处理结果时要用。")));
		box.focus();
	}
})(window.portal);
