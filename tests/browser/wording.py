"""The words of a Desk screen: what is written on it, and what its menus, hints and labels for screen readers say."""

import re

from tests.browser.pages import Watched

# Text that is drawn, and that of menus which a click would open; then what elements say in attributes.
WORDS = """() => {
	const said = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const shown = (node) => node.checkVisibility() || node.closest(".dropdown-menu");
	while (walker.nextNode()) {
		const node = walker.currentNode;
		if (/[A-Za-z]{2}/.test(node.data) && !node.parentElement.closest("script, style, template, noscript, code, pre, .ace_editor")
			&& shown(node.parentElement)) said.add(node.data.trim());
	}
	for (const node of document.querySelectorAll("[placeholder], [title], [aria-label], [data-original-title], input[type=button]")) {
		if (!shown(node)) continue;
		for (const name of ["placeholder", "title", "aria-label", "data-original-title"]) said.add(node.getAttribute(name) || "");
	}
	return [...said];
}"""
# Not words: addresses, mails, numbers of cases, codes of risk points, names of files, keys, brands and people, and the
# internal name of a matter's DocType, which its administrators see (with its first letters marked as a shortcut).
NAMES = re.compile(
	r"(?:\bSm)?\ball Food Stall Filing|\bSmall Food Stall Filing|"
	r"https?://\S+|\S+@\S+|/[\w/.-]+|\b[A-Z]{2,}(?:-[\w()]+)+|\b[\w-]+\.(?:pdf|png|jpg|jpeg|docx?|xlsx?|csv|svg)\b"
	r"|\b(?:Ctrl|Shift|Alt|Enter|Esc|Tab)\b|\b(?:Fisher|Mann-Whitney|Frappe|Administrator|PDF|HTML|CSV|Excel|JSON|JavaScript|CSS|URL|API|QR|ID|IP)\b",
	re.ASCII,
)
# A word with a capital, or two in a row; names of fields and hashes are neither.
ENGLISH = re.compile(r"\b[A-Z][a-z]{2,}\b|\b[a-z]{2,}(?: [a-z]{2,})+\b", re.ASCII)


def english(watched: Watched) -> list[str]:
	"""The texts of the screen as it is now that hold an English word."""
	return sorted(text for text in watched.page.evaluate(WORDS) if ENGLISH.search(NAMES.sub("", text)))
