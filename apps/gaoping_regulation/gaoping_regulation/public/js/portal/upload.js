"use strict";

/* One material: choose or photograph, shrink, send with progress, try again, go on after a new log-in. */
(function (portal) {
	const { $, $$ } = portal.ui;
	const MAX_BYTES = 20 * 1024 * 1024;

	const size = (bytes) => (bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

	function createUploads(form, problems, { data, caseName, onError, report }) {
		const kept = portal.createKeptFiles(data);
		const items = $$("[data-material]", form.root);

		function bind(item) {
			const input = $("input[type=file]", item);
			const signed = $("[data-signed]", item);
			input.addEventListener("change", () => input.files[0] && choose(item, input));
			$("[data-retry]", item).addEventListener("click", () => item.pending && send(item, item.pending));
			if (signed) {
				signed.addEventListener("change", (event) => {
					// The form saves its own fields; this tick belongs to the material.
					event.stopPropagation();
					problems.clear(item);
					if (hasFile(item)) send(item, item.sent || null);
				});
				signed.addEventListener("input", (event) => event.stopPropagation());
			}
			input.addEventListener("input", (event) => event.stopPropagation());
		}

		const hasFile = (item) => !$("[data-file]", item).hidden;

		function refuse(item, file) {
			const types = item.dataset.accept.split(",").map((type) => (type === "jpeg" ? "jpg" : type));
			const type = (file.name.split(".").pop() || "").toLowerCase().replace("jpeg", "jpg");
			if (!types.includes(type)) return `不能上传 .${type} 文件，请上传 ${types.join("、").toUpperCase()} 格式。`;
			if (file.size > MAX_BYTES) return `文件有 ${size(file.size)}，不能超过 20 MB。`;
			if (!file.size) return "这是一个空文件，请重新选择。";
			return "";
		}

		/* A photograph is cut to one inch first; one that the applicant does not cut is not sent. */
		async function choose(item, input) {
			const [chosen] = input.files;
			// The same file may be chosen again.
			input.value = "";
			const cut = "crop" in item.dataset ? await portal.cropPhoto(chosen) : chosen;
			if (cut) send(item, await portal.image.shrink(cut));
		}

		/* A tick changed later sends the same file again; when that is gone (a page opened anew), the tick alone. */
		async function send(item, file) {
			problems.clear(item);
			const problem = file && refuse(item, file);
			if (problem) return fail(item, problem);
			item.pending = file;
			const bar = $("progress", item);
			try {
				bar.hidden = false;
				bar.value = 0;
				report(`正在上传“${item.dataset.title}”……`);
				if (file) await keep(item, file);
				const body = new FormData();
				const made = !data.case;
				body.append("case", await caseName());
				if (file && made) await keep(item, file);
				body.append("material", item.dataset.material);
				body.append("signed", $("[data-signed]", item)?.checked ? 1 : 0);
				if (file) body.append("file", file, file.name);
				item.sent = file;
				show(item, await portal.http.upload("attach", body, (part) => (bar.value = part * 100)));
				kept.remove(item.dataset.material);
				report(`“${item.dataset.title}”${file ? "已上传" : "已更新"}`);
			} catch (error) {
				if (file) $("[data-retry]", item).hidden = false;
				// What the server does not want is not sent again by itself.
				if (error.status >= 400 && error.status < 500 && ![401, 429].includes(error.status)) kept.remove(item.dataset.material);
				if (!onError(error)) fail(item, (error.errors || [])[0]?.message || error.message);
			} finally {
				bar.hidden = true;
			}
		}

		const address = (item) => $("[data-file-link]", item).getAttribute("href") || "";

		function keep(item, file) {
			return kept.put(item.dataset.material, file, { signed: Boolean($("[data-signed]", item)?.checked), before: address(item) });
		}

		/* What was on its way when the page was left goes on; not where the material has another file since. */
		async function resume() {
			for (const { material, file, signed, before } of await kept.all()) {
				const item = items.find((one) => one.dataset.material === material);
				if (!item || address(item) !== before) {
					kept.remove(material);
					continue;
				}
				const tick = $("[data-signed]", item);
				if (tick) tick.checked = signed;
				await send(item, file);
			}
		}

		function show(item, row) {
			item.pending = null;
			$("[data-retry]", item).hidden = true;
			$("[data-file]", item).hidden = !row.file_name;
			const link = $("[data-file-link]", item);
			link.textContent = row.file_name || "";
			if (row.url) link.href = row.url;
			$("[data-file-size]", item).textContent = row.file_size ? `（${size(row.file_size)}）` : "";
			$("[data-upload-label]", item).textContent = "重新上传";
			const signed = $("[data-signed]", item);
			if (signed) signed.checked = Boolean(Number(row.signed));
		}

		function fail(item, message) {
			problems.mark(item, message);
			report(`“${item.dataset.title}”没有上传成功：${message}`);
		}

		function missing() {
			const found = [];
			for (const item of items.filter((one) => !one.hidden)) {
				const { material, title } = item.dataset;
				const signed = $("[data-signed]", item);
				if ("required" in item.dataset && !hasFile(item)) found.push({ field: material, message: `请上传“${title}”` });
				else if (hasFile(item) && signed && !signed.checked) found.push({ field: material, message: `请确认“${title}”的复印件已由本人签名` });
			}
			return found;
		}

		const summary = () =>
			items.filter((item) => !item.hidden).map((item) => ({
				label: item.dataset.title,
				text: hasFile(item) ? $("[data-file-link]", item).textContent + ($("[data-signed]", item)?.checked ? "（本人已签名）" : "") : "没有提供",
			}));

		/* A material that this kind of application does not need is not shown, unless it is there already. */
		function refresh() {
			const values = form.values();
			for (const item of items) item.hidden = !hasFile(item) && !portal.conditions.applies(item.dataset.onlyIf, values);
		}

		/* What the broken network kept from going up goes up by itself. */
		addEventListener("online", () => items.forEach((item) => item.pending && send(item, item.pending)));
		items.forEach(bind);
		form.root.addEventListener("input", refresh);
		refresh();
		return { missing, summary, resume };
	}

	portal.createUploads = createUploads;
})(window.portal);
