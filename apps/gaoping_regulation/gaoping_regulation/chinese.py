"""Whether the framework speaks Chinese: its messages without a translation, and translations that lost something.

The app's `translations/zh.csv` completes and corrects the framework's own; a source text has to match to the letter.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import frappe
from frappe import translate

LANGUAGE = "zh"
OURS = Path(__file__).parent / "translations" / f"{LANGUAGE}.csv"
# The same in Chinese: HTTP's verbs and the sizes of paper.
SAME = re.compile(r"POST|PUT|DELETE|[AB]\d{1,2}")
# Put together from a variable: no source text that could be translated (ui/toolbar/search_utils.js).
COMPUTED = re.compile(r"\$\{")
# What has to arrive on the other side: {0}, {}, {name}, %s, %(name)s and HTML tags. `{0:.0}` swallows its argument:
# English alone needs the “s” of a plural.
PLACEHOLDER = re.compile(r"\{\w*(?::[^{}]*)?\}|%\(\w+\)s|%s|</?[a-zA-Z][^>]*>")
# The list's switch of views: the framework hands in a name that it does not translate.
SHORTENED = ("{0} View",)


def untranslated(app: str = "frappe") -> list[str]:
	"""The messages of an app that have no Chinese, sorted; empty when the Desk is wholly in Chinese."""
	frappe.flags.scanned_files = set()
	full = translate.get_translations_from_apps(LANGUAGE)
	missing = set()
	for _where, text, *context in translate.get_messages_for_app(app):
		keys = [text, f"{text}:{context[0]}"] if context and context[0] else [text]
		if is_wording(text) and not any(full.get(key) for key in keys):
			missing.add(text)
	return sorted(missing)


def is_wording(text: str) -> bool:
	"""Whether a message says something that Chinese says differently: “{0}: {1}” and “A4” do not."""
	words = PLACEHOLDER.sub("", text)
	return translate.is_translatable(words) and not SAME.fullmatch(text) and not COMPUTED.search(text)


def rows() -> list[list[str]]:
	"""The rows of the app's translations: source text, Chinese, context."""
	with OURS.open(newline="", encoding="utf-8") as file:
		return list(csv.reader(file))


def mutilated() -> list[str]:
	"""The source texts whose Chinese lacks a placeholder or a tag, or has one too many."""
	return [text for text, chinese, _ in rows() if text not in SHORTENED and placeholders(text) != placeholders(chinese)]


def placeholders(text: str) -> Counter:
	return Counter(re.sub(r":[^{}]*\}", "}", found) for found in PLACEHOLDER.findall(text))
