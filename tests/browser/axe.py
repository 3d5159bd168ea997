"""axe-core on a page: the rules of WCAG 2.2 up to level AA."""

import json
from functools import lru_cache

from config.setup.assets import modules_folder
from tests.browser.pages import Watched

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(found => found.violations)"


@lru_cache
def script() -> str:
	return (modules_folder() / "axe-core" / "axe.min.js").read_text()


def violations(watched: Watched) -> list[str]:
	"""What axe finds on the page as it is, one line for each place: rule, what it wants, the element."""
	page = watched.page
	if not page.evaluate("Boolean(window.axe)"):
		# Not as a <script>: the page's own policy refuses what is written into it.
		page.evaluate(script())
	return [
		f"{found['id']}: {found['help']}: {json.dumps(node['html'], ensure_ascii=False)[:200]}"
		for found in page.evaluate(RUN, TAGS)
		for node in found["nodes"]
	]
