"""npm packages and the bundles that the browser loads."""

import os
import shutil
from pathlib import Path

from . import node
from .paths import CONFIG, FRAMEWORK, PYTHON, ROOT, SITES, STATE
from .shell import run

NODE = CONFIG / "node"
# What the release's own build does beside the bundles: its Chinese is read compiled.
COMPILE = """
import pathlib, sys
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
source, target = map(pathlib.Path, sys.argv[1:])
target.parent.mkdir(parents=True, exist_ok=True)
with source.open("rb") as po, target.open("wb") as mo:
	write_mo(mo, read_po(po))
"""
NPM_ADVICE = "The npm registry must be reachable (or a mirror of it, in npm's own configuration). Run again."


def modules_folder() -> Path:
	"""Where the framework's browser packages are: ours for the registry build, its own for a full source."""
	return (STATE / "node" if (FRAMEWORK / "package.json").exists() else NODE) / "node_modules"


def environment() -> dict[str, str]:
	return {"PATH": f"{node.folder()}:{os.environ['PATH']}"}


def ensure_modules() -> None:
	"""Install the npm packages: by the lock file, or by the source's own package.json where it has one."""
	env = environment()
	npm = node.folder() / "npm"
	quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
	if modules_folder().parent == NODE:
		run([npm, "ci", *quiet], advice=NPM_ADVICE, cwd=NODE, env=env, log="npm.log")
		return
	target = modules_folder().parent
	shutil.rmtree(target, ignore_errors=True)
	target.mkdir(parents=True)
	run(
		[node.folder() / "node", NODE / "prepare.mjs", FRAMEWORK / "package.json", target],
		advice="See the log.",
		env=env,
		log="npm.log",
	)
	shutil.copy(NODE / ".npmrc", target / ".npmrc")
	run([npm, "install", *quiet], advice=NPM_ADVICE, cwd=target, env=env, log="npm.log")


def build() -> None:
	"""Build every bundle of both apps into sites/assets."""
	run(
		[node.folder() / "node", NODE / "build.mjs", "--sites", SITES, "--framework-modules", modules_folder()],
		advice="The error above names the file. Mend it and run again.",
		cwd=ROOT,
		env=environment(),
		log="assets.log",
	)
	compile_chinese()


def compile_chinese() -> None:
	"""Compile the framework's Chinese where it comes as gettext (released 15.x); the registry build has a CSV."""
	chinese = FRAMEWORK / "frappe" / "locale" / "zh.po"
	if chinese.exists():
		target = SITES / "assets" / "locale" / "zh" / "LC_MESSAGES" / "frappe.mo"
		run([PYTHON, "-c", COMPILE, chinese, target], advice="See the log.", log="assets.log")
