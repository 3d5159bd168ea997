"use strict";

/* One section of the form at a time. The address holds the step, so that the browser's own “back” leads one back. */
(function (portal) {
	const { $, $$, el } = portal.ui;

	function createSteps(form, { onChange, visited }) {
		const all = $$("[data-step]", form.root);
		const links = new Map($$(".step-nav a").map((link) => [link.hash.slice(1), link]));
		const seen = new Set(visited ? all : []);
		let current = null;

		const idOf = (step) => $("h2", step).id;
		/* A section without a field to fill in for this kind of application is no step. */
		const isOpen = (step) => !step.hasAttribute("data-section") || form.fieldsIn(step).some((field) => !field.hidden);
		const open = () => all.filter(isOpen);
		const last = () => open().at(-1);
		const isLast = () => current === last();

		function show(step) {
			if (step === current) return;
			const left = current;
			current = step;
			if (left) seen.add(left);
			for (const one of all) one.classList.toggle("off", one !== step);
			refresh();
			onChange(left, step);
		}

		function refresh() {
			const steps = open();
			// What a changed answer closed is left for the one before it.
			if (current && !steps.includes(current)) return show(steps[0]);
			const at = steps.indexOf(current);
			$("#step-now").textContent = `第 ${at + 1} 步，共 ${steps.length} 步：${$("h2", current).textContent}`;
			Object.assign($("#step-bar"), { value: at + 1, max: steps.length });
			for (const step of all) describe(step, steps.includes(step));
			const list = $(".step-nav ol");
			const link = links.get(idOf(current));
			// A phone shows a part of the list: the one with the present step in its middle.
			list.scrollLeft = link.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
			$("#back").hidden = at === 0;
			$("#continue").hidden = isLast();
			$("#actions").hidden = !isLast();
		}

		function describe(step, shown) {
			const link = links.get(idOf(step));
			link.parentElement.hidden = !shown;
			if (step === current) link.setAttribute("aria-current", "step");
			else link.removeAttribute("aria-current");
			const state = stateOf(step);
			if (link.dataset.state === state) return;
			link.dataset.state = state;
			$(".sr", link)?.remove();
			const words = { done: "（已填）", wrong: "（有需要修改的地方）" };
			if (words[state]) link.append(el("span", { class: "sr" }, words[state]));
		}

		function stateOf(step) {
			if ($(".mark, .has-error", step)) return "wrong";
			return seen.has(step) && step.hasAttribute("data-section") && !form.missing(step).length ? "done" : "";
		}

		/* By an id: of a step's heading, or of anything in it. */
		function goTo(id) {
			const target = document.getElementById(id);
			const step = target && target.closest("[data-step]");
			if (!step || !isOpen(step)) return false;
			show(step);
			if (target.id === idOf(step)) arrive(step);
			else {
				target.focus({ preventScroll: true });
				target.scrollIntoView({ block: "center" });
			}
			return true;
		}

		function arrive(step) {
			$("h2", step).focus({ preventScroll: true });
			$(".step-nav").scrollIntoView({ block: "start" });
		}

		function move(by) {
			const steps = open();
			const next = steps[steps.indexOf(current) + by];
			if (next) location.hash = idOf(next);
		}

		/* Shows the step that holds an element, without moving the focus. */
		function reveal(element) {
			const step = element.closest("[data-step]");
			if (!step || step === current) return;
			history.pushState(null, "", `#${idOf(step)}`);
			show(step);
		}

		function begin() {
			const marked = all.find((step) => isOpen(step) && $(".mark", step));
			show(marked || open()[0]);
			goTo(decodeURIComponent(location.hash.slice(1)));
		}

		addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))) || location.hash || show(open()[0]));

		return { begin, goTo, move, reveal, refresh, isLast, current: () => current };
	}

	portal.createSteps = createSteps;
})(window.portal);
