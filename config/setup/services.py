"""The clone's own MariaDB and Redis: data under the repository, loopback ports of their own, short sockets."""

import os
import secrets
import shutil
import socket
import subprocess
import time

from . import ports, processes, processtable
from .console import Refusal, say, tail
from .paths import CONFIG, DATA, LOGS, STATE, relative, socket_directory, write_private
from .shell import FULL_ADVICE, disk_is_full, environment, run

START_SECONDS = 40
STOP_SECONDS = 40
PASSWORD_FILE = STATE / "database-root"
MARIADB = "mariadb"
REDIS = ("redis_cache", "redis_queue")
# Debian's redis-tools holds the whole program under this name; its redis-server package would also start
# and enable a service on the machine.
REDIS_PROGRAMS = ("redis-server", "redis-check-rdb")
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/usr/bin"
DAMAGE_ADVICE = "Mend what the log names. If its data is damaged and may be lost, `make clean` begins anew."


def running() -> dict[str, int]:
	"""{service: process id} of what runs on this clone's data, on a port that is known."""
	chosen = ports.kept()
	signs = {MARIADB: ["mariadb.cnf"], **{name: [f"{name}.conf", f":{chosen.get(name)}"] for name in REDIS}}
	found = {}
	for pid in processes_on_data():
		command = processtable.command_of(pid)
		for name, marks in signs.items():
			if name in chosen and any(mark in command for mark in marks):
				found[name] = pid
	return found


def processes_on_data() -> list[int]:
	"""Servers work in their data folder: that tells them from any other MariaDB or Redis of the machine."""
	folders = (DATA, DATA / MARIADB, DATA / "mariadb.partial")
	return [pid for pid in processtable.pids() if processtable.works_in(pid, folders)]


def root_password() -> str:
	if not PASSWORD_FILE.exists():
		write_private(PASSWORD_FILE, secrets.token_urlsafe(18))
	return PASSWORD_FILE.read_text()


def write_configuration(chosen: dict[str, int]) -> None:
	"""Fill the templates of MariaDB's and Redis's configuration with this clone's ports and folders."""
	values = {"data": DATA, "run": socket_directory(), **chosen}
	for template in CONFIG.glob("*.template"):
		text = template.read_text()
		for key, value in values.items():
			text = text.replace("{{" + key + "}}", str(value))
		(STATE / template.stem).write_text(text)


def user_options() -> list[str]:
	return ["--user=root"] if os.geteuid() == 0 else []


def create_database() -> None:
	"""Initialise MariaDB's data folder; built beside and renamed, so that it is whole or not there."""
	data = DATA / MARIADB
	if data.exists():
		return
	partial = DATA / "mariadb.partial"
	shutil.rmtree(partial, ignore_errors=True)
	partial.mkdir(parents=True)
	options = ["--skip-test-db", "--auth-root-authentication-method=normal", "--skip-name-resolve"]
	run(
		["mariadb-install-db", "--no-defaults", f"--datadir={partial}", *options, *user_options()],
		advice="Read the log's end above; MariaDB 10.6 or newer must be installed and the disk have room.",
		env={"PATH": PATH},
		log="mariadb-install.log",
	)
	# An anonymous user would keep the site's user from logging in over TCP.
	write_private(
		partial / "secure.sql",
		"DELETE FROM mysql.global_priv WHERE User = '' OR Host NOT IN ('localhost');\n"
		"FLUSH PRIVILEGES;\n"
		f"CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '{root_password()}';\n"
		"GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n"
		f"ALTER USER root@localhost IDENTIFIED BY '{root_password()}';\n",
	)
	partial.rename(data)


def start_all() -> set[str]:
	"""Start what does not run yet and wait until each answers; returns what was started.

	Raises Refusal with the log's end if one does not start.
	"""
	there = running()
	processtable.end(set(processes_on_data()) - set(there.values()), STOP_SECONDS)
	chosen = ports.choose({*there, *(["realtime"] if processes.running() else [])})
	write_configuration(chosen)
	first = DATA / MARIADB / "secure.sql"
	started = {}
	if MARIADB not in there:
		options = [f"--init-file={first}"] if first.exists() else []
		command = [program("mariadbd"), f"--defaults-file={STATE / 'mariadb.cnf'}", *options, *user_options()]
		started[MARIADB] = launch(MARIADB, command)
	for name in REDIS:
		if name not in there:
			started[name] = launch(name, ["redis-server", str(STATE / f"{name}.conf")], program(*REDIS_PROGRAMS))
	wait_for(MARIADB, started.get(MARIADB), database_answers)
	for name in REDIS:
		wait_for(name, started.get(name), lambda port=chosen[name]: redis_answers(port))
	first.unlink(missing_ok=True)
	say(
		f"{', '.join(started) or 'nothing'} started; MariaDB on {chosen[MARIADB]}, "
		f"Redis on {chosen['redis_cache']} and {chosen['redis_queue']}"
	)
	return set(started)


def program(*names: str) -> str:
	"""The path of the first program that is installed; raises Refusal if none is."""
	for name in names:
		if found := shutil.which(name, path=PATH):
			return found
	raise Refusal(f"{names[0]} is not installed.", "Run `make run` again: it installs what is missing.")


def launch(name: str, command: list[str], executable: str | None = None) -> subprocess.Popen:
	"""Start a service apart from this process, so that it outlives set-up until `make stop`; its log begins anew."""
	with (LOGS / f"{name}.log").open("w") as log:
		return subprocess.Popen(
			command,
			executable=executable,
			cwd=DATA,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
			env=environment("service"),
		)


def wait_for(name: str, process: subprocess.Popen | None, answers) -> None:
	"""Raise Refusal with the log's end if the service dies or does not answer in time."""
	log = LOGS / f"{name}.log"
	until = time.monotonic() + START_SECONDS
	while not answers():
		ended = process is not None and process.poll() is not None
		if ended or time.monotonic() > until:
			what = f"does not start (exit code {process.returncode})" if ended else f"does not answer within {START_SECONDS} s"
			advice = FULL_ADVICE if disk_is_full() else DAMAGE_ADVICE
			raise Refusal(f"{name} {what}; the end of {relative(log)}:\n{tail(log)}", advice)
		time.sleep(0.05)


def database_answers() -> bool:
	return ports.listens(ports.kept()[MARIADB]) and client("SELECT 1").returncode == 0


def answer() -> bool:
	"""Whether all services answer now, whoever started them."""
	chosen = ports.kept()
	return database_answers() and all(redis_answers(chosen[name]) for name in REDIS)


def redis_answers(port: int) -> bool:
	"""Whether Redis answers and has read its data back."""
	try:
		with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
			connection.sendall(b"PING\r\n")
			return connection.recv(64).startswith(b"+PONG")
	except OSError:
		return False


def client_command(name: str) -> list[str]:
	return [program(name), f"--defaults-file={STATE / 'mariadb.cnf'}", "--user=root"]


def client_environment() -> dict[str, str]:
	return {**environment("client"), "MYSQL_PWD": root_password()}


def client(sql: str) -> subprocess.CompletedProcess:
	return subprocess.run(
		[*client_command("mariadb"), "--batch", "--skip-column-names"],
		input=sql,
		capture_output=True,
		text=True,
		env=client_environment(),
	)


def query(sql: str) -> str:
	"""Run SQL as the private server's root; returns the rows as text. Raises Refusal if the server refuses."""
	done = client(sql)
	if done.returncode:
		raise Refusal(f"MariaDB refuses: {done.stderr.strip()}", "See logs/mariadb.log.")
	return done.stdout


def relax_durability(relaxed: bool) -> None:
	"""Let MariaDB leave its log to the system's cache while sites are being built; each step's end writes it out."""
	query(f"SET GLOBAL innodb_flush_log_at_trx_commit = {2 if relaxed else 1}")


def stop_all(names: set[str] | None = None) -> None:
	"""End the clone's services (all of them, or those named) and wait, so that MariaDB closes its files."""
	there = running()
	processtable.end([pid for name, pid in there.items() if names is None or name in names], STOP_SECONDS)
	if names is None:
		processtable.end(processes_on_data(), STOP_SECONDS)
