"""Steps: skipped when done, begun anew when killed, one set-up at a time."""

import os
import re
import signal

import pytest

KILLED = """
from config.setup import commands, shell, steps
with commands.set_up_lock():
	step = steps.Step("slow", "slow", lambda: shell.run(["sh", "-c", "touch begun; sleep 60 & sleep 60"], advice=""))
	step.run(1, 1)
"""


def counted(clone, **more):
	"""A step that counts how often it was done."""
	count = []
	return clone.steps.Step("counted", "counted", lambda: count.append(1), **more), count


def test_a_step_that_is_done_is_skipped(clone):
	step, count = counted(clone)
	for _ in range(2):
		clone.steps.run_steps([step], 0, 1)
	assert len(count) == 1


def test_progress_names_the_step_and_its_seconds(clone, capsys):
	step, _ = counted(clone)
	step.run(3, 7)
	said = capsys.readouterr().out.splitlines()
	assert said[0] == "[3/7] counted …"
	assert re.fullmatch(r"\[3/7\] counted: \d\.\d s", said[1])


@pytest.mark.parametrize("change", ["input edited", "file added", "result removed", "no longer holds"])
def test_a_step_is_done_again_when_its_ground_changed(clone, change):
	folder = clone.write("inputs/one", "1").parent
	result = clone.write("result", "")
	true = [True]
	step, count = counted(clone, inputs=[folder], results=[result], holds=lambda: true[0])
	clone.steps.run_steps([step], 0, 1)
	if change == "input edited":
		clone.write("inputs/one", "2")
	elif change == "file added":
		clone.write("inputs/deep/two", "2")
	elif change == "result removed":
		result.unlink()
	else:
		true[0] = False
	clone.steps.run_steps([step], 0, 1)
	assert len(count) == 2


def test_what_is_made_in_an_input_folder_does_not_count(clone):
	clone.write("inputs/one", "1")
	step, count = counted(clone, inputs=[clone.root / "inputs"])
	clone.steps.run_steps([step], 0, 1)
	clone.write("inputs/node_modules/a/b.js", "")
	clone.write("inputs/__pycache__/c.pyc", "")
	clone.steps.run_steps([step], 0, 1)
	assert len(count) == 1


def test_a_step_that_fails_is_done_again(clone, refused):
	step = clone.steps.Step("failing", "failing", lambda: clone.shell.run(["false"], advice="again"))
	with refused("again"):
		step.run(1, 1)
	assert not step.is_done()


def test_a_killed_set_up_leaves_no_stamp_no_lock_and_no_process(clone, wait_until):
	"""kill -9 in a step: its command goes with it; what that had started is ended by the next set-up."""
	run = clone.spawn(KILLED)
	wait_until(lambda: (clone.root / "begun").exists() and len(clone.processtable.marked("step")) == 3)
	run.send_signal(signal.SIGKILL)
	run.communicate()
	assert wait_until(lambda: len(clone.processtable.marked("step")) < 3) is True
	assert not (clone.paths.STAMPS / "slow").exists()
	with clone.commands.set_up_lock():
		assert clone.processtable.marked("step") == []
		step, count = counted(clone)
		clone.steps.run_steps([step], 0, 1)
	assert len(count) == 1


def test_a_second_set_up_is_refused_and_told_of_the_first(clone, wait_until, refused):
	first = clone.spawn(KILLED)
	try:
		wait_until(lambda: (clone.root / "begun").exists())
		with refused("Another set-up is at work", f"process {first.pid}", "Wait"), clone.commands.set_up_lock():
			pass
		assert len(clone.processtable.marked("step")) == 3, "the refused one must not end the first one's commands"
	finally:
		first.kill()
		first.communicate()
	clone.shell.end_leftovers()


def test_a_second_test_run_is_refused(clone, refused):
	with clone.testing.test_lock(), refused("Another test run"), clone.testing.test_lock():
		pass


def test_a_site_that_was_in_use_is_not_made_anew(clone, refused):
	"""A lost stamp or site_config.json must not cost the data."""
	clone.pristine.SERVED.touch()
	with refused("has been in use", "make clean"):
		clone.steps.make_site(clone.steps.site_steps(), 0, 4)


def test_an_environment_that_was_left_half_made_is_begun_anew(clone):
	folder = clone.root / "half"
	clone.write("half/bin/pip", "", 0o755)
	clone.write("half/left-over", "")
	clone.write("half.unfinished", "")
	clone.environment.fill(folder, lambda: None)
	assert not (folder / "left-over").exists() and (folder / "bin/python").exists()
	assert not (clone.root / "half.unfinished").exists()


def test_private_files_are_the_owners_and_whole(clone):
	path = clone.write("secret", "old", 0o644)
	clone.paths.write_private(path, "new")
	assert path.read_text() == "new" and path.stat().st_mode & 0o777 == 0o600


def test_a_private_file_that_cannot_be_written_keeps_its_old_text(clone):
	path = clone.write("secret", "old")
	with pytest.raises(UnicodeEncodeError):
		clone.paths.write_private(path, "new \ud800")
	assert path.read_text() == "old"


def test_accounts_are_json_and_nothing_else(clone):
	clone.write(".bench/accounts.json", '[{"user": "a"}]\n')
	done = clone.command("accounts")
	assert (done.returncode, done.stdout, done.stderr) == (0, '[{"user": "a"}]\n', "")


def test_accounts_before_set_up_are_refused(clone):
	done = clone.command("accounts")
	assert done.returncode == 1 and done.stdout == ""
	assert "There are no accounts yet" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_clone_of_another_user_is_refused(clone):
	os.chown(clone.root / ".bench", 65534, 65534)
	done = clone.command("start")
	assert done.returncode == 1 and "set up by nobody" in done.stderr and "Traceback" not in done.stderr


def test_clean_keeps_a_framework_that_was_there_before(clone):
	clone.write("apps/frappe/frappe/__init__.py", '__version__ = "15.9.0"\n')
	clone.framework.resolve()
	clone.write("sites/a.localhost/site_config.json", "{}")
	assert clone.command("clean").returncode == 0
	assert (clone.root / "apps/frappe/frappe/__init__.py").exists()
	assert not (clone.root / ".bench").exists() and not (clone.root / "sites/a.localhost").exists()
	assert (clone.root / "sites/apps.txt").exists()
