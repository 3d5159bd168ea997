"""Two Python environments: `.bench/tools` for the command line, `env` for Frappe, the app and its tests."""

import json
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from .console import say
from .paths import APP, CONFIG, ENV, FRAMEWORK, FRAMEWORK_LOCK, STATE, TOOLS
from .shell import run

PIP_ADVICE = "PyPI must be reachable (or a mirror of it, in pip's own configuration). Run again: what was fetched is kept."
# Released 15.x names these by a git address; where that host cannot be reached, PyPI's release serves.
STAND_INS = {"gunicorn": "gunicorn==22.0.0"}


def fill(folder: Path, install: Callable[[], None]) -> None:
	"""Make an environment and install into it; one that a killed run left half made is thrown away first."""
	unfinished = folder.with_name(folder.name + ".unfinished")
	if unfinished.exists() or not (folder / "bin" / "pip").exists():
		shutil.rmtree(folder, ignore_errors=True)
		unfinished.touch()
		run([sys.executable, "-m", "venv", folder], advice="Install Debian's python3-venv, then run again.")
	unfinished.touch()
	install()
	unfinished.unlink()


def pip_install(folder: Path, *arguments) -> None:
	run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *arguments], advice=PIP_ADVICE)


def site_packages(folder: Path) -> Path:
	return next((folder / "lib").glob("python3.*/site-packages"))


def ensure_tools() -> None:
	"""The environment of `bench` and honcho, which conflicts with Frappe's."""
	fill(TOOLS, lambda: pip_install(TOOLS, "--no-deps", "-r", CONFIG / "tools.txt"))
	# `bench start` looks for honcho on the PATH, where it is only once the environment is activated.
	line = "import os, sys; os.environ['PATH'] = os.path.join(sys.prefix, 'bin') + os.pathsep + os.environ.get('PATH', '')"
	(site_packages(TOOLS) / "bench-path.pth").write_text(line + "\n")


def ensure_environment() -> None:
	"""Frappe's environment: exactly the pins for the registry build, the source's own ranges for another Frappe."""
	fill(ENV, install_requirements)
	link_apps()


def install_requirements() -> None:
	if json.loads(FRAMEWORK_LOCK.read_text())["way"] == "registry build":
		pip_install(ENV, "--no-deps", "-r", CONFIG / "constraints.txt")
		return
	wanted = STATE / "requirements.txt"
	wanted.write_text("\n".join(requirements_of_source()) + "\n")
	say("requirements of this Frappe's own pyproject.toml; the pins of the registry build do not apply")
	pip_install(ENV, "-r", wanted)


def requirements_of_source() -> list[str]:
	"""The source's and the app's requirements, with what needs a git host replaced by its PyPI release."""
	own = tomllib.loads((APP / "pyproject.toml").read_text())["project"]
	return [*map(from_registry, declared()), *own["dependencies"], *own["optional-dependencies"]["test"], "setuptools<81"]


def declared() -> list[str]:
	"""What the source says it needs; the registry build's pins where it says nothing."""
	if (FRAMEWORK / "pyproject.toml").exists():
		return tomllib.loads((FRAMEWORK / "pyproject.toml").read_text())["project"]["dependencies"]
	pins = (CONFIG / "constraints.txt").read_text().splitlines()
	return [line for line in pins if line and not line.startswith("#")]


def from_registry(requirement: str) -> str:
	if "://" not in requirement:
		return requirement
	name = re.match(r"[\w.-]+", requirement).group(0)
	stand_in = STAND_INS.get(name.lower(), name)
	say(f"{name}: this Frappe names a git address for it; taking {stand_in} from PyPI instead")
	return stand_in


def link_apps() -> None:
	"""Put both apps on the environment's path, as an editable installation does."""
	target = site_packages(ENV)
	lines = [os.path.relpath(folder, target) for folder in (FRAMEWORK, APP)]
	(target / "bench-apps.pth").write_text("\n".join(lines) + "\n")
