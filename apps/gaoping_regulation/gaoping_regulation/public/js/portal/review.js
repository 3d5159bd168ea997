"use strict";

/* The last look before submitting: everything as it will be read at the bureau, each part with its way back. */
(function (portal) {
	const { $, $$, el, fact, date } = portal.ui;

	function readable(form, field) {
		const value = form.valueOf(field);
		const type = field.dataset.type;
		if (type === "Check") return value ? "是" : "否";
		if (type === "MultiCheck") return $$("input:checked", field).map((box) => box.nextElementSibling.textContent).join("、");
		if (type === "Select") return value && form.control(field).selectedOptions[0].textContent;
		if (type === "Date") return date(value);
		return value;
	}

	/* What must be filled in and is not, is shown as such. */
	function line(form, field) {
		const value = readable(form, field);
		if (value || !field.hasAttribute("data-required")) return fact(form.labelOf(field), value);
		return el("div", {}, el("dt", {}, form.labelOf(field)), el("dd", { class: "field-error" }, "还没有填写"));
	}

	function facts(form, fields) {
		const shown = fields.filter((field) => !field.hidden && !("readOnly" in field.dataset) && field.dataset.type !== "Table");
		return el("dl", { class: "facts facts-tight" }, shown.map((field) => line(form, field)));
	}

	function heading(text, id) {
		return el("h3", {}, `${text} `, el("a", { href: `#${id}`, class: "review-change" }, "修改", el("span", { class: "sr" }, `：${text}`)));
	}

	function tables(form, fields) {
		const parts = [];
		for (const table of fields.filter((field) => field.dataset.type === "Table" && !field.hidden)) {
			form.rowsOf(table).forEach((row, index) => {
				parts.push(el("h4", {}, `${table.dataset.label} ${index + 1}`), facts(form, form.fieldsIn(row, row)));
			});
		}
		return parts;
	}

	function renderReview(form, uploads, box) {
		const parts = [];
		for (const section of $$("[data-section]", form.root)) {
			const fields = form.fieldsIn(section);
			if (!fields.some((field) => !field.hidden)) continue;
			const title = $("h2", section);
			parts.push(heading(title.textContent, title.id), facts(form, fields), ...tables(form, fields));
		}
		const files = uploads.summary();
		if (files.length) {
			parts.push(heading("材料", "materials"), el("dl", { class: "facts facts-tight" }, files.map((file) => fact(file.label, file.text))));
		}
		box.replaceChildren(...parts);
	}

	portal.renderReview = renderReview;
})(window.portal);
