"""The random draw of a Spot Check: from a published seed, so that anybody can draw again and come to the same.

SHA-256 over seed, purpose and key puts the keys in an order that nobody can choose; the first ones are drawn.
"""

import hashlib
from math import ceil

METHOD = "对每个编号计算 SHA-256（种子|用途|编号），按摘要由小到大排列，取最前的若干个；检查人员对每件各抽两名，办理过该件或者应当回避的不参加。"
HANDS = 2


def order(seed: str, purpose: str, keys: list[str]) -> list[str]:
	"""The keys in the order of the draw."""
	return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}|{purpose}|{key}".encode()).hexdigest())


def size(population: int, share: float, fewest: int) -> int:
	"""How many are drawn: the share in percent, at least so many, never more than there are."""
	return min(population, max(fewest, ceil(population * share / 100)))


def hands(seed: str, key: str, candidates: list[str], barred: set[str]) -> list[str]:
	"""The inspectors of one case: the first two of the draw who are not barred from it."""
	return [user for user in order(seed, f"人员 {key}", candidates) if user not in barred][:HANDS]


def digest(keys: list[str]) -> str:
	"""SHA-256 over the sorted keys, one a line: proves what was drawn from."""
	return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
