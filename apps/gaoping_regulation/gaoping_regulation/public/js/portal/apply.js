"use strict";

/* The application form: ties the form, the drafts, the uploads and the submission together. */
(function (portal) {
	const ui = portal.ui;
	const { $ } = ui;
	const root = $("#apply-form");
	if (!root) return;

	const data = ui.pageData();
	const form = portal.createForm(root);
	const problems = portal.createProblems(form, $("#errors"));
	const status = $("#save-status");
	// Said once: a screen reader reads every change of this line aloud.
	const report = (text) => status.textContent === text || (status.textContent = text);

	const draft = portal.createDraft(form, data, { report, ready: firstSectionFilled, onSaved: rememberCase, onProblem: quietly });
	const uploads = portal.createUploads(form, problems, { caseName, onError: endedOrNot, report });

	portal.createImports(form, problems, { data, caseName, onError: endedOrNot, report, done: imported });

	/* The server holds the imported rows now; what this device had kept of the form is older. */
	function imported() {
		draft.forget();
		location.assign(`/apply/${encodeURIComponent(data.matter)}?case=${encodeURIComponent(data.case)}`);
	}

	/* Before that an application is a visit, not a draft worth keeping on the server. */
	function firstSectionFilled() {
		const first = $("[data-section]", root);
		return form.fieldsIn(first).every((field) => !field.hasAttribute("data-required") || form.valueOf(field));
	}

	function rememberCase(saved) {
		history.replaceState(null, "", `/apply/${encodeURIComponent(data.matter)}?case=${encodeURIComponent(saved.case)}`);
	}

	/* Materials belong to a case: the first upload makes the draft. */
	async function caseName() {
		try {
			if (!data.case) await draft.save();
		} catch (error) {
			if (!error.partly) throw error;
			quietly(error);
		}
		return data.case;
	}

	function endedOrNot(error) {
		if (error.ended) {
			report("登录已失效，填写的内容已暂存在这台设备上");
			ui.sessionEnded();
		}
		return error.ended;
	}

	/* While typing: problems only at fields that the applicant has already left, and no jumping about. */
	function quietly(error) {
		if (endedOrNot(error)) return;
		for (const problem of error.errors) {
			const place = problems.find(problem);
			if (place && place.dataset.left && !place.contains(document.activeElement)) problems.mark(place, problem.message);
		}
		if (error.partly) report(`已保存，还有 ${error.errors.length} 处需要修改`);
		else report(`还没有保存到服务器（${error.errors.length ? "有的内容还需要修改" : error.message}），已暂存在这台设备上`);
	}

	function loudly(error) {
		if (endedOrNot(error)) return;
		report(error.partly ? `已保存，还有 ${error.errors.length} 处需要修改` : "没有保存到服务器，已暂存在这台设备上");
		problems.show(error.errors || [], error.message);
	}

	async function saveNow() {
		problems.clearAll();
		try {
			await draft.save();
		} catch (error) {
			loudly(error);
		}
	}

	async function submit(event) {
		event.preventDefault();
		problems.clearAll();
		const missing = [...form.missing(), ...uploads.missing()];
		if (missing.length) return problems.show(missing, "");
		const button = $("#review");
		ui.busy(button, true);
		try {
			await draft.save({ whole: true });
			const actions = data.actions.filter((action) => !action.needs_reason);
			const chosen = await portal.review(form, uploads, actions);
			if (chosen) await act(chosen.action);
		} catch (error) {
			loudly(error);
		} finally {
			ui.busy(button, false);
		}
	}

	async function act(action) {
		report("正在提交……");
		const done = await portal.http.post("act", { case: data.case, action });
		draft.forget();
		ui.flash(`“${action}”成功，现在的状态：${done.workflow_state}。${done.case_no ? `办件编号 ${done.case_no}，请记下。` : ""}`);
		location.assign(`/cases/${encodeURIComponent(data.case)}`);
	}

	function restore() {
		const kept = draft.restore();
		if (!kept) return;
		form.fill(kept);
		draft.changed();
		report("已恢复上次没有保存的内容");
	}

	root.addEventListener("input", draft.changed);
	root.addEventListener("focusout", (event) => {
		const place = event.target.closest("[data-field]");
		if (place) place.dataset.left = "1";
		if (draft.dirty()) setTimeout(() => root.contains(document.activeElement) || draft.auto(), 300);
	});
	root.addEventListener("submit", submit);
	$("#save").addEventListener("click", saveNow);
	restore();
})(window.portal);
