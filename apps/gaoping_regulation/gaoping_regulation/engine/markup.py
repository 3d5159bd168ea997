"""What a print template may not hold: anything that would fetch, run or open something when it is rendered."""

import re
from html.parser import HTMLParser

ADDRESSES = ("src", "href", "data", "action", "formaction", "poster", "srcset", "background", "xlink:href")
TAGS = ("script", "iframe", "frame", "object", "embed", "link", "meta", "base", "form")
OUTSIDE_STYLE = re.compile(r"url\(\s*[\"']?\s*(?!data:)|@import|expression\(", re.IGNORECASE)


class OutsideReference(HTMLParser):
	"""Collects what a rendered template refers to outside itself. Values are escaped, so tags are the template's own."""

	def __init__(self):
		super().__init__(convert_charrefs=True)
		self.found: list[str] = []
		self.in_style = False

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		self.in_style = tag == "style"
		if tag in TAGS:
			self.found.append(f"<{tag}>")
		for name, value in attrs:
			value = (value or "").strip()
			outside = name in ADDRESSES and value and not value.lower().startswith(("data:", "#"))
			if outside or name.startswith("on") or (name == "style" and OUTSIDE_STYLE.search(value)):
				self.found.append(f"{name}={value[:60]}")

	def handle_endtag(self, tag: str) -> None:
		self.in_style = self.in_style and tag != "style"

	def handle_data(self, data: str) -> None:
		if self.in_style and OUTSIDE_STYLE.search(data):
			self.found.append("style")


def outside_references(html: str) -> list[str]:
	"""What the HTML refers to outside itself, as short texts; empty when it is self-contained."""
	parser = OutsideReference()
	parser.feed(html)
	parser.close()
	return parser.found
