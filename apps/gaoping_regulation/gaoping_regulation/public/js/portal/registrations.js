"use strict";

/* 我的办件: begins a change, renewal or cancellation of a registration and opens its form, filled in. */
(function ({ http, ui }) {
	async function begin(button) {
		const { matter, entry, begin: category } = button.dataset;
		ui.busy(button, true);
		try {
			const draft = await http.post("begin_change", { matter, entry, category });
			location.assign(`/apply/${encodeURIComponent(matter)}?case=${encodeURIComponent(draft.case)}`);
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			const box = ui.el("div", { class: "error-summary", role: "alert", tabindex: "-1" }, ui.el("p", {}, error.message));
			ui.$("#flash").replaceChildren(box);
			box.focus();
		}
	}

	ui.$$("[data-begin]").forEach((button) => button.addEventListener("click", () => begin(button)));
})(window.portal);
