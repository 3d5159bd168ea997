"use strict";

/* 我的办件: begins a change, renewal or cancellation of a registration, or a verification of instruments, and opens the form. */
(function ({ http, ui }) {
	function begin(button) {
		const { matter, entry, begin: category } = button.dataset;
		return open(button, () => http.post("begin_change", { matter, entry, category }));
	}

	function verify(form) {
		const instruments = ui.$$("[name=instrument]:checked", form).map((box) => box.value);
		return open(form.querySelector("button"), () => http.post("begin_verification", { values: JSON.stringify({ instruments }) }));
	}

	async function open(button, make) {
		ui.busy(button, true);
		try {
			const draft = await make();
			location.assign(`/apply/${encodeURIComponent(draft.matter)}?case=${encodeURIComponent(draft.case)}`);
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			const box = ui.el("div", { class: "error-summary", role: "alert", tabindex: "-1" }, ui.el("p", {}, error.message));
			ui.$("#flash").replaceChildren(box);
			box.focus();
		}
	}

	ui.$("#due-instruments")?.addEventListener("submit", (event) => {
		event.preventDefault();
		verify(event.target);
	});
	ui.$$("[data-begin]").forEach((button) => button.addEventListener("click", () => begin(button)));
})(window.portal);
