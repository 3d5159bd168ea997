"use strict";

/* Large tables (检定器具, 抵押财产 …) filled from Excel or CSV: all rows or none, each mistake at its row. */
(function (portal) {
	const { $, $$, el } = portal.ui;
	const LARGE = 8;
	const METHOD = "/api/method/gaoping_regulation.portal.api.import_template";

	const isLarge = (table) => $$("[data-field]", $("template", table).content).length >= LARGE;

	function createImports(form, problems, { data, caseName, done, onError, report }) {
		async function load(table, input) {
			problems.clearAll();
			report("正在导入……");
			try {
				const body = new FormData();
				body.append("case", await caseName());
				body.append("table", table.dataset.field);
				body.append("file", input.files[0], input.files[0].name);
				await portal.http.upload("import_rows", body, () => null);
				done();
			} catch (error) {
				report("没有导入，文件里的内容没有保存");
				if (!onError(error)) problems.show(error.errors || [], error.message);
			} finally {
				input.value = "";
			}
		}

		for (const table of form.fieldsIn(form.root).filter((field) => field.dataset.type === "Table" && isLarge(field))) {
			const id = `${table.id}-import`;
			const input = el("input", { type: "file", class: "file-input", id, accept: ".xlsx,.csv" });
			const label = el("label", { class: "button button-plain", for: id }, `从 Excel 导入${table.dataset.label}`);
			const query = `?matter=${encodeURIComponent(data.matter)}&table=${encodeURIComponent(table.dataset.field)}`;
			const template = el("a", { href: METHOD + query }, "下载模板");
			$("[data-add-row]", table).parentElement.append(" ", input, label, " ", template);
			input.addEventListener("change", (event) => {
				event.stopPropagation();
				if (input.files[0]) load(table, input);
			});
			input.addEventListener("input", (event) => event.stopPropagation());
		}
	}

	portal.createImports = createImports;
})(window.portal);
