"use strict";

/* A case's page: the applicant's actions, uploads where the form is closed, and his rating. */
(function (portal) {
	const { http, ui } = portal;
	const data = ui.pageData();
	const uploading = ui.$("#upload-form") && bindUploads(ui.$("#upload-form"));

	function bindUploads(root) {
		const form = portal.createForm(root);
		const problems = portal.createProblems(form, ui.$("#errors", root));
		const onError = (error) => {
			if (error.ended) ui.sessionEnded();
			return error.ended;
		};
		const report = (text) => (ui.$("#save-status").textContent = text);
		root.addEventListener("submit", (event) => event.preventDefault());
		const uploads = portal.createUploads(form, problems, { data, caseName: async () => data.case, onError, report });
		uploads.resume();
		return { problems, uploads };
	}

	/* What is plainly not uploaded yet, shown at its place; the server checks again. */
	function lacks(action) {
		if (!uploading || !Number(action.needs_materials)) return false;
		const { problems, uploads } = uploading;
		problems.clearAll();
		const missing = uploads.missing();
		if (missing.length) problems.show(missing, "");
		return missing.length > 0;
	}

	async function act(button) {
		const action = data.actions.find((one) => one.action === button.dataset.action);
		if (lacks(action)) return;
		const answer = await ui.confirmAction(action.action, Boolean(Number(action.needs_reason)));
		if (!answer) return button.focus();
		await send(button, action.action, answer.reason);
	}

	async function send(button, action, reason) {
		ui.busy(button, true);
		try {
			const done = await http.post("act", { case: data.case, action, reason });
			ui.flash(`“${action}”成功，现在的状态：${done.workflow_state}。`);
			location.reload();
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			const repeated = error.errors.find((one) => one.field === "duplicate_reason");
			if (!repeated) return refuse(error);
			const answer = await ui.confirmAction(action, true, repeated.message);
			if (answer) await send(button, action, answer.reason);
		}
	}

	function refuse(error) {
		if (uploading && error.errors.length) return uploading.problems.show(error.errors, error.message);
		const details = error.errors.map((one) => ui.el("li", {}, one.message));
		const box = ui.el("div", { class: "error-summary", role: "alert", tabindex: "-1" }, ui.el("h2", {}, "没有成功"), details.length ? ui.el("ul", {}, details) : ui.el("p", {}, error.message));
		ui.$("#flash").replaceChildren(box);
		box.focus();
	}

	async function rate(event) {
		event.preventDefault();
		const form = event.target;
		const problem = ui.$(".form-error", form);
		problem.textContent = "";
		if (!form.grade.value) {
			problem.textContent = "请先选择满意程度。";
			return form.grade[0].focus();
		}
		try {
			const parts = Object.fromEntries(["speed", "guidance", "convenience", "attitude"].map((name) => [name, form[name].value]));
			const said = { grade: form.grade.value, comment: form.comment.value.trim() || null, asked_to_pay: form.asked_to_pay.checked ? 1 : 0 };
			await http.post("rate", { case: data.case, ...said, ...parts });
			form.replaceChildren(ui.el("p", { role: "status" }, "谢谢您的评价。"));
		} catch (error) {
			if (error.ended) return ui.sessionEnded();
			problem.textContent = error.message;
		}
	}

	ui.$$("[data-action]").forEach((button) => button.addEventListener("click", () => act(button)));
	ui.$("#rating")?.addEventListener("submit", rate);
})(window.portal);
