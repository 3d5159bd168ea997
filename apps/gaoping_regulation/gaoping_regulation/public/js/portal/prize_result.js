"use strict";

/* 抽奖结果登记 on the page of a closed filing. */
(function ({ http, ui }) {
	const data = ui.pageData();
	const form = ui.$("#prize-result");
	if (!form) return;
	const rows = ui.$("[data-winners]", form);

	function add() {
		rows.append(ui.$("template", form).content.cloneNode(true));
		ui.$("input", rows.lastElementChild).focus();
	}

	function values() {
		const winners = ui.$$("fieldset", rows).map((row) =>
			Object.fromEntries(
				ui.$$("[data-of]", row).map((input) => [input.dataset.of, input.type === "checkbox" ? Number(input.checked) : input.value.trim()])
			)
		);
		return { winners, published: Number(Boolean(form.published?.checked)), remark: form.remark.value.trim() };
	}

	async function send(event) {
		event.preventDefault();
		const problem = ui.$(".form-error", form);
		const button = ui.$("[type=submit]", form);
		problem.textContent = "";
		ui.busy(button, true);
		try {
			await http.post("register_result", { case: data.case, values: JSON.stringify(values()) });
			ui.flash("抽奖结果已登记。");
			location.reload();
		} catch (error) {
			ui.busy(button, false);
			if (error.ended) return ui.sessionEnded();
			const told = (error.errors || []).map((one) => (one.row ? `第${one.row}行：` : "") + one.message);
			problem.textContent = told.join(" ") || error.message;
		}
	}

	ui.$("[data-add]", form).addEventListener("click", add);
	rows.addEventListener("click", (event) => event.target.closest("[data-remove]") && event.target.closest("fieldset").remove());
	form.addEventListener("submit", send);
})(window.portal);
