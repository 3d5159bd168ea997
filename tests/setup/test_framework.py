"""Which Frappe is taken, and what is refused."""

import json
import subprocess

import pytest


@pytest.fixture
def source(tmp_path):
	"""A folder that looks like a checkout of Frappe."""

	def make(version: str = "15.55.1", name: str = "checkout"):
		folder = tmp_path / name
		for part in ("frappe", ".git", "node_modules/x"):
			(folder / part).mkdir(parents=True)
		(folder / "frappe/__init__.py").write_text(f'__version__ = "{version}"\n')
		return folder

	return make


@pytest.mark.parametrize(
	("given", "where", "ref"),
	[
		("https://host/frappe.git", "https://host/frappe.git", ""),
		("https://host/frappe.git@version-15", "https://host/frappe.git", "version-15"),
		("https://user@host/frappe", "https://user@host/frappe", ""),
		("https://user:word@host:8443/frappe@v15.55.1", "https://user:word@host:8443/frappe", "v15.55.1"),
		("git@host:frappe/frappe.git", "git@host:frappe/frappe.git", ""),
		("git@host:frappe/frappe.git@feature/x", "git@host:frappe/frappe.git", "feature/x"),
		("/srv/frappe@version-15", "/srv/frappe", "version-15"),
		("../frappe", "../frappe", ""),
	],
)
def test_source_and_ref_are_told_apart(clone, given, where, ref):
	assert clone.framework.split_source(given) == (where, ref)


def test_a_folder_is_copied_without_what_belongs_to_the_checkout(clone, source, monkeypatch):
	monkeypatch.setenv("FRAPPE_SOURCE", str(source()))
	clone.framework.resolve()
	assert (clone.root / "apps/frappe/frappe/__init__.py").exists()
	assert not (clone.root / "apps/frappe/.git").exists()
	assert not (clone.root / "apps/frappe/node_modules").exists()
	assert json.loads((clone.root / ".bench/framework.lock.json").read_text()) == {
		"way": "source",
		"detail": "copied from the folder checkout",
		"version": "15.55.1",
	}


def test_a_git_source_is_taken_at_its_ref(clone, source, monkeypatch):
	folder = source("15.1.0")
	(folder / ".git").rmdir()
	git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b"]
	for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "1"], ["tag", "v15.1.0"]):
		subprocess.run([*git, *words], check=True)
	(folder / "frappe/__init__.py").write_text('__version__ = "15.2.0"\n')
	subprocess.run([*git, "commit", "-qam", "2"], check=True)
	monkeypatch.setenv("FRAPPE_SOURCE", f"file://{folder}@v15.1.0")
	clone.framework.resolve()
	assert clone.framework.version_of(clone.root / "apps/frappe") == "15.1.0"


def test_what_a_killed_run_left_is_replaced(clone, source, monkeypatch):
	clone.write("apps/frappe.partial/frappe/half.py", "")
	monkeypatch.setenv("FRAPPE_SOURCE", str(source()))
	clone.framework.resolve()
	assert not (clone.root / "apps/frappe/frappe/half.py").exists()


def test_what_is_there_is_never_replaced(clone, source, monkeypatch, capsys):
	source("15.9.0").rename(clone.root / "apps/frappe")
	monkeypatch.setenv("FRAPPE_SOURCE", str(source("15.55.1", "other")))
	clone.framework.resolve()
	assert clone.framework.version_of(clone.root / "apps/frappe") == "15.9.0"
	assert "FRAPPE_SOURCE is passed over" in capsys.readouterr().out


def test_an_empty_folder_is_refused(clone, refused):
	(clone.root / "apps/frappe").mkdir()
	with refused("apps/frappe is there but holds no Frappe", "Remove the folder"):
		clone.framework.resolve()


def test_another_major_version_is_refused(clone, source, monkeypatch, refused):
	monkeypatch.setenv("FRAPPE_SOURCE", str(source("14.70.0")))
	with refused("Frappe 14.70.0", "version 15"):
		clone.framework.resolve()
	assert not (clone.root / "apps/frappe").exists()


@pytest.mark.parametrize("made", [False, True])
def test_a_source_that_is_nothing_is_refused(clone, tmp_path, monkeypatch, refused, made):
	folder = tmp_path / "nothing"
	if made:
		folder.mkdir()
	monkeypatch.setenv("FRAPPE_SOURCE", str(folder))
	with refused(str(folder), "checkout"):
		clone.framework.resolve()


def test_a_git_address_that_does_not_answer_is_refused(clone, tmp_path, monkeypatch, refused):
	monkeypatch.setenv("FRAPPE_SOURCE", f"file://{tmp_path}/nothing.git@version-15")
	with refused("git clone", "does not", "Check the address"):
		clone.framework.resolve()


def test_a_wheel_that_is_missing_is_refused(clone, tmp_path, monkeypatch, refused):
	monkeypatch.setenv("FRAPPE_WHEEL", str(tmp_path / "no.whl"))
	with refused("FRAPPE_WHEEL names no file", "no.whl"):
		clone.framework.resolve()


def test_requirements_of_a_release(clone, capsys):
	"""What the release names by a git address comes from PyPI; the app's and the tests' own come with it."""
	clone.write(
		"apps/frappe/pyproject.toml",
		'[project]\nname = "frappe"\ndependencies = [\n"Click~=8.2.0", "gunicorn @ git+https://host/gunicorn@abc",\n'
		'"Odd-Fork @ git+ssh://git@host/odd.git", "bleach[css]~=6.0.0"]\n',
	)
	wanted = clone.environment.requirements_of_source()
	assert {"Click~=8.2.0", "gunicorn==22.0.0", "Odd-Fork", "bleach[css]~=6.0.0"} <= set(wanted)
	assert any(line.startswith("segno") for line in wanted)
	assert any(line.startswith("pytest>=") for line in wanted)
	assert not any("://" in line for line in wanted)
	assert "taking gunicorn==22.0.0 from PyPI" in capsys.readouterr().out
