"use strict";

/* Files on their way: kept in this browser until the server has them, so that a log-in in the same tab, or a page that
   was closed, loses none. As the typed values are: by user, matter and case, for three days, gone with logging out. */
(function (portal) {
	const DATABASE = "portal-files";
	const STORE = "files";
	const KEEP_DAYS = 3;

	/* Opened for each step and closed again: an open one in another tab would keep logging out from deleting it. */
	function open() {
		return new Promise((resolve, reject) => {
			const asked = indexedDB.open(DATABASE, 1);
			asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
			asked.onsuccess = () => resolve(asked.result);
			asked.onerror = asked.onblocked = () => reject(asked.error);
		});
	}

	/* `work(store)` in one transaction; resolves with the result of the request that it returns. */
	async function inStore(work) {
		const database = await open();
		try {
			return await new Promise((resolve, reject) => {
				const transaction = database.transaction(STORE, "readwrite");
				const request = work(transaction.objectStore(STORE));
				transaction.oncomplete = () => resolve(request.result);
				transaction.onerror = transaction.onabort = () => reject(transaction.error);
			});
		} finally {
			database.close();
		}
	}

	/* The files of one application; every failure (no room, forbidden) only means that a file is not kept. */
	function createKeptFiles(data) {
		// {material: the key under which its file lies}: the first save gives the application its name.
		const keys = new Map();
		const start = () => `${data.user}\n${data.matter}\n${data.case || `new${data.on_behalf || ""}`}\n`;

		/* `before`: the address of the file that it replaces, as the page shows it. */
		async function put(material, file, { signed, before }) {
			const key = start() + material;
			try {
				const old = keys.get(material);
				await inStore((store) => {
					if (old && old !== key) store.delete(old);
					return store.put({ file, name: file.name, signed, before, at: Date.now() }, key);
				});
				keys.set(material, key);
				portal.filesLost?.delete(material);
			} catch {
				(portal.filesLost ??= new Set()).add(material);
			}
		}

		async function remove(material) {
			portal.filesLost?.delete(material);
			const key = keys.get(material);
			keys.delete(material);
			if (key) await inStore((store) => store.delete(key)).catch(() => {});
		}

		/* [{material, file, signed, before}] of this application; what has lain too long is thrown away. */
		async function all() {
			const found = [];
			const reading = (store) => {
				const asked = store.openCursor();
				asked.addEventListener("success", () => {
					const cursor = asked.result;
					if (!cursor) return;
					if (Date.now() - cursor.value.at > KEEP_DAYS * 864e5) cursor.delete();
					else if (cursor.key.startsWith(start())) found.push({ material: cursor.key.slice(start().length), ...cursor.value });
					cursor.continue();
				});
				return asked;
			};
			await inStore(reading).catch(() => {});
			for (const { material } of found) keys.set(material, start() + material);
			return found.map(({ file, name, ...more }) => ({ ...more, file: new File([file], name, { type: file.type }) }));
		}

		return { put, remove, all };
	}

	portal.createKeptFiles = createKeptFiles;
})(window.portal);
