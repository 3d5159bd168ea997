"use strict";

/* Saving as the applicant types: on this device at once, on the server every now and then, at each step and when the
   page is left. Nothing typed is lost when the session ends or the network breaks: what the server has not taken is
   kept here, sent when it can be, and offered again when the page is opened anew. */
(function (portal) {
	const KEEP_DAYS = 3;
	const WAIT = 20_000;

	/* What the server has not yet taken, kept per user, matter and case, with what it was changed from. */
	function createStore(data) {
		const key = () => `portal:draft:${data.user}:${data.matter}:${data.case || `new${data.on_behalf || ""}`}`;
		let last = key();

		function write(values) {
			try {
				localStorage.setItem(key(), JSON.stringify({ at: Date.now(), values, base: data.revision || null }));
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
				return found && Date.now() - found.at < KEEP_DAYS * 864e5 ? found : null;
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
			later();
		}

		/* Counted from the first edit that is not saved, so that somebody who types on and on is saved as well. */
		function later() {
			timer ??= setTimeout(auto, WAIT);
		}

		function stopWaiting() {
			clearTimeout(timer);
			timer = null;
		}

		async function auto() {
			stopWaiting();
			if (!dirty() || !(data.case || ready())) return;
			try {
				await save();
			} catch (error) {
				onProblem(error);
			}
			if (dirty()) later();
		}

		/* `whole`: nothing less than everything; otherwise what the server finds wrong is left out, the rest is saved,
		   and the error says so by `partly`. `force`: also over what was saved elsewhere. */
		async function save(how = {}) {
			stopWaiting();
			while (running) await running.catch(() => {});
			running = send(how);
			try {
				return await running;
			} finally {
				running = null;
			}
		}

		async function send({ whole = false, force = false }) {
			const sending = version;
			const values = form.values();
			report("正在保存……");
			try {
				const saved = await post(values, force);
				took(saved, sending);
				// Only where nothing was typed meanwhile: the server's form of the values.
				if (version === sending) form.fill(saved.values || {});
				else keep();
				report(`已保存（${clock()}）`);
				return saved;
			} catch (error) {
				keep();
				const rest = whole ? null : without(values, error.errors || []);
				if (!rest) throw error;
				took(await post(rest, force), sending);
				keep();
				error.partly = true;
				throw error;
			}
		}

		function post(values, force) {
			const of = data.case ? { case: data.case, seen: force ? null : data.revision } : { on_behalf: data.on_behalf };
			return portal.http.post("save_draft", { matter: data.matter, values: JSON.stringify(values), ...of });
		}

		function took(saved, sending) {
			savedVersion = sending;
			store.clear();
			Object.assign(data, { case: saved.case, revision: saved.revision, actions: saved.actions || [] });
			onSaved(saved);
		}

		/* Again on this device, also after another window logged out and cleared it. */
		const keep = () => store.write(form.values());
		const dirty = () => version !== savedVersion;

		return { changed, auto, save, dirty, restore: store.read, forget: store.clear };
	}

	portal.createDraft = createDraft;
})(window.portal);
