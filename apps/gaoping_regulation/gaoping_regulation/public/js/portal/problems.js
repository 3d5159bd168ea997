"use strict";

/* Shows what is wrong: at its field, and in a list at the top whose entries lead there. */
(function (portal) {
	const { $, $$, el } = portal.ui;

	/* `reveal` brings a place that is out of sight (another step, a folded row) into sight. */
	function createProblems(form, box, reveal = () => {}) {
		const { root } = form;
		const idOf = (place) => place.id || form.control(place).id;
		const named = (fields, name) => fields.find((field) => field.dataset.field === name);

		/* The field, table row's field or material that an error of the API means. */
		function find(error) {
			if (error.table && error.table !== "materials") {
				const table = named(form.fieldsIn(root), error.table);
				const row = table && form.rowsOf(table)[Number(error.row) - 1];
				return (row && named(form.fieldsIn(row, row), error.field)) || table;
			}
			return named(form.fieldsIn(root), error.field) || $$("[data-material]", root).find((one) => one.dataset.material === error.field);
		}

		function mark(place, message) {
			const text = document.getElementById(`${idOf(place)}-err`);
			if (!text) return;
			text.textContent = message;
			text.hidden = false;
			place.classList.add("has-error");
			if (!place.id) form.control(place).setAttribute("aria-invalid", "true");
		}

		function clear(place) {
			if (!place.classList.contains("has-error")) return;
			place.classList.remove("has-error");
			const text = document.getElementById(`${idOf(place)}-err`);
			text.hidden = true;
			text.textContent = "";
			if (!place.id) form.control(place).removeAttribute("aria-invalid");
			settle(idOf(place));
		}

		/* What is put right leaves the list at the top. */
		function settle(id) {
			$(`a[href="#${CSS.escape(id)}"]`, box)?.closest("li").remove();
			const left = $$("li", box).length;
			if (!left) box.hidden = true;
			else $("h2", box).textContent = count(left);
		}

		function clearAll() {
			box.hidden = true;
			$$(".has-error", root).forEach(clear);
		}

		function entry(error) {
			const place = find(error);
			if (!place || place.closest("[hidden]")) return el("li", {}, error.message);
			mark(place, error.message);
			return el("li", {}, el("a", { href: `#${idOf(place)}` }, error.message));
		}

		const count = (number) => `有 ${number} 处需要修改`;

		function goTo(target) {
			reveal(target);
			target.focus({ preventScroll: true });
			target.scrollIntoView({ block: "center" });
		}

		/* `message` says what the list does not: often the API's summary of it, then it is left out. */
		function show(errors, message) {
			const repeated = errors.some((error) => message.includes(error.message));
			box.hidden = false;
			box.replaceChildren(
				el("h2", {}, errors.length ? count(errors.length) : "没有成功"),
				message && !repeated ? el("p", {}, message) : "",
				el("ul", {}, errors.map(entry))
			);
			const first = $("a", box);
			const target = first && document.getElementById(first.hash.slice(1));
			// In another step the list comes first; its entries lead there.
			goTo(target && target.offsetParent ? target : box);
		}

		box.addEventListener("click", (event) => {
			const link = event.target.closest("a");
			if (!link) return;
			event.preventDefault();
			goTo(document.getElementById(link.hash.slice(1)));
		});
		root.addEventListener("input", (event) => {
			const place = event.target.closest("[data-field]");
			if (place) clear(place);
		});

		return { find, mark, clear, clearAll, show };
	}

	portal.createProblems = createProblems;
})(window.portal);
