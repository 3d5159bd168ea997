"""Restore upstream's files from the registry build, and verify them before anything is used.

The registry build is PyPI's `criscostack` 1.0.0: upstream commit 0cced74766 with its names replaced
mechanically. Undoing the replacement gives upstream's files back.
"""

import hashlib
import json
import re
import zipfile
from pathlib import Path

from .console import Refusal
from .paths import CONFIG

PINS = json.loads((CONFIG / "framework.json").read_text())
RESTORE_ADVICE = "Nothing was installed. Run `make clean` and again; if it persists, give a good wheel with FRAPPE_WHEEL=<file>."
# What running Frappe adds to its own folder.
ADDED = {"__pycache__", "node_modules", "dist"}

# Order matters; the names of the ERP built on the framework differ from the framework's own.
REPLACEMENTS = [
	(re.compile(pattern), new)
	for pattern, new in (
		(rb"criscostack", b"frappe"),
		(rb"Criscostack|Crisco(?!erp)", b"Frappe"),
		(rb"CRISCOSTACK|CRISCO(?!ERP)", b"FRAPPE"),
		(rb"crisco(?!erp)", b"frappe"),
		(rb"Criscoerp\.com", b"Erpnext.com"),
		(rb"criscoerp", b"erpnext"),
		(rb"Criscoerp", b"ERPNext"),
	)
]
# These look at the letter before, which may be a non-ASCII one: they need text, not bytes.
TEXT_REPLACEMENTS = [
	(re.compile(pattern), new)
	for pattern, new in (
		(r"(?<![A-Za-z\xc0-\xff])brik", "bench"),
		(r"(?<![A-Za-z])Brik", "Bench"),
		(r"(?<![A-Za-z])BRIK", "BENCH"),
		(r"_brik", "_bench"),
	)
]


def restore_bytes(content: bytes) -> bytes:
	"""Undo the registry build's renaming in a file's content or path.

	Latin-1 maps every byte to the character of the same number, so it is the identity on bytes.
	"""
	for pattern, new in REPLACEMENTS:
		content = pattern.sub(new, content)
	text = content.decode("latin-1")
	for pattern, new in TEXT_REPLACEMENTS:
		text = pattern.sub(new, text)
	return text.encode("latin-1")


def blob_id(content: bytes) -> str:
	"""The id git gives to a file with this content."""
	return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def digest_of(files: dict[str, str]) -> str:
	"""SHA-256 over the sorted `blob  path` lines of files {path: blob id}."""
	lines = "".join(f"{blob}  {path}\n" for path, blob in sorted(files.items(), key=lambda item: item[0]))
	return hashlib.sha256(lines.encode()).hexdigest()


def check_wheel(wheel: Path) -> None:
	"""Raise Refusal unless the file is the registry build's wheel, by its SHA-256."""
	expected = PINS["registry_build"]["wheel_sha256"]
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != expected:
		raise Refusal(
			f"The file {wheel.name} is not the registry build: its SHA-256 is {found}, expected {expected}.",
			"Run again to download it anew, or give a good copy with FRAPPE_WHEEL=<file>.",
		)


def restore(wheel: Path, target: Path) -> int:
	"""Write the restored framework into target and return the number of files.

	Raises Refusal if the wheel, or anything restored from it, is not what the pins say.
	"""
	check_wheel(wheel)
	package = PINS["registry_build"]["package"] + "/"
	blobs = {}
	with zipfile.ZipFile(wheel) as archive:
		for name in archive.namelist():
			if name.endswith("/.DS_Store") or not name.startswith(package):
				continue
			path = restore_bytes(name.encode()).decode()
			content = restore_bytes(archive.read(name))
			blobs[path] = blob_id(content)
			destination = target / path
			destination.parent.mkdir(parents=True, exist_ok=True)
			destination.write_bytes(content)
	verify(blobs)
	return len(blobs)


def verify(blobs: dict[str, str]) -> None:
	"""Raise Refusal unless blobs {path: blob id} are exactly the registry build's restored files."""
	build = PINS["registry_build"]
	differing = build["differing"]
	for path, expected in differing.items():
		if blobs.get(path) != expected:
			raise Refusal(
				f"The restored file {path} is not what it must be ({blobs.get(path, 'missing')}, expected {expected}).",
				RESTORE_ADVICE,
			)
	same = {path: blob for path, blob in blobs.items() if path not in differing}
	found = digest_of(same)
	if found != build["upstream_digest"]:
		raise Refusal(
			f"The restored framework differs from upstream: digest {found}, expected {build['upstream_digest']} "
			f"over {len(same)} files.",
			RESTORE_ADVICE,
		)


def is_registry_build(folder: Path) -> bool:
	"""Whether a folder holds exactly the restored framework, apart from what running it adds."""
	blobs = {}
	for file in (folder / "frappe").rglob("*"):
		path = file.relative_to(folder)
		if file.is_file() and not ADDED & set(path.parts):
			blobs[str(path)] = blob_id(file.read_bytes())
	try:
		verify(blobs)
	except Refusal:
		return False
	return True
