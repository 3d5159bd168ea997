"use strict";

/* Reads and writes the application form by the data attributes of templates/portal/fields.html. */
(function (portal) {
	const { $, $$ } = portal.ui;
	const NUMBERS = ["Int", "Float", "Currency"];

	const control = (field) => $("input, select, textarea", field);
	const rowsOf = (table) => $$(":scope > [data-rows] > [data-row]", table);
	const fieldsIn = (root, row = null) => $$("[data-field]", root).filter((field) => field.closest("[data-row]") === row);

	function asInput(type, value) {
		const text = value === null || value === undefined ? "" : String(value);
		if (type === "Date") return text.slice(0, 10);
		if (type === "Time") return text.replace(/^(\d):/, "0$1:").slice(0, 5);
		if (type === "Datetime") return text.slice(0, 16).replace(" ", "T");
		return text;
	}

	function createForm(root) {
		let added = 0;

		function valueOf(field) {
			const type = field.dataset.type;
			if (type === "Table") return rowsOf(field).map(rowValues);
			if (type === "MultiCheck") return $$("input:checked", field).map((box) => box.value).join("\n");
			const input = control(field);
			if (type === "Check") return input.checked ? 1 : 0;
			const text = input.value.trim();
			if (NUMBERS.includes(type)) return text === "" ? null : text;
			if (type === "Datetime") return text.replace("T", " ");
			return text;
		}

		function valuesOf(fields) {
			const writable = fields.filter((field) => !("readOnly" in field.dataset));
			return Object.fromEntries(writable.map((field) => [field.dataset.field, valueOf(field)]));
		}

		function rowValues(row) {
			const values = valuesOf(fieldsIn(row, row));
			return row.dataset.name ? { name: row.dataset.name, ...values } : values;
		}

		const values = () => valuesOf(fieldsIn(root));

		function write(field, value) {
			const type = field.dataset.type;
			if (type === "Table") return writeRows(field, value || []);
			if (type === "MultiCheck") {
				const chosen = String(value || "").split("\n");
				return $$("input", field).forEach((box) => (box.checked = chosen.includes(box.value)));
			}
			const input = control(field);
			if (type === "Check") input.checked = Boolean(Number(value));
			// The database keeps an empty number as 0.
			else if (NUMBERS.includes(type) && !Number(value) && input.value === "") return;
			else if (input !== document.activeElement && input.value !== asInput(type, value)) input.value = asInput(type, value);
		}

		function writeRows(table, rows) {
			while (rowsOf(table).length > rows.length) rowsOf(table).pop().remove();
			while (rowsOf(table).length < rows.length) addRow(table);
			rowsOf(table).forEach((row, index) => {
				if (rows[index].name) row.dataset.name = rows[index].name;
				fill(rows[index], fieldsIn(row, row));
			});
		}

		function fill(data, fields = fieldsIn(root)) {
			for (const field of fields) {
				if (field.dataset.field in data && !("readOnly" in field.dataset)) write(field, data[field.dataset.field]);
			}
			refresh();
		}

		function addRow(table) {
			added += 1;
			const holder = document.createElement("template");
			holder.innerHTML = $("template", table).innerHTML.replaceAll("__n__", `n${added}`);
			const row = holder.content.firstElementChild;
			$(":scope > [data-rows]", table).append(row);
			refresh();
			return row;
		}

		function numberRows(table) {
			rowsOf(table).forEach((row, index) => {
				const title = `${table.dataset.label} ${index + 1}`;
				const first = fieldsIn(row, row).map(valueOf).find((value) => typeof value === "string" && value);
				$("[data-row-title]", row).textContent = first ? `${title}：${first}` : title;
				$("[data-remove-row]", row).setAttribute("aria-label", `删除这一项：${title}`);
				$("[data-copy-row]", row).setAttribute("aria-label", `复制这一项：${title}`);
			});
		}

		/* Which fields show, and which must be filled in, after every change. */
		function refresh() {
			const doc = values();
			refreshFields(fieldsIn(root), doc, doc);
			for (const table of fieldsIn(root).filter((field) => field.dataset.type === "Table")) {
				rowsOf(table).forEach((row) => refreshFields(fieldsIn(row, row), rowValues(row), doc));
				numberRows(table);
			}
		}

		function refreshFields(fields, doc, parent) {
			const { holds } = portal.conditions;
			for (const field of fields) {
				const { depends, mandatory, lock, type } = field.dataset;
				if (depends) field.hidden = !holds(depends, doc, parent);
				if (lock) setLocked(field, holds(lock, doc, parent));
				const required = !field.hidden && ("reqd" in field.dataset || Boolean(mandatory && holds(mandatory, doc, parent)));
				field.toggleAttribute("data-required", required);
				const word = $(".req", field);
				if (word) word.hidden = !required;
				if (type !== "Table" && type !== "MultiCheck" && control(field)) control(field).setAttribute("aria-required", String(required));
			}
		}

		/* What stays as it is registered: shown, still sent, not to be changed. The server compares it anyway. */
		function setLocked(field, locked) {
			field.classList.toggle("locked", locked);
			for (const one of $$("input, select, textarea, button", field)) {
				if (one.matches("textarea, input:not([type=checkbox], [type=radio])")) one.readOnly = locked;
				else one.disabled = locked;
			}
		}

		const isEmpty = (value) => value === "" || value === null || value === 0 || (Array.isArray(value) && !value.length);

		/* What is plainly missing, in the server's own shape of errors. The server checks again, and more. */
		function missing(scope = root) {
			const found = [];
			const look = (fields, more) => {
				for (const field of fields.filter((one) => one.hasAttribute("data-required") && !("readOnly" in one.dataset))) {
					const value = valueOf(field);
					if (isEmpty(value) && !(NUMBERS.includes(field.dataset.type) && value === 0)) {
						found.push({ field: field.dataset.field, message: `请填写“${labelOf(field)}”`, ...more });
					}
				}
			};
			const top = fieldsIn(scope);
			look(top, {});
			for (const table of top.filter((field) => field.dataset.type === "Table" && !field.hidden)) {
				rowsOf(table).forEach((row, index) => look(fieldsIn(row, row), { table: table.dataset.field, row: index + 1 }));
			}
			return found;
		}

		function labelOf(field) {
			if (field.dataset.label) return field.dataset.label;
			const caption = $("label:not(.check), legend, .check span, .label", field);
			return caption.firstChild.textContent.trim();
		}

		root.addEventListener("click", (event) => {
			const add = event.target.closest("[data-add-row]");
			const remove = event.target.closest("[data-remove-row]");
			if (!add && !remove) return;
			const table = event.target.closest(".field-table");
			if (add) control(addRow(table)).focus();
			else {
				event.target.closest("[data-row]").remove();
				refresh();
				$("[data-add-row]", table).focus();
			}
			root.dispatchEvent(new Event("input", { bubbles: true }));
		});
		root.addEventListener("input", (event) => {
			refresh();
		});
		refresh();

		return { root, values, fill, missing, labelOf, fieldsIn, rowsOf, rowValues, valueOf, control, addRow };
	}

	portal.createForm = createForm;
})(window.portal);
