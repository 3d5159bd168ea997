"""The machine's processes as /proc shows them: which are this clone's, which live, who holds a port.

Nothing is remembered by process id: ids are reused, and a note of one may be lost when set-up is killed.
"""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from .paths import ROOT

PROC = Path("/proc")
MARK = "GAOPING_BENCH"
LISTENING = "0A"


def mark(kind: str) -> dict[str, str]:
	"""The environment variable by which this clone's processes of a kind are found again, children included.

	The folder's number on its disk, not its path: two machines in one may have the same path.
	"""
	found = ROOT.stat()
	return {MARK: f"{kind}:{found.st_dev}:{found.st_ino}"}


def marked(kind: str) -> list[int]:
	"""Living processes that carry this clone's mark of a kind."""
	wanted = f"{MARK}={mark(kind)[MARK]}".encode()
	return [pid for pid in pids() if wanted in read(pid, "environ").split(b"\0")]


def pids() -> list[int]:
	"""Every living process but this one."""
	own = os.getpid()
	return [int(entry) for entry in os.listdir(PROC) if entry.isdigit() and int(entry) != own and alive(int(entry))]


def read(pid: int, name: str) -> bytes:
	"""A file of a process, empty where it is gone or another user's."""
	try:
		return (PROC / str(pid) / name).read_bytes()
	except OSError:
		return b""


def command_of(pid: int) -> str:
	return read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()


def works_in(pid: int, folders: Iterable[Path]) -> bool:
	"""Whether a process has one of these folders as its working directory."""
	try:
		here = os.stat(PROC / str(pid) / "cwd")
	except OSError:
		return False
	return any(folder.exists() and os.path.samestat(here, folder.stat()) for folder in folders)


def alive(pid: int) -> bool:
	state = read(pid, "stat").rpartition(b")")[2].split()
	return bool(state) and state[0] not in (b"Z", b"X")


def leads_session(pid: int) -> bool:
	try:
		return os.getsid(pid) == pid
	except OSError:
		return False


def end(processes: Iterable[int], seconds: float) -> None:
	"""Ask processes to end, wait, and end by force what is still there after that many seconds."""
	left = [pid for pid in processes if send(pid, signal.SIGTERM)]
	until = time.monotonic() + seconds
	while (left := [pid for pid in left if alive(pid)]) and time.monotonic() < until:
		time.sleep(0.05)
	for pid in left:
		send(pid, signal.SIGKILL)
	while any(alive(pid) for pid in left) and time.monotonic() < until + 5:
		time.sleep(0.02)


def send(pid: int, number: int) -> bool:
	"""Send a signal; False if the process is gone or not ours."""
	try:
		os.kill(pid, number)
	except (ProcessLookupError, PermissionError):
		return False
	return True


def holder_of(port: int) -> str | None:
	"""The command and process id of the program that listens on a port, where /proc tells (one's own, or for root all)."""
	sockets = {f"socket:[{inode}]" for inode in listening_inodes(port)}
	for pid in pids():
		try:
			files = [os.readlink(file) for file in (PROC / str(pid) / "fd").iterdir()]
		except OSError:
			continue
		if sockets & set(files):
			return f"{command_of(pid)[:80]} (process {pid})"
	return None


def listening_inodes(port: int) -> list[str]:
	found = []
	for table in ("net/tcp", "net/tcp6"):
		try:
			rows = (PROC / table).read_text().splitlines()[1:]
		except OSError:
			continue
		for row in map(str.split, rows):
			if row[3] == LISTENING and int(row[1].rpartition(":")[2], 16) == port:
				found.append(row[9])
	return found
