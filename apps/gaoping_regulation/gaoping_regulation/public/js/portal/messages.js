"use strict";

/* Messages of the bureau: read on a case's page by being shown, in the list by a click. */
(function ({ http, ui }) {
	const box = ui.$("[data-messages]");
	if (!box || !Number(box.dataset.unread)) return;

	async function read() {
		await http.post("read_messages", box.dataset.messages ? { case: box.dataset.messages } : {});
		ui.$$("[data-unread-chip]", box).forEach((chip) => chip.remove());
		ui.$("[data-read]", box)?.remove();
	}

	if (box.dataset.messages) read().catch(() => {});
	ui.$("[data-read]", box)?.addEventListener("click", async (event) => {
		ui.busy(event.target, true);
		try {
			await read();
		} catch (error) {
			ui.busy(event.target, false);
			if (error.ended) ui.sessionEnded();
		}
	});
})(window.portal);
