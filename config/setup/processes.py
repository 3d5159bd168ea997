"""The bench's processes: started under honcho from the Procfile, awaited, and ended."""

import http.client
import json
import os
import subprocess
import time

from . import node, processtable
from .console import Refusal, say, tail
from .paths import FRAMEWORK, FRAMEWORK_LOCK, LOGS, ROOT, SITES, TOOLS, relative
from .shell import environment

ANSWER_SECONDS = 60
STOP_SECONDS = 12
KIND = "processes"
LOG = LOGS / "processes.log"


def names() -> list[str]:
	"""The Procfile's processes that set-up runs; it starts the services itself."""
	return ["web", "worker", "schedule"] + (["realtime"] if (FRAMEWORK / "socketio.js").exists() else [])


def running() -> int | None:
	"""The process id of this clone's honcho, if it runs; its own children, one for each process, are not it."""
	for pid in processtable.marked(KIND):
		if "honcho" in processtable.command_of(pid) and processtable.leads_session(pid):
			return pid
	return None


def start() -> subprocess.Popen:
	"""Start the Procfile's processes in the background."""
	with LOG.open("w") as log:
		return subprocess.Popen(
			[TOOLS / "bin" / "honcho", "start", "--no-colour", *names()],
			cwd=ROOT,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
			env=environment(KIND, {"PATH": f"{node.folder()}:{os.environ['PATH']}"}),
		)


def answers(port: int) -> bool:
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
	try:
		connection.request("GET", "/api/method/ping")
		return connection.getresponse().status == 200
	except (OSError, http.client.HTTPException):
		return False
	finally:
		connection.close()


def wait_until_answers(port: int) -> None:
	"""Raise Refusal with the log's end, and end what was started, if the web server does not come up."""
	until = time.monotonic() + ANSWER_SECONDS
	while not answers(port):
		if time.monotonic() > until or running() is None:
			stop()
			raise Refusal(
				f"The web server does not answer on port {port}; the end of {relative(LOG)}:\n{tail(LOG)}",
				"Mend what the log names, then run again.",
			)
		time.sleep(0.2)


def stop() -> None:
	"""End honcho, which ends what it started; then whatever a killed honcho left."""
	pid = running()
	processtable.end([pid] if pid else [], STOP_SECONDS)
	processtable.end(processtable.marked(KIND), STOP_SECONDS)


def wait_until_gone(seconds: float) -> None:
	"""Give web server and workers, however they were started, time to end before their database does."""
	until = time.monotonic() + seconds
	while time.monotonic() < until and any(processtable.works_in(pid, [SITES]) for pid in processtable.pids()):
		time.sleep(0.1)


def follow(pid: int) -> None:
	"""Print the processes' output until they end, the user interrupts, or `make` is gone."""
	parent = os.getppid()
	with LOG.open() as log:
		while True:
			ended = not processtable.alive(pid) or os.getppid() != parent
			for line in log:
				print(line, end="", flush=True)
			if ended:
				return
			time.sleep(0.3)


def announce(port: int) -> None:
	lock = json.loads(FRAMEWORK_LOCK.read_text())
	say(f"portal  http://127.0.0.1:{port}/      desk  http://127.0.0.1:{port}/app")
	say("accounts: make accounts")
	if lock["way"] == "registry build":
		say("This is the registry build of Frappe: for trying out and tests, on this machine only; not for production.")
	print("ready", flush=True)
