"""Whose a process is: by its mark and its folder, never by a remembered number."""

import os
import signal
import subprocess
import sys
import time

import pytest

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def start():
	"""Start Python code under a name and an environment; ended with the test."""
	made = []

	def spawn(code: str = SLEEP, name: str = "python", **options) -> subprocess.Popen:
		process = subprocess.Popen([name, "-c", code], executable=sys.executable, start_new_session=True, **options)
		made.append(process)
		return process

	yield spawn
	for process in made:
		process.kill()
		process.wait()


def test_a_marked_process_and_its_children_are_found(clone, start, wait_until):
	code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{SLEEP}'])"
	parent = start(code, env=clone.shell.environment("processes"))
	found = wait_until(lambda: len(clone.processtable.marked("processes")) == 2 and clone.processtable.marked("processes"))
	assert parent.pid in found
	assert clone.processtable.marked("step") == []


def test_the_process_of_another_clone_is_not_ours(clone, start):
	"""Also one with the same command: ids are reused, and clones look alike."""
	other = {**os.environ, "GAOPING_BENCH": "processes:1:1"}
	start(name="honcho", env=other)
	assert clone.processes.running() is None
	ours = start(name="honcho", env=clone.shell.environment("processes"))
	assert clone.processes.running() == ours.pid


def test_honcho_that_was_killed_does_not_run(clone, start):
	ours = start(name="honcho", env=clone.shell.environment("processes"))
	ours.kill()
	assert clone.processes.running() is None


def test_what_a_killed_honcho_left_is_ended(clone, start, wait_until):
	left = start("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
		name="gunicorn", env=clone.shell.environment("processes"), stdout=subprocess.PIPE)
	left.stdout.readline()
	clone.processes.STOP_SECONDS = 0.2
	clone.processes.stop()
	assert left.wait(5) == -signal.SIGKILL


def test_a_server_in_another_folder_is_left_alone(clone, start, tmp_path):
	start(name="redis-server 127.0.0.1:6379", cwd=tmp_path)
	assert clone.services.running() == {}
	assert clone.services.processes_on_data() == []


def test_environment_of_ours_leaves_out_what_misleads(clone, monkeypatch):
	for name in ("PYTHONPATH", "PORT", "FRAPPE_DB_HOST", "GUNICORN_CMD_ARGS"):
		monkeypatch.setenv(name, "elsewhere")
	monkeypatch.setenv("FRAPPE_SOURCE", "/srv/frappe")
	given = clone.shell.environment("step", {"MORE": "1"})
	assert not {"PYTHONPATH", "PORT", "FRAPPE_DB_HOST", "GUNICORN_CMD_ARGS"} & set(given)
	assert given["FRAPPE_SOURCE"] == "/srv/frappe" and given["MORE"] == "1"


def test_the_end_of_a_failed_command_is_told(clone, refused):
	command = [sys.executable, "-c", "print('first'); print('the reason'); raise SystemExit(3)"]
	with refused("`install things` failed with code 3", "| the reason", "logs/setup.log", "do that"):
		clone.shell.run(command, advice="do that", label="install things")


def test_a_program_that_is_not_there_is_refused(clone, refused):
	with refused("The program no-such-program is not there", "bring it"):
		clone.shell.run(["no-such-program"], advice="bring it")


def test_a_full_disk_is_the_advice_whatever_the_program_said(clone, refused, monkeypatch):
	monkeypatch.setattr(clone.shell, "FULL_BYTES", 10**18)
	with refused("The disk is full: free some space"):
		clone.shell.run(["false"], advice="something else")


def test_secrets_are_in_no_log(clone):
	clone.write("env/bin/python", '#!/bin/sh\ncase "$BENCH_ARGUMENTS" in *"the password"*) echo got it;; esac\n', 0o755)
	clone.site.bench("a.localhost", "new-site", secret=("--admin-password=the password",))
	log = (clone.root / "logs/site.log").read_text()
	assert "bench --site a.localhost new-site" in log and "got it" in log
	assert "the password" not in log


def test_a_command_that_takes_long_tells_so(clone, monkeypatch, capsys):
	monkeypatch.setattr(clone.shell, "PROGRESS_SECONDS", 0.1)
	clone.shell.run(["sleep", "0.3"], advice="")
	assert "… 0 s" in capsys.readouterr().out


def test_an_interrupt_ends_the_command_and_its_children(clone, monkeypatch, wait_until):
	code = (
		"import os, signal, threading, time\nfrom config.setup import shell\n"
		"threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
		"shell.run(['sh', '-c', 'sleep 60 & sleep 60'], advice='')\n"
	)
	begun = time.monotonic()
	run = clone.spawn(code)
	wait_until(lambda: len(clone.processtable.marked("step")) == 3)
	run.communicate()
	assert time.monotonic() - begun < 10
	assert clone.processtable.marked("step") == []
