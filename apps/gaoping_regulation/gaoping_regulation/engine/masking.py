"""Personal data as others may see it, and digests."""

import hashlib


def mask_name(name: str) -> str:
	"""The public form of a holder's name: the first character, then stars."""
	return name[0] + "*" * max(1, len(name) - 1) if name else ""


def mask_id(number: str | None) -> str:
	"""First six and last four digits."""
	return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if number and len(number) > 10 else "*" * len(number or "")


def mask_for_card(number: str | None) -> str:
	"""On a card that hangs in public the digits 11 to 14 are hidden (as Hebei's card does)."""
	return number[:10] + "****" + number[14:] if number and len(number) >= 15 else mask_id(number)


def sha256(content: bytes) -> str:
	return hashlib.sha256(content).hexdigest()
