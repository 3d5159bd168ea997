"""Bring Frappe to apps/frappe: as found, from FRAPPE_SOURCE, from upstream git, or from the registry build."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import Refusal, say
from .paths import FRAMEWORK, FRAMEWORK_LOCK, STATE, TOOLS, write_private
from .restore import PINS, check_wheel, is_registry_build, restore
from .shell import run

MAJOR = 15
# <where>[@ref]: the @ of a user name (git@host:…, https://user@host/…) is not a ref's.
SOURCE = re.compile(r"(?P<where>(?:\w[\w+.-]*://(?:[^/@]*@)?[^/@]+|[\w.-]+@[\w.-]+:)?[^@]*)(?:@(?P<ref>[\w./-]+))?")


def resolve() -> None:
	"""Put the framework into apps/frappe, by the first way that is open, and say which.

	Raises Refusal if apps/frappe holds no Frappe, or if the way that was asked for does not give one.
	"""
	lock = use_found() if FRAMEWORK.exists() else fetch()
	say(f"framework: {lock['way']} ({lock['detail']}), {lock['version']}")


def use_found() -> dict:
	"""What is in apps/frappe is never changed by itself."""
	if not (FRAMEWORK / "frappe" / "__init__.py").exists():
		raise Refusal(
			"apps/frappe is there but holds no Frappe.",
			"Remove the folder apps/frappe (or put a Frappe checkout there), then run again.",
		)
	say("apps/frappe is there already and used as it is")
	if os.environ.get("FRAPPE_SOURCE"):
		say("FRAPPE_SOURCE is passed over: it takes effect after `make clean`, or once apps/frappe is removed")
	if FRAMEWORK_LOCK.exists():
		lock = json.loads(FRAMEWORK_LOCK.read_text())
		if lock["version"] == version_of(FRAMEWORK):
			return lock
	if is_registry_build(FRAMEWORK):
		return write_lock("registry build", "found in apps/frappe, verified", FRAMEWORK)
	return write_lock("found", "apps/frappe was there already", FRAMEWORK)


def fetch() -> dict:
	"""Build the framework beside its place and rename it: whole or not there."""
	partial = FRAMEWORK.with_name("frappe.partial")
	shutil.rmtree(partial, ignore_errors=True)
	if source := os.environ.get("FRAPPE_SOURCE"):
		way, detail = "source", from_source(source, partial)
	elif os.environ.get("FRAPPE_WHEEL") or os.environ.get("CI") or not upstream_answers():
		way, detail = "registry build", from_registry(partial)
	else:
		way, detail = "upstream", from_upstream(partial)
	check_version(partial)
	lock = write_lock(way, detail, partial)
	partial.rename(FRAMEWORK)
	return lock


def version_of(folder: Path) -> str:
	"""The framework's own version string, read without importing it; raises Refusal if there is none."""
	file = folder / "frappe" / "__init__.py"
	found = re.search(r'__version__\s*=\s*"([^"]+)"', file.read_text()) if file.exists() else None
	if not found:
		raise Refusal("What was fetched holds no Frappe (frappe/__init__.py with a version).", SOURCE_ADVICE)
	return found.group(1)


def check_version(folder: Path) -> None:
	"""Raise Refusal unless the source is the major version that the app is written for."""
	version = version_of(folder)
	if version_tuple(version)[0] != MAJOR:
		raise Refusal(f"This is Frappe {version}; the app is written for version {MAJOR}.", SOURCE_ADVICE)


def write_lock(way: str, detail: str, folder: Path) -> dict:
	lock = {"way": way, "detail": detail, "version": version_of(folder)}
	write_private(FRAMEWORK_LOCK, json.dumps(lock, indent=1, ensure_ascii=False) + "\n")
	return lock


def from_registry(target: Path) -> str:
	"""Restore the registry build; raises Refusal if the wheel is missing or not what the pins say."""
	build = PINS["registry_build"]
	given = os.environ.get("FRAPPE_WHEEL")
	wheel = Path(given).expanduser() if given else download_wheel(build)
	if not wheel.is_file():
		raise Refusal(f"FRAPPE_WHEEL names no file: {wheel}.", f"Give the path of a saved {build['wheel']}.")
	count = restore(wheel, target)
	return f"upstream commit {build['commit']}, {count} files verified"


def download_wheel(build: dict) -> Path:
	"""Fetch the wheel with pip, which knows the machine's own mirrors and certificates; it appears here only whole."""
	wheel = STATE / "download" / build["wheel"]
	partial = STATE / "download.partial"
	try:
		check_wheel(wheel)
	except (Refusal, FileNotFoundError):
		shutil.rmtree(partial, ignore_errors=True)
		run(
			[TOOLS / "bin" / "python", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
			+ ["--dest", partial, f"{build['project']}=={build['version']}"],
			advice="PyPI must be reachable, or a saved wheel given with FRAPPE_WHEEL=<file>.",
		)
		shutil.rmtree(wheel.parent, ignore_errors=True)
		partial.rename(wheel.parent)
	return wheel


def upstream_answers() -> bool:
	"""Whether upstream's git answers within a few seconds."""
	try:
		listed = subprocess.run(
			["git", "ls-remote", "--heads", PINS["upstream"]["url"], PINS["upstream"]["branch"]],
			capture_output=True,
			timeout=PINS["upstream"]["timeout_seconds"],
			env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
		)
	except (subprocess.TimeoutExpired, FileNotFoundError):
		return False
	return listed.returncode == 0 and bool(listed.stdout)


SOURCE_ADVICE = (
	f"Give a Frappe {MAJOR} with FRAPPE_SOURCE: the folder of a checkout (the one that holds pyproject.toml), or <git URL>[@ref]."
)


def split_source(source: str) -> tuple[str, str]:
	"""(where, ref) of FRAPPE_SOURCE=<git URL or folder>[@ref]; the ref may be empty."""
	found = SOURCE.fullmatch(source)
	return (found["where"], found["ref"] or "") if found else (source, "")


def from_source(source: str, target: Path) -> str:
	"""Copy a folder, or clone a git URL, of FRAPPE_SOURCE. Raises Refusal if it is neither."""
	folder = Path(source).expanduser()
	if (folder / "frappe" / "__init__.py").exists():
		unwanted = shutil.ignore_patterns(".git", "node_modules", "__pycache__")
		shutil.copytree(folder, target, ignore=unwanted, symlinks=True)
		return f"copied from the folder {folder.name}"
	where, ref = split_source(source)
	where = str(Path(where).expanduser()) if where.startswith("~") else where
	if "://" not in where and ":" not in where and not (Path(where) / ".git").exists() and not (Path(where) / "HEAD").exists():
		what = "a folder without frappe/__init__.py" if Path(where).is_dir() else "neither a folder nor a git URL"
		raise Refusal(f"FRAPPE_SOURCE={source} is {what}.", SOURCE_ADVICE)
	return from_git(where, ref, target)


def from_git(url: str, ref: str, target: Path) -> str:
	command = ["git", "clone", "--quiet", "--depth", "1"] + (["--branch", ref] if ref else []) + [url, target]
	run(command, advice=f"Check the address and the network. {SOURCE_ADVICE}", env={"GIT_TERMINAL_PROMPT": "0"})
	head = subprocess.run(["git", "-C", str(target), "rev-parse", "HEAD"], capture_output=True, text=True)
	return f"{ref or 'default branch'} at {head.stdout.strip()[:10]}"


def from_upstream(target: Path) -> str:
	"""Upstream's release branch; raises Refusal if it gave a version without the security fixes."""
	upstream = PINS["upstream"]
	detail = from_git(upstream["url"], upstream["branch"], target)
	version = version_of(target)
	if version_tuple(version) < version_tuple(upstream["minimum"]):
		raise Refusal(f"Upstream gave {version}, older than {upstream['minimum']}.", SOURCE_ADVICE)
	return detail


def version_tuple(version: str) -> tuple[int, ...]:
	return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
