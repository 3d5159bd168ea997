"use strict";

/* The application form: ties the steps, the drafts, the checks, the uploads and the submission together. */
(function (portal) {
	const ui = portal.ui;
	const { $, el } = ui;
	const root = $("#apply-form");
	if (!root) return;

	const data = ui.pageData();
	const form = portal.createForm(root);
	const rows = portal.createRows(form);
	const steps = portal.createSteps(form, { onChange: stepChanged, visited: Boolean(data.case) });
	const problems = portal.createProblems(form, $("#errors"), inSight);
	const banner = portal.createBanner($("#banner"));
	const status = $("#save-status");
	// Said once: a screen reader reads every change of this line aloud.
	const report = (text) => status.textContent === text || (status.textContent = text);

	const draft = portal.createDraft(form, data, { report, ready: firstSectionFilled, onSaved: saved, onProblem: quietly });
	const checks = portal.createChecks(form, problems, data, { onShown: steps.refresh, onRepeated: (text) => repeats.tell(text) });
	const repeats = portal.createRepeats($("#repeats"), $("[data-field=duplicate_reason]"));
	const uploads = portal.createUploads(form, problems, { data, caseName, onError: endedOrNot, report });
	const prefill = portal.createPrefill(form, data, $("#prefill"), { onFilled: edited });

	portal.createImports(form, problems, { data, caseName, onError: endedOrNot, report, done: imported });

	const address = () => `/apply/${encodeURIComponent(data.matter)}${data.case ? `?case=${encodeURIComponent(data.case)}` : ""}`;

	/* The server holds the imported rows now; what this device had kept of the form is older. */
	function imported() {
		draft.forget();
		location.assign(address());
	}

	function inSight(element) {
		steps.reveal(element);
		rows.unfold(element);
	}

	function stepChanged(left) {
		if (left) draft.auto();
		if (steps.isLast()) {
			portal.renderReview(form, uploads, $("#summary"));
			showActions();
		}
	}

	/* Before that an application is a visit, not a draft worth keeping on the server. */
	function firstSectionFilled() {
		const first = $("[data-section]", root);
		return form.fieldsIn(first).every((field) => !field.hasAttribute("data-required") || form.valueOf(field));
	}

	function saved() {
		history.replaceState(null, "", address() + location.hash);
		banner.hide("network", "ended", "conflict", "restored");
		showActions();
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

	function tellEnded(error) {
		report("登录已失效，填写的内容已暂存在这台设备上");
		const text = error.other
			? "这个浏览器现在登录的是另一个账号，这里的内容没有交给它，暂存在这台设备上。请用原来的账号登录后接着填。"
			: "登录已经失效。您填写的内容暂存在这台设备上，重新登录后会自动恢复，可以先接着填。";
		banner.show("ended", text, [{ label: "重新登录", run: () => location.assign(ui.loginAddress()) }]);
	}

	function endedOrNot(error) {
		if (error.ended) {
			tellEnded(error);
			ui.sessionEnded();
		}
		return error.ended;
	}

	/* What stands in the way of saving at all, told above the form. */
	function tellHindrance(error) {
		if (error.ended) tellEnded(error);
		else if (error.status === 409) tellConflict();
		else if (error.status === 0) tellNoNetwork();
		else return false;
		return true;
	}

	function tellNoNetwork() {
		report("网络不通，填写的内容已暂存在这台设备上");
		banner.show("network", "网络不通。您填写的内容暂存在这台设备上，可以接着填，网络恢复后会自动保存。");
	}

	function tellConflict() {
		report("还没有保存到服务器，已暂存在这台设备上");
		banner.show("conflict", "这份申请刚刚在别处（另一台设备或者窗口）保存过，和这里的内容不一样。请选择用哪一份。", [
			{ label: "用这里的内容", run: () => draft.save({ force: true }).catch(loudly) },
			{ label: "用别处保存的内容", run: startOver },
		]);
	}

	function startOver() {
		draft.forget();
		location.reload();
	}

	/* While typing: problems only at fields that the applicant has already left, and no jumping about. */
	function quietly(error) {
		if (tellHindrance(error)) return;
		for (const problem of error.errors) {
			const place = problems.find(problem);
			if (place && place.dataset.left && !place.contains(document.activeElement)) problems.mark(place, problem.message);
		}
		steps.refresh();
		if (error.partly) report(`已保存，还有 ${error.errors.length} 处需要修改`);
		else report(`还没有保存到服务器（${error.errors.length ? "有的内容还需要修改" : error.message}），已暂存在这台设备上`);
	}

	/* `kept`: the server has what was typed, and refused what came after it. */
	function loudly(error, kept = error.partly) {
		if (endedOrNot(error) || tellHindrance(error)) return;
		const wrong = error.errors || [];
		if (kept) report(wrong.length ? `已保存，还有 ${wrong.length} 处需要修改` : "已保存，还没有提交");
		else report("没有保存到服务器，已暂存在这台设备上");
		repeats.refused(wrong);
		problems.show(wrong, error.message);
		steps.refresh();
	}

	async function saveNow() {
		problems.clearAll();
		try {
			await draft.save();
		} catch (error) {
			loudly(error);
		}
	}

	/* On to the next step, once nothing is plainly missing in this one; the list of steps leads anywhere. */
	function next(event) {
		event.preventDefault();
		if (steps.isLast()) return;
		problems.clearAll();
		const missing = form.missing(steps.current());
		if (missing.length) problems.show(missing, "");
		else steps.move(1);
		steps.refresh();
	}

	/* The applicant's actions as the server names them; before the first save there is none to name. */
	function showActions() {
		const open = data.actions.filter((action) => !Number(action.needs_reason));
		const shown = open.length ? open : [{ action: "提交", primary: 1 }];
		const button = ({ action, primary }) =>
			el("button", { type: "button", class: primary || shown.length === 1 ? "button" : "button button-plain", "data-act": open.length ? action : "" }, action);
		$("#actions").replaceChildren(...shown.map(button));
	}

	async function submit(button) {
		problems.clearAll();
		const missing = [...form.missing(), ...uploads.missing()];
		if (missing.length) {
			problems.show(missing, "");
			return steps.refresh();
		}
		const wanted = button.dataset.act;
		ui.busy(button, true);
		let kept;
		try {
			await draft.save({ whole: true });
			kept = true;
			await act(wanted || data.actions.find((action) => Number(action.primary))?.action || "提交");
		} catch (error) {
			loudly(error, kept);
			showActions();
		}
	}

	async function act(action) {
		report("正在提交……");
		checks.stop();
		const done = await portal.http.post("act", { case: data.case, action, reason: repeats.reason() });
		draft.forget();
		ui.flash(`“${action}”成功，现在的状态：${done.workflow_state}。${done.case_no ? `办件编号 ${done.case_no}，请记下。` : ""}`);
		location.assign(`/cases/${encodeURIComponent(data.case)}`);
	}

	/* What the server had not taken when the page was closed. If it was saved elsewhere since, the applicant chooses. */
	function restore() {
		const kept = draft.restore();
		if (!kept) return prefill.offer();
		// Saved as the page was left, which nobody was there to hear.
		if (JSON.stringify(kept.values) === JSON.stringify(form.values())) return draft.forget();
		const at = new Date(kept.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
		const take = () => {
			form.fill(kept.values);
			edited();
			report("已恢复上次没有保存的内容");
		};
		const drop = { label: data.case ? "不要，用上次保存的内容" : "不要，重新填", run: startOver };
		if (kept.base === (data.revision || null)) {
			take();
			banner.show("restored", `已恢复 ${at} 在这台设备上填写、还没有保存的内容。`, [drop]);
		} else {
			banner.show("restored", `这台设备上有 ${at} 填写、没有保存的内容，之后这份申请又在别处保存过。`, [{ label: "恢复这台设备上的内容", run: take }, drop]);
		}
	}

	function edited() {
		draft.changed();
		checks.soon();
		steps.refresh();
	}

	root.addEventListener("input", edited);
	root.addEventListener("focusout", (event) => {
		const place = event.target.closest("[data-field]");
		if (!place) return;
		place.dataset.left = "1";
		checks.soon();
	});
	root.addEventListener("submit", next);
	$("#back").addEventListener("click", () => steps.move(-1));
	$("#save").addEventListener("click", saveNow);
	$("#actions").addEventListener("click", (event) => event.target.closest("[data-act]") && submit(event.target));
	addEventListener("online", () => {
		banner.hide("network");
		draft.auto();
	});
	addEventListener("offline", tellNoNetwork);
	document.addEventListener("visibilitychange", () => document.hidden && draft.auto());
	portal.beforeLogout = draft.auto;
	steps.begin();
	restore();
	uploads.resume();
})(window.portal);
