"""What the machine must have: packages, disk, Python, Node."""

import ast
import os
import sys

import pytest

OLD_PYTHON = """
import runpy, sys
sys.version_info = (3, 9, 2, "final", 0)
sys.argv = ["config.setup", "start"]
runpy.run_module("config.setup", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def programs(clone, monkeypatch):
	"""A PATH that holds only the given scripts: programs(sudo="exit 1")."""

	def only(**scripts: str):
		for name, script in scripts.items():
			clone.write(f"path/{name.replace('_', '-')}", f"#!/bin/sh\n{script}\n", 0o755)
		monkeypatch.setenv("PATH", str(clone.root / "path"))

	return only


@pytest.fixture
def missing(clone):
	clone.write("config/debian-packages.txt", "# comment\nhere /bin/sh\nnotthere /no/such/file\nmodular module:no_such_module\n")


def test_missing_packages_are_found_by_their_signs(clone, missing):
	assert clone.system.missing_packages() == ["notthere", "modular"]


@pytest.mark.parametrize("scripts", [{}, {"sudo": "exit 1"}])
def test_missing_packages_without_root_are_refused(clone, missing, programs, monkeypatch, refused, scripts):
	programs(apt_get="exit 0", **scripts)
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	monkeypatch.setattr(sys, "stdin", open(os.devnull))
	with refused("no root, no sudo", "apt-get install --no-install-recommends notthere modular"):
		clone.system.ensure_packages()


def test_missing_packages_elsewhere_than_on_debian_are_refused(clone, missing, programs, refused):
	programs()
	with refused("no Debian machine", "notthere modular", "Use Debian 12"):
		clone.system.ensure_packages()


def test_a_package_that_does_not_come_is_refused_with_apts_words(clone, missing, programs, monkeypatch, refused):
	programs(apt_get='echo "Unable to fetch some archives"; exit 100', env='shift; exec "$@"', dpkg="exit 0")
	monkeypatch.setattr(os, "geteuid", lambda: 0)
	with refused("Unable to fetch some archives", "Check the network"):
		clone.system.ensure_packages()


def test_a_package_manager_that_was_killed_is_repaired_first(clone, missing, programs, monkeypatch, refused):
	"""apt refuses to work until dpkg has configured what it had unpacked."""
	said = clone.root / "said"
	programs(apt_get=f'echo "apt-get $*" >> {said}', env='shift; exec "$@"', dpkg=f'echo "dpkg $*" >> {said}')
	monkeypatch.setattr(os, "geteuid", lambda: 0)
	with refused("still not there: notthere modular"):
		clone.system.ensure_packages()
	lines = said.read_text().splitlines()
	assert lines[0] == "dpkg --configure -a"
	assert lines[2].endswith("install --yes --no-install-recommends notthere modular")


def test_too_little_disk_is_refused(clone, monkeypatch, refused):
	monkeypatch.setattr(clone.system, "DISK_NEEDED_GB", 10**9)
	with refused("GB free", "Free some space"):
		clone.system.check_disk()


def test_another_python_is_refused_in_words(clone):
	done = clone.spawn(OLD_PYTHON)
	said = done.communicate()[0]
	assert done.returncode == 1
	assert "the pinned packages are for 3.11" in said and "make PYTHON=" in said
	assert "Traceback" not in said


def test_an_old_python_can_read_the_refusal(clone):
	ast.parse((clone.root / "config/setup/__main__.py").read_text(), feature_version=(3, 6))


def node_of(version: str) -> str:
	return f'#!/bin/sh\necho "{version}"\n'


def test_the_machines_node_is_taken_if_it_is_new_enough(clone, monkeypatch):
	clone.write("path/node", node_of("v18.19.0"), 0o755)
	clone.write("path/npm", "", 0o755)
	monkeypatch.setenv("PATH", f"{clone.root / 'path'}:/usr/bin:/bin")
	clone.node.ensure()
	assert clone.node.folder() == clone.root / "path"


@pytest.mark.parametrize("found", ["v12.22.12", "", "no version"])
def test_an_old_or_broken_node_gives_way_to_pypis(clone, monkeypatch, found):
	clone.write("path/node", node_of(found), 0o755)
	clone.write("path/npm", "", 0o755)
	monkeypatch.setenv("PATH", f"{clone.root / 'path'}:/usr/bin:/bin")
	offer(clone, node_of("v24.1.0"))
	clone.node.ensure()
	assert clone.node.folder() == clone.root / ".bench/tools/bin"


def test_a_node_from_pypi_that_does_not_run_is_refused(clone, programs, monkeypatch, refused):
	programs(node="exit 127", npm="", env="")
	monkeypatch.setenv("PATH", f"{clone.root / 'path'}:/bin")
	offer(clone, "#!/bin/sh\nexit 127\n")
	with refused("does not run on this machine", "Install Node 18"):
		clone.node.ensure()


def offer(clone, node: str) -> None:
	"""Stand in for PyPI: a `python -m pip install` that brings this node."""
	clone.write("offered", node, 0o755)
	target = clone.root / ".bench/tools/bin"
	script = f"#!/bin/sh\ncp {clone.root / 'offered'} {target}/node && touch {target}/npm\n"
	clone.write(".bench/tools/bin/python", script, 0o755)
