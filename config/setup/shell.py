"""How set-up runs the commands of its steps: output to a log, progress to the terminal, nothing left behind."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from . import processtable
from .console import Refusal, say, tail
from .paths import LOGS, ROOT, relative

PR_SET_PDEATHSIG = 1
PROGRESS_SECONDS = 15
FULL_BYTES = 100 * 2**20
FULL_ADVICE = "The disk is full: free some space (about 3 GB are needed, temporary files included) and run again."
# What a user's shell (or make) may hold that would lead Python, pip, MariaDB, gunicorn or Frappe astray.
FOREIGN = {
	*("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "MYSQL_UNIX_PORT", "MYSQL_HOME"),
	*("PORT", "WEB_PORT", "WEB_CONCURRENCY", "GUNICORN_CMD_ARGS", "DEV_SERVER"),
}
OURS = {"FRAPPE_SOURCE", "FRAPPE_WHEEL"}


def environment(kind: str, more: dict[str, str] | None = None) -> dict[str, str]:
	"""The environment of a process of ours: the user's, without what misleads, with our mark."""
	kept = {
		name: value
		for name, value in os.environ.items()
		if name not in FOREIGN and (name in OURS or not name.startswith("FRAPPE_"))
	}
	return {**kept, "PYTHONUNBUFFERED": "1", **(more or {}), **processtable.mark(kind)}


def die_with_parent() -> None:
	"""Ask the kernel to end this child when set-up is killed, so that no orphan races the next run."""
	ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(
	command: Sequence,
	advice: str,
	*,
	env: dict | None = None,
	cwd: Path | None = None,
	log: str = "setup.log",
	label: str = "",
	may_outlive: bool = False,
) -> None:
	"""Run one command of a step with its output in logs/<log>; raise Refusal with the log's tail if it fails.

	`label` is what is said and logged in place of the command. `may_outlive`: a package manager, which must not be
	ended in the middle, and which stays in our session because there sudo remembers the password.
	"""
	words = [str(word) for word in command]
	label = label or " ".join([Path(words[0]).name, *words[1:]])
	path = LOGS / log
	with path.open("a") as output:
		print(f"$ {label}", file=output, flush=True)
		start = path.stat().st_size
		try:
			process = subprocess.Popen(
				words,
				stdin=subprocess.DEVNULL,
				stdout=output,
				stderr=subprocess.STDOUT,
				cwd=cwd or ROOT,
				env=environment("packages" if may_outlive else "step", env),
				start_new_session=not may_outlive,
				preexec_fn=None if may_outlive else die_with_parent,
			)
		except FileNotFoundError:
			raise Refusal(f"The program {words[0]} is not there.", advice) from None
		code = wait(process)
	if code:
		what = f"`{shorten(label)}` failed with code {code}; the end of {relative(path)}:\n{tail(path, start)}"
		raise Refusal(what, FULL_ADVICE if disk_is_full() else advice)


def disk_is_full() -> bool:
	"""Whether that is why something failed: programs say it in many ways, or not at all."""
	return any(shutil.disk_usage(folder).free < FULL_BYTES for folder in (ROOT, tempfile.gettempdir(), Path.home()))


def wait(process: subprocess.Popen) -> int:
	"""Wait for a command, telling now and then that it still works; end it and all its children if we are ended."""
	started = time.monotonic()
	try:
		while True:
			try:
				return process.wait(PROGRESS_SECONDS)
			except subprocess.TimeoutExpired:
				say(f"… {time.monotonic() - started:.0f} s")
	except BaseException:
		end_leftovers()
		process.wait()
		raise


def shorten(text: str, limit: int = 100) -> str:
	return text if len(text) <= limit else text[:limit] + " …"


def end_leftovers() -> None:
	"""End the commands of steps that a killed run may have left running, with all that they started."""
	while left := [pid for pid in processtable.marked("step") if processtable.send(pid, signal.SIGKILL)]:
		for pid in left:
			while processtable.alive(pid):
				time.sleep(0.02)
