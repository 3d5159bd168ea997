"""Where things are: what git keeps, what set-up makes, and where sockets may live."""

import hashlib
import os
from pathlib import Path

from .console import Refusal

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
APPS = ROOT / "apps"
APP = APPS / "gaoping_regulation"
FRAMEWORK = APPS / "frappe"
SITES = ROOT / "sites"
ENV = ROOT / "env"
PYTHON = ENV / "bin" / "python"
LOGS = ROOT / "logs"
STATE = ROOT / ".bench"
TOOLS = STATE / "tools"
STAMPS = STATE / "stamps"
DATA = STATE / "data"
ACCOUNTS = STATE / "accounts.json"
PORTS = STATE / "ports.json"
FRAMEWORK_LOCK = STATE / "framework.lock.json"

SITE = "gaoping.localhost"


def relative(path: Path) -> str:
	"""A path as a reader in the clone would write it."""
	return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def socket_directory() -> Path:
	"""A private folder with a short path: a Unix socket's path may have 107 bytes, a clone's has no limit.

	Raises Refusal if another user made a folder of that name before us.
	"""
	digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
	folder = Path("/tmp") / f"gaoping-{os.getuid()}-{digest}"
	folder.mkdir(mode=0o700, exist_ok=True)
	found = folder.lstat()
	if found.st_uid != os.getuid() or folder.is_symlink():
		raise Refusal(f"{folder} belongs to somebody else.", "Have it removed, then run again.")
	folder.chmod(0o700)
	return folder


def make_directories() -> None:
	"""Create the folders a bench needs and git does not keep (`bench` recognises a bench by some of them).

	Raises Refusal if another user set this clone up: files of two owners would lock each other out.
	"""
	if STATE.exists() and STATE.stat().st_uid != os.geteuid():
		raise Refusal(
			f"This folder was set up by {STATE.owner()}, and you are another user.",
			f"Run as {STATE.owner()}; or let {STATE.owner()} run `make clean` first.",
		)
	for folder in (STATE, STAMPS, DATA, LOGS, SITES, CONFIG / "pids"):
		folder.mkdir(parents=True, exist_ok=True)
	STATE.chmod(0o700)
	LOGS.chmod(0o700)


def write_private(path: Path, text: str) -> None:
	"""Write whole or not at all, readable by the owner only."""
	partial = path.with_name(path.name + ".partial")
	partial.unlink(missing_ok=True)
	partial.touch(mode=0o600)
	partial.write_text(text)
	partial.replace(path)
