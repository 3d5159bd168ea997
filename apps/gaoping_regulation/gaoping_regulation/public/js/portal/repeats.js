"use strict";

/* 可能重复: another open application of the same person for the same place. Told while the form is filled in; it is
   submitted only with a reason, which the server asks for. */
(function (portal) {
	const { $ } = portal.ui;
	const FIELD = "duplicate_reason";

	function createRepeats(note, place) {
		let asked = false;

		/* What the server says of the form now; what it once refused stays asked for. */
		function tell(text) {
			if (asked) return;
			note.textContent = text;
			note.hidden = !text;
			place.hidden = !text;
		}

		function refused(errors) {
			const found = errors.find((error) => error.field === FIELD);
			if (!found) return;
			asked = true;
			// Said at the field itself from now on.
			note.hidden = true;
			place.hidden = false;
		}

		const reason = () => (place.hidden ? null : $("textarea", place).value.trim() || null);

		return { tell, refused, reason };
	}

	portal.createRepeats = createRepeats;
})(window.portal);
