"""`make demo-abuse`: abuses played through the API as the real roles, then what the detectors found, point by point.

Runs against the served site; what was forged in the database or on the disk is put back at the end, the alerts stay.
Ends with 0 only if every abuse is found.
"""

import itertools
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(address: str, site: str) -> int:
	"""Play everything on the site served at the address; returns 0 if all was found."""
	os.chdir(ROOT / "sites")
	import frappe

	frappe.init(site=site, sites_path=str(ROOT / "sites"))
	frappe.connect()
	from gaoping_regulation import compat

	number_anew()
	from tests import abuse
	from tests.client import Place, trial_accounts

	compat.apply()
	world = abuse.World(Place(address, trial_accounts(ROOT / ".bench" / "accounts.json")), frappe)
	try:
		played = [(story, play(world, story)) for story in abuse.ALL]
		print("  检测……", flush=True)
		world.detect()
		found = [told(world, story, case) for story, case in played]
	finally:
		world.put_back()
		frappe.destroy()
	print(f"\n{len(found)} 种滥用，发现 {sum(found)} 种。")
	return 0 if all(found) else 1


def number_anew() -> None:
	"""People of their own for each run: the site remembers those of earlier ones."""
	from tests.http import prize_story, story

	story.serials = itertools.count(int(time.time()) % 900_000)
	prize_story.serials = itertools.count(int(time.time()) % 900_000)


def play(world, story) -> str | None:
	print(f"  {story.title}", flush=True)
	return story.play(world)


def told(world, story, case: str | None) -> bool:
	alerts = world.alerts(story.rule, case)
	if not alerts:
		print(f"✗ {story.title}：没有发现（{story.rule}）")
		return False
	alert = alerts[0]
	mode = "（观察）" if alert.observed else ""
	print(f"✓ {story.point} {story.title} → {alert.rule_title}{mode}［{alert.level}］{alert.case_no or ''}\n    {alert.summary}")
	print(f"    证据：{json.dumps(json.loads(alert.evidence), ensure_ascii=False)[:160]}")
	return True


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:3]))
