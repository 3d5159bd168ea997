"""The registry build: names are restored, and nothing but the pinned files is let through."""

import hashlib
import json
import subprocess
import zipfile

import pytest


@pytest.mark.parametrize(
	("renamed", "upstream"),
	[
		(b"import criscostack", b"import frappe"),
		(b"CriscostackClient, CriscoCloud", b"FrappeClient, FrappeCloud"),
		(b"CRISCOSTACK_SITE CRISCO_DB", b"FRAPPE_SITE FRAPPE_DB"),
		(b"crisco.com", b"frappe.com"),
		(b"criscoerp CRISCOERP", b"erpnext CRISCOERP"),
		(b"www.Criscoerp.com Criscoerp", b"www.Erpnext.com ERPNext"),
		(b"brik start; Brik, BRIK", b"bench start; Bench, BENCH"),
		(b"find_brik unbrik fabrik Fabrik", b"find_bench unbrik fabrik Fabrik"),
		("Zubrik, ébrik".encode("latin-1"), "Zubrik, ébrik".encode("latin-1")),
		(b"\xff\xfe\x00 brik \x80", b"\xff\xfe\x00 bench \x80"),
	],
)
def test_names_are_restored(clone, renamed, upstream):
	assert clone.restore.restore_bytes(renamed) == upstream


def test_blob_id_is_gits(clone, tmp_path):
	content = "高平市\n".encode()
	said = subprocess.run(["git", "hash-object", "--stdin"], input=content, capture_output=True, cwd=tmp_path, check=True)
	assert clone.restore.blob_id(content) == said.stdout.decode().strip()


@pytest.fixture
def wheel(clone, tmp_path):
	"""A small wheel, and pins that fit it."""
	files = {"criscostack/__init__.py": b'__version__ = "15.0.0"\n', "criscostack/brik.py": b"brik\n", "criscostack/logo.svg": b"<svg/>"}
	path = tmp_path / "small.whl"
	with zipfile.ZipFile(path, "w") as archive:
		for name, content in {**files, "criscostack/.DS_Store": b"?", "other/file": b"?"}.items():
			archive.writestr(name, content)
	blob = clone.restore.blob_id
	lines = f"{blob(files['criscostack/__init__.py'])}  frappe/__init__.py\n{blob(b'bench' + bytes([10]))}  frappe/bench.py\n"
	pins = {
		"wheel_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
		"upstream_digest": hashlib.sha256(lines.encode()).hexdigest(),
		"differing": {"frappe/logo.svg": blob(b"<svg/>")},
	}
	clone.restore.PINS["registry_build"].update(pins)
	return path


def test_a_good_wheel_is_restored(clone, wheel, tmp_path):
	assert clone.restore.restore(wheel, tmp_path / "out") == 3
	assert (tmp_path / "out/frappe/bench.py").read_bytes() == b"bench\n"
	assert not (tmp_path / "out/other").exists()
	assert clone.restore.is_registry_build(tmp_path / "out")


def test_another_wheel_is_refused(clone, wheel, refused, tmp_path):
	wheel.write_bytes(wheel.read_bytes() + b"x")
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	with refused("small.whl", found, clone.restore.PINS["registry_build"]["wheel_sha256"], "FRAPPE_WHEEL"):
		clone.restore.restore(wheel, tmp_path / "out")


def test_a_differing_file_that_is_not_the_pinned_one_is_refused(clone, wheel, refused, tmp_path):
	clone.restore.PINS["registry_build"]["differing"]["frappe/logo.svg"] = "0" * 40
	with refused("frappe/logo.svg", "0" * 40):
		clone.restore.restore(wheel, tmp_path / "out")


def test_a_file_that_is_not_upstreams_is_refused(clone, wheel, refused, tmp_path):
	clone.restore.PINS["registry_build"]["upstream_digest"] = "0" * 64
	with refused("differs from upstream", "2 files"):
		clone.restore.restore(wheel, tmp_path / "out")


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_a_folder_that_was_changed_is_no_registry_build(clone, wheel, tmp_path, change):
	clone.restore.restore(wheel, tmp_path / "out")
	file = tmp_path / "out/frappe" / {"edited": "bench.py", "added": "new.py", "removed": "logo.svg"}[change]
	file.unlink() if change == "removed" else file.write_bytes(b"other")
	assert not clone.restore.is_registry_build(tmp_path / "out")


def test_what_running_adds_does_not_count(clone, wheel, tmp_path):
	clone.restore.restore(wheel, tmp_path / "out")
	(tmp_path / "out/frappe/__pycache__").mkdir()
	(tmp_path / "out/frappe/__pycache__/bench.pyc").write_bytes(b"?")
	assert clone.restore.is_registry_build(tmp_path / "out")


def test_a_wheel_cut_short_is_downloaded_anew(clone, wheel):
	"""A download that was killed left a part: pip (here a script) is asked again, and the whole file takes its place."""
	build = clone.restore.PINS["registry_build"]
	kept = clone.root / ".bench/download" / build["wheel"]
	kept.parent.mkdir()
	kept.write_bytes(wheel.read_bytes()[:20])
	script = f'#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\nmkdir -p "$2" && cp {wheel} "$2/{build["wheel"]}"\n'
	clone.write(".bench/tools/bin/python", script, 0o755)
	assert clone.framework.download_wheel(build).read_bytes() == wheel.read_bytes()


def test_the_framework_of_this_bench_is_verified(clone, pytestconfig):
	"""The pins in config/framework.json fit what they restored here."""
	lock = pytestconfig.rootpath / ".bench/framework.lock.json"
	if not lock.exists() or json.loads(lock.read_text())["way"] != "registry build":
		pytest.skip("this bench has another Frappe")
	assert clone.restore.is_registry_build(pytestconfig.rootpath / "apps/frappe")
