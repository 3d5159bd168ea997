"""Measure everything on sites of the run's own, write bench.json, print it with the goals, and clean up."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from config.setup import pristine, services
from config.setup import site as sites
from config.setup.paths import FRAMEWORK_LOCK, ROOT, SITES

SITE = "test-bench.localhost"
STOCK_SITE = "test-bench-stock.localhost"
REPORT = ROOT / "bench.json"


def machine() -> dict:
	"""What the figures depend on; nothing that tells whose machine it is."""
	lines = Path("/proc/cpuinfo").read_text().splitlines()
	names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
	memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
	return {
		"processor": names[0] if names else platform.machine(),
		"cores": os.cpu_count(),
		"memory_gb": round(memory / 1024**3),
		"load_at_start": round(os.getloadavg()[0], 1),
		"commits_are_flushed": services.query("SELECT @@innodb_flush_log_at_trx_commit").strip() == "1",
	}


def versions() -> dict:
	framework = json.loads(FRAMEWORK_LOCK.read_text())
	return {
		"frappe": framework["version"],
		"frappe_from": framework["way"],
		"python": platform.python_version(),
		"mariadb": services.query("SELECT VERSION()").strip(),
		"redis": said_by("redis-server", "--version").split("v=")[1].split()[0],
		"wkhtmltopdf": said_by("wkhtmltopdf", "--version").split()[1],
	}


def said_by(*command: str) -> str:
	return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def measure() -> dict:
	"""Make the sites, measure, and leave nothing behind."""
	facts = {"machine": machine(), "versions": versions()}
	pristine.ensure_pristine()
	# The framework's logs and files want its folder.
	os.chdir(SITES)
	from tests.bench import operations, pages

	try:
		for name in (SITE, STOCK_SITE):
			pristine.restore(name)
		print("saves, transitions, PDFs …", flush=True)
		in_process = operations.run(SITE)
		print("pages …", flush=True)
		return {**in_process, "portal_page": pages.run(SITE, STOCK_SITE), **facts}
	finally:
		operations.end()
		for name in (SITE, STOCK_SITE):
			sites.drop_site(name)


def goals(found: dict) -> list[str]:
	"""Each goal with its figure and whether it is met."""
	checks = (
		("gated transition at most 1.0 × stock's ungated one", found["gated_transition"]["ratio"], lambda ratio: ratio <= 1),
		("portal page at least 2 × stock's /login", found["portal_page"]["ratio"], lambda ratio: ratio >= 2),
	)
	return [f"{'met   ' if met(ratio) else 'MISSED'} {text}: {ratio} ×" for text, ratio, met in checks]


def main() -> int:
	started = time.monotonic()
	found = measure()
	REPORT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
	print(REPORT.read_text())
	print("\n".join(goals(found)))
	print(f"bench.json written after {time.monotonic() - started:.0f} s")
	return 0


sys.exit(main())
