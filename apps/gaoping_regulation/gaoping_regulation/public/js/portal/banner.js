"use strict";

/* One line above the form that stays until it is settled: no network, the session ended, what was restored. */
(function (portal) {
	const { el } = portal.ui;

	function createBanner(box) {
		let shown = null;

		/* `kind` names what it is about, so that it is settled by who said it. Buttons: [{label, run}]. */
		function show(kind, text, buttons = []) {
			if (shown === `${kind}:${text}`) return;
			shown = `${kind}:${text}`;
			box.replaceChildren(
				el("p", {}, text),
				buttons.length ? el("p", { class: "buttons" }, buttons.map(({ label, run }) => el("button", { type: "button", class: "button button-plain", onclick: run }, label))) : ""
			);
			box.hidden = false;
		}

		function hide(...kinds) {
			if (!shown || !kinds.includes(shown.split(":")[0])) return;
			shown = null;
			box.hidden = true;
			box.replaceChildren();
		}

		return { show, hide };
	}

	portal.createBanner = createBanner;
})(window.portal);
