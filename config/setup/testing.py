"""`make test`: a site for each pytest worker, then pytest over both cores."""

import contextlib
import fcntl
import signal
import subprocess
from collections.abc import Iterator

from . import services
from .console import Refusal
from .paths import ENV, ROOT, STATE
from .pristine import ensure_pristine, restore
from .shell import environment

WORKERS = 2
NOTHING_COLLECTED = 5


def sites() -> list[str]:
	return [f"test-gw{number}.localhost" for number in range(WORKERS)]


@contextlib.contextmanager
def test_lock() -> Iterator[None]:
	"""Two test runs would take each other's sites away; raises Refusal for the second."""
	with (STATE / "test.lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			raise Refusal("Another test run is at work in this folder.", "Wait until it is done, then run again.") from None
		yield


def prepare() -> None:
	"""The sites of the test workers, fresh. The caller holds the set-up's lock."""
	services.relax_durability(True)
	ensure_pristine()
	for name in sites():
		restore(name)


def run_tests(arguments: list[str]) -> int:
	"""Run pytest with these arguments; returns its exit code, which is not 0 where no test was found either."""
	command = [ENV / "bin" / "python", "-m", "pytest", "-n", str(WORKERS), "--dist", "loadgroup", "--no-loadscope-reorder", *arguments]
	process = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment("tests"), start_new_session=True)
	try:
		code = process.wait()
	except BaseException:
		end(process)
		raise
	finally:
		services.relax_durability(False)
	if code == NOTHING_COLLECTED:
		raise Refusal("No test was found.", "Look at ARGS: `make test ARGS=\"-k name\"`, or paths of test files.")
	return code


def end(process: subprocess.Popen) -> None:
	"""Let pytest end its servers and browsers; by force what does not."""
	process.send_signal(signal.SIGINT)
	try:
		process.wait(30)
	except subprocess.TimeoutExpired:
		process.kill()
