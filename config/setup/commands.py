"""The commands behind the Makefile."""

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from . import ports, pristine, processes, processtable, services, shell, site, steps, testing
from .console import Refusal, refuse, say
from .paths import ACCOUNTS, FRAMEWORK_LOCK, PORTS, PYTHON, ROOT, SITES, STATE, make_directories, socket_directory

MADE = ("env", "env.unfinished", "apps/frappe.partial", ".bench", "logs", "config/pids", "config/node/node_modules")
KEPT_IN_SITES = ("apps.txt", "common_site_config.template.json")
WITH_ARGUMENTS = ("seed-demo", "test")
SEED_DEMO_CASES = "2000"
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# honcho kills after five.
BENCH_START_SECONDS = 3
NOBODY_READS = (errno.EPIPE, errno.EIO)
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def set_up_lock(patient: bool = False) -> Iterator[None]:
	"""Let one set-up run at a time in a clone; the lock goes with the process, however it ends.

	Raises Refusal if another holds it, unless patient.
	"""
	with (STATE / "lock").open("a+") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
		except BlockingIOError:
			lock.seek(0)
			raise Refusal(
				f"Another set-up is at work in this folder (process {lock.read() or 'unknown'}).",
				"Wait until it is done, or end it; then run again.",
			) from None
		lock.truncate(0)
		lock.write(str(os.getpid()))
		lock.flush()
		shell.end_leftovers()
		yield


def bring_up_and_start() -> subprocess.Popen | None:
	"""Set up what is missing and start the processes; returns honcho if it was started now.

	Raises Refusal where set-up cannot go on.
	"""
	started = time.monotonic()
	with set_up_lock():
		port = ports.wanted_web()
		ready_for(port)
		done = steps.bring_up(port)
		if done & steps.IN_MEMORY:
			processes.stop()
		honcho = None if processes.running() else processes.start()
		processes.wait_until_answers(port)
		pristine.SERVED.touch()
	say(f"up after {time.monotonic() - started:.1f} s")
	processes.announce(port)
	return honcho


def ready_for(port: int) -> None:
	"""End what a killed honcho left, or what serves on another port; raises Refusal if the wanted port is not free."""
	moves = ports.kept().get("web") != port
	if not processes.running():
		processes.stop()
	elif not moves:
		return
	ports.check_web(port)
	processes.stop()
	ports.keep({**ports.kept(), "web": port})


def command_start() -> None:
	bring_up_and_start()


def command_run() -> None:
	"""Serve in the foreground; Ctrl-C, a closed terminal, or a signal to end, ends what runs."""
	were_there = bool(services.running())
	try:
		honcho = bring_up_and_start()
	except BaseException:
		if not were_there:
			shell.end_leftovers()
			services.stop_all()
		raise
	if not honcho:
		say("it ran already: Ctrl-C ends only this display")
	# A closed terminal is a signal, or an error when something is printed to it, whichever comes first.
	with contextlib.suppress(KeyboardInterrupt, OSError):
		processes.follow(honcho.pid if honcho else processes.running() or 0)
	if honcho:
		end_run(honcho)


def end_run(honcho: subprocess.Popen) -> None:
	"""Stop what `make run` started; raises Refusal if a process had ended without being asked to."""
	asked = processtable.alive(honcho.pid)
	with set_up_lock(patient=True):
		processes.stop()
		services.stop_all()
	if not asked and honcho.wait() not in (128 + signal.SIGTERM, 128 + signal.SIGINT, -signal.SIGKILL):
		raise Refusal("A process ended by itself, and the others with it.", "Read its last lines above, or logs/processes.log.")


def command_setup() -> None:
	"""Everything but the processes."""
	with set_up_lock():
		steps.bring_up(ports.wanted_web())


def command_stop() -> None:
	with set_up_lock():
		processes.stop()
		services.stop_all()


def command_clean() -> None:
	"""Remove all that set-up made: the site and its database too. A Frappe that was there before stays.

	Raises Refusal if something cannot be removed.
	"""
	command_stop()
	found = FRAMEWORK_LOCK.exists() and '"found"' in FRAMEWORK_LOCK.read_text()
	unwanted = [ROOT / name for name in (*MADE, *([] if found else ["apps/frappe"]))]
	unwanted += [entry for entry in SITES.iterdir() if entry.name not in KEPT_IN_SITES]
	for path in [*unwanted, socket_directory()]:
		shutil.rmtree(path, ignore_errors=True) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
	if left := [str(path) for path in unwanted if path.exists()]:
		raise Refusal(f"These could not be removed: {' '.join(left)}.", "Remove them as the user who owns them.")


def command_accounts() -> None:
	"""Print the accounts as JSON, and nothing else."""
	if not ACCOUNTS.exists():
		raise Refusal("There are no accounts yet.", "Run `make start` first.")
	print(ACCOUNTS.read_text(), end="")


def command_upgrade() -> None:
	"""Bring the database to the code that lies here: a backup first, then migrate, with nothing served meanwhile."""
	was_running = processes.running() is not None
	were_there = bool(services.running())
	with set_up_lock():
		processes.stop()
		steps.bring_up(ports.wanted_web())
		print("backup …", flush=True)
		say(saved := site.backup())
		print("migrate …", flush=True)
		try:
			site.migrate()
		except Refusal as refusal:
			again = f"Or go back to the older code and `bench --site {site.SITE} restore {saved}`."
			raise Refusal(refusal.problem, f"Mend what the log names and run `make upgrade` again. {again}") from None
		site.clear_cache()
		if not were_there:
			services.stop_all()
	if was_running:
		bring_up_and_start()
	else:
		say("upgraded; `make start` serves it")


def command_demo() -> None:
	"""Start what is needed and let the demonstration drive it over HTTP; ends with its exit code."""
	bring_up_and_start()
	address = f"http://127.0.0.1:{ports.kept()['web']}"
	sys.exit(subprocess.run([PYTHON, "-m", "tests.demo", address], cwd=ROOT, env=shell.environment("demo")).returncode)


def command_demo_abuse() -> None:
	"""Start what is needed, have abuses played on the served site and tell which were found; ends with its exit code."""
	bring_up_and_start()
	words = [PYTHON, "-m", "tests.demo_abuse", f"http://127.0.0.1:{ports.kept()['web']}", site.SITE]
	sys.exit(subprocess.run(words, cwd=ROOT, env=shell.environment("demo-abuse")).returncode)


def command_seed_demo(arguments: list[str]) -> None:
	"""Start what is needed and fill the served site with so many cases; ends with the exit code of that."""
	bring_up_and_start()
	words = [PYTHON, "-m", "tests.demo.filling", site.SITE, *(arguments or [SEED_DEMO_CASES])]
	sys.exit(subprocess.run(words, cwd=ROOT, env=shell.environment("seed-demo")).returncode)


def command_services() -> None:
	"""For `bench start`: hold MariaDB and Redis up until it ends, then end those that were started here."""
	started = services.start_all()
	site.write_common_configuration({"web": ports.DEFAULT_WEB, **ports.kept()})
	try:
		signal.pause()
	except KeyboardInterrupt:
		processes.wait_until_gone(BENCH_START_SECONDS)
		services.stop_all(started)


def command_wait() -> None:
	"""For the Procfile's processes: return when the services answer, however they are started."""
	until = time.monotonic() + services.START_SECONDS
	while not (PORTS.exists() and services.answer()):
		if time.monotonic() > until:
			raise Refusal("MariaDB or Redis do not answer.", "Run `make start`, or `bench start` with all of the Procfile.")
		time.sleep(0.1)


def command_test(arguments: list[str]) -> None:
	"""Set up what is missing and run the tests; ends with pytest's exit code."""
	were_there = bool(services.running())
	with testing.test_lock():
		with set_up_lock():
			steps.bring_up(ports.wanted_web())
			testing.prepare()
		try:
			code = testing.run_tests(arguments)
		finally:
			if not were_there and not processes.running():
				services.stop_all()
	sys.exit(code)


COMMANDS = {
	name.removeprefix("command_").replace("_", "-"): function
	for name, function in list(globals().items())
	if name.startswith("command_")
}


def interrupt(*_) -> None:
	"""A signal to end is handled like Ctrl-C; the next ones must not break off the tidying up.

	A closed terminal alone sends several.
	"""
	for number in ENDING:
		signal.signal(number, signal.SIG_IGN)
	raise KeyboardInterrupt


def main(words: list[str]) -> None:
	"""Run one command; a Refusal is printed, never a traceback for what the reader can mend."""
	name, arguments = (words[0], words[1:]) if words else ("", [])
	if name not in COMMANDS or (arguments and name not in WITH_ARGUMENTS):
		takers = " and ".join(f"`{word}`" for word in WITH_ARGUMENTS)
		sys.exit(f"usage: python3 -m config.setup {{{','.join(sorted(COMMANDS))}}}; only {takers} take arguments")
	os.umask(0o022)
	for number in ENDING:
		signal.signal(number, interrupt)
	try:
		make_directories()
		COMMANDS[name](*([arguments] if name in WITH_ARGUMENTS else []))
	except Refusal as refusal:
		refuse(refusal)
		sys.exit(1)
	except OSError as error:
		if error.errno not in NOBODY_READS:
			refuse(refusal_for(error))
		sys.exit(1)
	except KeyboardInterrupt:
		print("\ninterrupted; the next run continues here", file=sys.stderr)
		sys.exit(130)


def refusal_for(error: OSError) -> Refusal:
	"""What the operating system refused, in words; an error that has no file is a fault of ours and is raised on."""
	if error.errno in DISK_FULL:
		return Refusal(f"{error.filename or 'A file'} cannot be written: {error.strerror}.", shell.FULL_ADVICE)
	if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
		return Refusal(f"{error.filename} cannot be written or read: {error.strerror}.", "See to whom it belongs; run as that user.")
	raise error
