"""The machine: Debian packages and free disk, checked, and brought only where missing."""

import importlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

from . import processtable
from .console import Refusal, say
from .paths import CONFIG, ROOT, SITE, SITES
from .shell import run

DISK_NEEDED_GB = 3
DISK_NEEDED_LATER_GB = 0.3
APT_WAIT_SECONDS = 600


def packages() -> dict[str, str]:
	"""{Debian package: the path that shows it is there}, from config/debian-packages.txt."""
	lines = (CONFIG / "debian-packages.txt").read_text().splitlines()
	return dict(line.split()[:2] for line in lines if line and not line.startswith("#"))


def missing_packages() -> list[str]:
	return [name for name, sign in packages().items() if not is_there(sign)]


def is_there(sign: str) -> bool:
	kind, _, module = sign.rpartition(":")
	if kind != "module":
		return Path(sign).exists()
	importlib.invalidate_caches()
	return importlib.util.find_spec(module) is not None


def ensure_packages() -> None:
	"""Install the Debian packages that are missing; raise Refusal where that is not allowed or fails."""
	missing = missing_packages()
	if not missing:
		say("all Debian packages are there")
		return
	wanted = " ".join(missing)
	command = f"apt-get install --no-install-recommends {wanted}"
	prefix = privilege_prefix(wanted, command)
	say(f"installing: {wanted}")
	wait_for_packager()
	advice = f"Check the network and the machine's package sources, or let an administrator run: {command}"
	administer(prefix, ["dpkg", "--configure", "-a"], advice)
	try:
		administer(prefix, [*apt(), "update"], advice)
	except Refusal:
		say("the package lists could not be renewed; trying with those that are there")
	administer(prefix, [*apt(), "install", "--yes", "--no-install-recommends", *missing], advice)
	if still := missing_packages():
		raise Refusal(f"Installed, but still not there: {' '.join(still)}.", advice)


def apt() -> list[str]:
	return ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2"]


def administer(prefix: list[str], command: list[str], advice: str) -> None:
	"""Run a command as root; what it needs of the environment goes on the command line, since sudo drops the rest."""
	words = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command]
	run(words, advice=advice, log="apt.log", label=" ".join(command), may_outlive=True)


def wait_for_packager() -> None:
	"""Let the package manager of a killed run finish: ended in the middle, it would leave the machine half installed."""
	until = time.monotonic() + APT_WAIT_SECONDS
	while processtable.marked("packages") and time.monotonic() < until:
		time.sleep(0.5)


def privilege_prefix(wanted: str, command: str) -> list[str]:
	"""How to become root here; raises Refusal if there is no way."""
	if not shutil.which("apt-get"):
		raise Refusal(
			f"This is no Debian machine ({platform.platform()}) and these are missing: {wanted}.",
			"Use Debian 12, or install the programs by your system's own means.",
		)
	if os.geteuid() == 0:
		return []
	if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
		return ["sudo", "-n"]
	if shutil.which("sudo") and sys.stdin.isatty() and subprocess.run(["sudo", "-v"]).returncode == 0:
		return ["sudo", "-n"]
	raise Refusal(
		f"Debian packages are missing and you may not install them (no root, no sudo): {wanted}.",
		f"Let an administrator run `{command}`, then run again.",
	)


def check_disk() -> None:
	"""Raise Refusal unless the disk has room for what is to come."""
	free = shutil.disk_usage(ROOT).free / 2**30
	needed = DISK_NEEDED_LATER_GB if (SITES / SITE / "site_config.json").exists() else DISK_NEEDED_GB
	if free < needed:
		raise Refusal(
			f"The disk of this folder has {free:.1f} GB free, {needed} GB are needed.", "Free some space and run again."
		)
