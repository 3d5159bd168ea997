"""The clone's ports on the loopback interface: chosen free once, kept, and chosen anew only where taken since."""

import json
import os
import random
import socket

from . import processtable
from .console import Refusal
from .paths import PORTS, write_private

DEFAULT_WEB = 8000
# Below the range from which the kernel takes the ports of outgoing connections: one of those could sit on ours.
CHOICE = range(20000, 32000)
NAMES = ("mariadb", "redis_cache", "redis_queue", "realtime")


def is_free(port: int) -> bool:
	"""Whether a server could listen on the port now."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind(("127.0.0.1", port))
		except OSError:
			return False
	return not listens(port)


def listens(port: int) -> bool:
	with socket.socket() as probe:
		probe.settimeout(0.5)
		return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port(taken: tuple[int, ...] = ()) -> int:
	"""A free port that is not in `taken`; raises Refusal if there is none (a sandbox without a network)."""
	for port in random.sample(CHOICE, 200):
		if port not in taken and is_free(port):
			return port
	raise Refusal("No free port was found on 127.0.0.1.", "Set-up needs the loopback interface: bring it up, then run again.")


def kept() -> dict[str, int]:
	return json.loads(PORTS.read_text()) if PORTS.exists() else {}


def keep(chosen: dict[str, int]) -> None:
	if chosen != kept():
		write_private(PORTS, json.dumps(chosen, indent=1) + "\n")


def choose(running: set[str]) -> dict[str, int]:
	"""The ports of the services; one whose service does not run and that somebody else took is replaced."""
	chosen = kept()
	for name in NAMES:
		if name not in chosen or (name not in running and not is_free(chosen[name])):
			chosen[name] = free_port(tuple(chosen.values()))
	keep(chosen)
	return chosen


def wanted_web() -> int:
	"""The port to serve on: PORT=, else the one this clone used last, else 8000. Raises Refusal if PORT is none."""
	given = os.environ.get("PORT")
	if given and not (given.isascii() and given.isdigit() and 1024 <= int(given) <= 65535):
		raise Refusal(f"PORT={given} is no port.", "Give a number from 1024 to 65535, such as PORT=8001.")
	return int(given or kept().get("web", DEFAULT_WEB))


def check_web(port: int) -> None:
	"""Raise Refusal if another program holds the port, naming it where the machine tells."""
	if is_free(port):
		return
	holder = processtable.holder_of(port)
	raise Refusal(
		f"Port {port} is taken by {holder or 'another program'}.",
		f"End that program, or serve on a free port: `make run PORT={free_port()}`.",
	)
