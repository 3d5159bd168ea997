/** Do something every so often while the tab is looked at, and at once when it is looked at again. */
export function while_visible(every, act) {
	const unless_hidden = () => document.hidden || act();
	setInterval(unless_hidden, every);
	document.addEventListener("visibilitychange", unless_hidden);
}

const OPEN = ".modal.show, .filter-popover.show, .dropdown-menu.show";

/** Something is being chosen, typed or decided: what is on the screen must not change under the user's hands. */
export function is_busy() {
	return Boolean(document.activeElement?.closest("input, textarea, select, [contenteditable=true]") || document.querySelector(OPEN));
}
