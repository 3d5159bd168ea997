"use strict";

/* The last look before submitting: everything as it will be read at the bureau. */
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

	function facts(form, fields) {
		const shown = fields.filter((field) => !field.hidden && !("readOnly" in field.dataset) && field.dataset.type !== "Table");
		return el("dl", { class: "facts facts-tight" }, shown.map((field) => fact(form.labelOf(field), readable(form, field))));
	}

	function summary(form, uploads) {
		const parts = [];
		for (const section of $$("[data-section]", form.root)) {
			const fields = form.fieldsIn(section);
			parts.push(el("h3", {}, $("h2", section).textContent), facts(form, fields));
			for (const table of fields.filter((field) => field.dataset.type === "Table" && !field.hidden)) {
				form.rowsOf(table).forEach((row, index) => {
					parts.push(el("h4", {}, `${table.dataset.label} ${index + 1}`), facts(form, form.fieldsIn(row, row)));
				});
			}
		}
		const files = uploads.summary();
		if (files.length) {
			parts.push(el("h3", {}, "材料"), el("dl", { class: "facts facts-tight" }, files.map((file) => fact(file.label, file.text))));
		}
		return el("div", { class: "review", tabindex: "0", role: "region", "aria-label": "填写的内容" }, parts);
	}

	/* Resolves with the action that the applicant chose, or null. */
	function review(form, uploads, actions) {
		const body = [el("p", {}, "请核对下面的内容。确认无误再提交；要修改，请点“返回”。"), summary(form, uploads)];
		const buttons = actions.map((action, index) => ({ label: action.action, value: action, primary: action.primary || (index === 0 && actions.length === 1) }));
		return portal.ui.dialog("核对并提交", body, buttons);
	}

	portal.review = review;
})(window.portal);
