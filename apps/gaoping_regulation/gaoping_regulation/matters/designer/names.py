"""ASCII names proposed for what people name in Chinese: DocTypes, fields and matters have to have them."""

import re

import frappe
from pypinyin import lazy_pinyin

from gaoping_regulation.engine.numbering import ALPHABET

LONGEST_FIELD, LONGEST_DOCTYPE = 40, 60


def syllables(text: str) -> list[str]:
	"""The pinyin of a Chinese text, letters and digits as they are; whatever else is left out."""
	return [found for part in lazy_pinyin(text or "") for found in re.findall(r"[a-z0-9]+", part.lower())]


def doctype(title: str) -> str:
	"""A DocType's name: 户外广告登记 → Hu Wai Guang Gao Deng Ji. Free of what exists."""
	name = " ".join(part.capitalize() for part in syllables(title))[:LONGEST_DOCTYPE].strip() or "New Matter"
	name = name if name[0].isalpha() else f"Matter {name}"
	return free(name, lambda found: frappe.db.exists("DocType", found), " ")


def code(title: str) -> str:
	"""A matter's code: the first letters of its title that case numbers know, free of what exists."""
	letters = "".join(part[0].upper() for part in syllables(title) if part[0].upper() in ALPHABET)
	letters = (letters + "XX")[:2]
	return free(letters, lambda found: frappe.db.exists("Administrative Matter", found), "")


def fieldname(label: str, taken: set[str]) -> str:
	"""A field's name: 设置地点 → she_zhi_di_dian. Free of the form's others."""
	name = "_".join(syllables(label))[:LONGEST_FIELD].strip("_") or "field"
	name = name if name[0].isalpha() else f"f_{name}"
	return free(name, lambda found: found in taken, "_")


def free(name: str, is_taken, sign: str) -> str:
	found, number = name, 2
	while is_taken(found):
		found = f"{name}{sign}{number}"
		number += 1
	return found
