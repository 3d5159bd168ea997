"use strict";

/* A request about one's own data. */
(function ({ http, ui }) {
	const form = ui.$("#data-request");
	if (!form) return;
	const problem = ui.$(".form-error", form);

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		problem.textContent = "";
		if (!form.content.value.trim()) {
			problem.textContent = "请写明要更正什么、正确的内容是什么。";
			return form.content.focus();
		}
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			await http.post("request_data", { kind: form.kind.value, content: form.content.value.trim(), case: form.case.value || null });
			ui.flash("请求已经收到，答复会显示在本页。");
			location.reload();
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			problem.textContent = error.errors.map((one) => one.message).join(" ") || error.message;
		}
	});
})(window.portal);
