"use strict";

/* The server's own rules while the applicant fills in: nothing is saved, and only what he has left is judged. */
(function (portal) {
	const { $ } = portal.ui;
	const WAIT = 800;

	function createChecks(form, problems, data, { onShown, onRepeated }) {
		const marked = new Set();
		let timer = null;
		let asked = 0;

		function soon() {
			clearTimeout(timer);
			timer = setTimeout(ask, WAIT);
		}

		async function ask() {
			asked += 1;
			const mine = asked;
			try {
				const args = { matter: data.matter, values: JSON.stringify(form.values()), case: data.case };
				const found = await portal.http.post("check", args);
				if (mine === asked) show(found);
			} catch {
				/* No network, or the session has ended: saving tells it. */
			}
		}

		const isLeft = (place) => (place.dataset.left || $("[data-left]", place)) && !place.contains(document.activeElement);

		function show({ errors, missing, duplicate }) {
			const wrong = new Map();
			for (const error of [...missing, ...errors]) {
				const place = problems.find(error);
				if (place && place.dataset.field) wrong.set(place, error.message);
			}
			for (const place of marked) if (!wrong.has(place)) forget(place);
			for (const [place, message] of wrong) {
				if (!isLeft(place)) continue;
				problems.mark(place, message);
				marked.add(place);
			}
			onRepeated(duplicate);
			onShown();
		}

		function forget(place) {
			marked.delete(place);
			problems.clear(place);
		}

		// What is handed in is no form any more.
		const stop = () => clearTimeout(timer);

		return { soon, stop };
	}

	portal.createChecks = createChecks;
})(window.portal);
