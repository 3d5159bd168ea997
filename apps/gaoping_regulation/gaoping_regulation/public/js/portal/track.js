"use strict";

/* Progress by number and last four digits, without logging in. */
(function ({ http, ui }) {
	const form = ui.$("#track-form");
	const result = ui.$("#track-result");
	const problem = ui.$(".form-error", form);

	function invalid() {
		if (!form.case_no.value.trim()) return ["请输入办件编号。", form.case_no];
		if (!/^\d{3}[\dXx]$/.test(form.last4.value.trim())) return ["请输入身份证号或手机号的后四位。", form.last4];
		return null;
	}

	function show(found) {
		const { el, fact, date } = ui;
		result.replaceChildren(
			el(
				"div",
				{ class: "panel panel-good" },
				el("h2", {}, "查询结果"),
				el("dl", { class: "facts" }, fact("事项", found.matter_title), fact("当前状态", found.workflow_state), fact("当前环节", found.stage), fact("本环节期限", date(found.due_on)))
			)
		);
	}

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		result.replaceChildren();
		problem.textContent = "";
		const first = invalid();
		if (first) {
			problem.textContent = first[0];
			return first[1].focus();
		}
		const button = ui.$("[type=submit]", form);
		ui.busy(button, true);
		try {
			show(await http.get("track", { case_no: form.case_no.value.trim(), last4: form.last4.value.trim().toUpperCase() }));
		} catch (error) {
			problem.textContent = error.status === 404 && !error.said ? "没有查到。请核对办件编号和后四位。" : error.message;
		} finally {
			ui.busy(button, false);
		}
	});
})(window.portal);
