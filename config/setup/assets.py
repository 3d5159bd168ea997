"""npm packages and the bundles that the browser loads."""

import os
import shutil
from pathlib import Path

from . import node
from .paths import CONFIG, FRAMEWORK, ROOT, SITES, STATE
from .shell import run

NODE = CONFIG / "node"
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
