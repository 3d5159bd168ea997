"use strict";

/* Rows of a table as cards: folded to their title, and copied. */
(function (portal) {
	const { $, $$ } = portal.ui;
	const PHONE = matchMedia("(max-width: 40rem)");

	function fold(row, folded) {
		row.classList.toggle("folded", folded);
		$("[data-fold-row]", row).setAttribute("aria-expanded", String(!folded));
	}

	function createRows(form) {
		const { root } = form;

		/* Many cards are long on a phone: those that are complete open when asked for. */
		function foldComplete(table, except) {
			const rows = form.rowsOf(table);
			if (!PHONE.matches || rows.length < 2) return;
			for (const row of rows) if (row !== except && !$(".mark, .has-error", row)) fold(row, isComplete(row));
		}

		const isComplete = (row) =>
			form.fieldsIn(row, row).every((field) => !field.hasAttribute("data-required") || form.valueOf(field));

		function copy(row) {
			const table = row.closest(".field-table");
			const { name: _its, ...values } = form.rowValues(row);
			const added = form.addRow(table);
			form.fill(values, form.fieldsIn(added, added));
			foldComplete(table, added);
			form.control(added).focus();
			root.dispatchEvent(new Event("input", { bubbles: true }));
		}

		root.addEventListener("click", (event) => {
			const row = event.target.closest("[data-row]");
			if (event.target.closest("[data-fold-row]")) fold(row, !row.classList.contains("folded"));
			else if (event.target.closest("[data-copy-row]")) copy(row);
			else if (event.target.closest("[data-add-row]")) {
				const table = event.target.closest(".field-table");
				foldComplete(table, form.rowsOf(table).at(-1));
			}
		});
		$$(".field-table", root).forEach((table) => foldComplete(table, null));

		/* The row that holds an element, opened. */
		const unfold = (element) => element.closest(".folded") && fold(element.closest(".folded"), false);

		return { unfold };
	}

	portal.createRows = createRows;
})(window.portal);
