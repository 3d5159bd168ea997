"use strict";

/* Saving as the applicant types: on this device at once, on the server a moment later. Nothing typed is lost
   when the session ends or the network breaks: what the server has not taken is offered again. */
(function (portal) {
	const KEEP_DAYS = 3;
	const WAIT = 2000;

	/* What the server has not yet taken, kept per user, matter and case. */
	function createStore(data) {
		const key = () => `portal:draft:${data.user}:${data.matter}:${data.case || "new"}`;
		let last = key();

		function write(values) {
			try {
				localStorage.setItem(key(), JSON.stringify({ at: Date.now(), values }));
			} catch {
				/* Full or forbidden: the server's copy has to do. */
			}
		}

		function clear() {
			localStorage.removeItem(last);
			localStorage.removeItem(key());
			last = key();
		}

		function read() {
			try {
				const found = JSON.parse(localStorage.getItem(key()));
				return found && Date.now() - found.at < KEEP_DAYS * 864e5 ? found.values : null;
			} catch {
				return null;
			}
		}

		return { write, clear, read };
	}

	function clock() {
		const now = new Date();
		return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
	}

	/* The values less what the errors name; null when that changes nothing. */
	function without(values, errors) {
		const rest = structuredClone(values);
		let left = false;
		for (const { field, table, row } of errors) {
			const holder = table ? (rest[table] || [])[Number(row) - 1] : rest;
			if (!holder || !(field in holder)) continue;
			delete holder[field];
			left = true;
		}
		return left ? rest : null;
	}

	/* One save at a time. `changed()` after every edit; `save()` saves now and throws what went wrong. */
	function createDraft(form, data, { report, ready, onSaved, onProblem }) {
		const store = createStore(data);
		let timer = null;
		let running = null;
		let version = 0;
		let savedVersion = 0;

		function changed() {
			version += 1;
			store.write(form.values());
			report("有修改还没有保存……");
			clearTimeout(timer);
			timer = setTimeout(auto, WAIT);
		}

		async function auto() {
			if (version === savedVersion || !(data.case || ready())) return;
			try {
				await save();
			} catch (error) {
				onProblem(error);
			}
		}

		/* `whole`: nothing less than everything. Otherwise what the server finds wrong is left out, the rest is
		   saved, and the error says so by `partly`. */
		async function save({ whole = false } = {}) {
			clearTimeout(timer);
			while (running) await running.catch(() => {});
			running = send(whole);
			try {
				return await running;
			} finally {
				running = null;
			}
		}

		async function send(whole) {
			const sending = version;
			const values = form.values();
			report("正在保存……");
			try {
				const saved = await post(values);
				savedVersion = sending;
				store.clear();
				remember(saved);
				// Only where nothing was typed meanwhile: the server's form of the values.
				if (version === sending) form.fill(saved.values || {});
				else store.write(form.values());
				report(`已保存（${clock()}）`);
				return saved;
			} catch (error) {
				const rest = whole ? null : without(values, error.errors || []);
				if (!rest) throw error;
				const saved = await post(rest);
				savedVersion = sending;
				store.clear();
				remember(saved);
				store.write(form.values());
				error.partly = true;
				throw error;
			}
		}

		const post = (values) => portal.http.post("save_draft", { matter: data.matter, values: JSON.stringify(values), case: data.case });

		function remember(saved) {
			data.case = saved.case;
			data.actions = saved.actions || [];
			onSaved(saved);
		}

		const dirty = () => version !== savedVersion;

		return { changed, auto, save, dirty, restore: store.read, forget: store.clear };
	}

	portal.createDraft = createDraft;
})(window.portal);
