"""Numbers: one counter row per series, locked late and held until the transaction ends, so that none is skipped."""

import frappe

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def next_number(key: str) -> int:
	"""The next number of a series, from 1. The row stays locked until commit: no gaps, no duplicates."""
	now = frappe.utils.now()
	rows = frappe.db.sql(
		"INSERT INTO `tabNumber Counter` (name, `key`, current, creation, modified, owner, modified_by)"
		" VALUES (%s, %s, 1, %s, %s, 'Administrator', 'Administrator')"
		" ON DUPLICATE KEY UPDATE current = current + 1 RETURNING current",
		(key, key, now, now),
	)
	return rows[0][0]


def check_character(text: str) -> str:
	"""GB 32100's check character over the letters and digits of a number: weights 3^(i-1) mod 31."""
	total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(text))
	return ALPHABET[(31 - total % 31) % 31]


def case_number(code: str, region: str, day) -> str:
	"""办件编号 REGION-MATTER-YYYYMMDD-NNNN-C, numbered per matter and day."""
	date = day.strftime("%Y%m%d")
	serial = f"{next_number(f'case-{code}-{date}'):04d}"
	return f"{region}-{code}-{date}-{serial}-{check_character(region + code + date + serial)}"
