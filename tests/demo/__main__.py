"""Plays an application of every matter, as the real roles, from the portal to the issued documents.

Prints each step and the path of each PDF; ends with 0 only if every document agrees with its decision.
"""

import sys

from tests.client import trial_accounts
from tests.demo.food import Food
from tests.demo.mortgage import Mortgage
from tests.demo.prize import Prize
from tests.demo.stage import ROOT, Stage
from tests.demo.verification import Verification


def main(address: str) -> int:
	stage = Stage(address, trial_accounts(ROOT / ".bench" / "accounts.json"))
	for act in (Food, Prize, Mortgage, Verification):
		act(stage).play()
	stage.expect_no_alert()
	print("PDF:")
	for path in stage.paths:
		print(path.relative_to(ROOT))
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1]))
