"""What set-up says, and how it refuses."""

import sys
from pathlib import Path

TAIL_LINES = 12


class Refusal(Exception):
	"""Set-up cannot go on: what is wrong, and what the reader should do."""

	def __init__(self, problem: str, advice: str):
		super().__init__(problem)
		self.problem = problem
		self.advice = advice


def say(text: str) -> None:
	print(f"   {text}", flush=True)


def tail(path: Path, start: int = 0) -> str:
	"""The last lines of a log (of what follows byte `start`), indented, or a note that there are none."""
	text = path.read_bytes()[start:].decode(errors="replace") if path.exists() else ""
	return "\n".join(f"     | {line}" for line in text.splitlines()[-TAIL_LINES:]) or "     | (it says nothing)"


def refuse(refusal: Refusal) -> None:
	"""Print a refusal on standard error."""
	print(f"\n✗ {refusal.problem}\n→ {refusal.advice}\n", file=sys.stderr, flush=True)
