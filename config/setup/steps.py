"""The steps from a fresh clone to a site that answers, each done once and skipped when its inputs are the same."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import assets, environment, framework, node, pristine, services, site, system
from .console import Refusal
from .paths import ACCOUNTS, APP, CONFIG, ENV, FRAMEWORK, FRAMEWORK_LOCK, SITE, SITES, STAMPS, TOOLS

# What a process has in memory: when one of these was done anew, the running ones must start again.
IN_MEMORY = {"tools", "framework", "environment", "database", "services", "site", "app"}
UNHASHED = {"__pycache__", "node_modules"}


@dataclass(frozen=True)
class Step:
	"""One step: done when its stamp holds the digest of its inputs and its result is still there."""

	name: str
	title: str
	work: Callable[[], object]
	inputs: Iterable[Path] = ()
	results: Iterable[Path] = field(default_factory=tuple)
	holds: Callable[[], object] = lambda: True

	@property
	def stamp(self) -> Path:
		return STAMPS / self.name

	def digest(self) -> str:
		"""SHA-256 over the contents of the input files (folders: every file in them, by name)."""
		digest = hashlib.sha256()
		for path in self.inputs:
			for file in sorted(files_in(path)):
				digest.update(str(file.relative_to(path.parent)).encode())
				digest.update(file.read_bytes())
		return digest.hexdigest()

	def is_done(self) -> bool:
		if not self.stamp.exists() or not all(result.exists() for result in self.results) or not self.holds():
			return False
		return self.stamp.read_text() == self.digest()

	def run(self, number: int, total: int) -> None:
		"""Do the work and set the stamp; a step that is killed has no stamp and starts over."""
		print(f"[{number}/{total}] {self.title} …", flush=True)
		started = time.monotonic()
		self.stamp.unlink(missing_ok=True)
		self.work()
		# The stamp must not reach the disk before the work: the power may fail now.
		os.sync()
		self.stamp.write_text(self.digest())
		print(f"[{number}/{total}] {self.title}: {time.monotonic() - started:.1f} s", flush=True)


def files_in(path: Path) -> Iterator[Path]:
	"""The files of a folder, without what is made in it; a file is its own."""
	if path.is_file():
		yield path
	for folder, folders, names in os.walk(path):
		folders[:] = [name for name in folders if name not in UNHASHED]
		yield from (Path(folder) / name for name in names)


def machine_steps() -> list[Step]:
	pins = CONFIG / "framework.json"
	npm = [CONFIG / "node" / "package.json", CONFIG / "node" / "package-lock.json", FRAMEWORK_LOCK]
	python = [CONFIG / "constraints.txt", APP / "pyproject.toml", FRAMEWORK_LOCK]
	sources = [CONFIG / "node", APP / "gaoping_regulation" / "public", FRAMEWORK_LOCK]
	return [
		Step(
			"packages", "Debian packages", system.ensure_packages, [CONFIG / "debian-packages.txt"], (), lambda: not system.missing_packages()
		),
		Step("tools", "command-line tools", environment.ensure_tools, [CONFIG / "tools.txt"], [TOOLS / "bin" / "honcho"]),
		Step("framework", "Frappe", framework.resolve, [pins], [FRAMEWORK / "frappe" / "__init__.py", FRAMEWORK_LOCK]),
		Step("environment", "Python packages", environment.ensure_environment, python, [ENV / "bin" / "gunicorn"]),
		Step("node", "Node", node.ensure, [pins], (), node.find),
		Step("modules", "npm packages", assets.ensure_modules, npm, [assets.modules_folder()]),
		Step("assets", "scripts and styles", assets.build, sources, [SITES / "assets" / "assets.json"]),
		Step("database", "MariaDB's data", services.create_database, [], [services.DATA / "mariadb"]),
	]


def site_steps() -> list[Step]:
	"""The steps that need the services to run."""
	return [
		Step("site", "site", site.create_site, [], [SITES / SITE / "site_config.json"]),
		Step("app", "the app, in Chinese", site.install_app),
		Step("accounts", "accounts", site.make_accounts, [], [ACCOUNTS]),
		Step("pristine", "pristine copy for tests", pristine.dump_if_unused),
	]


def run_steps(steps: list[Step], offset: int, total: int) -> set[str]:
	"""Do the steps that are not done; returns their names."""
	done = set()
	for number, step in enumerate(steps, offset + 1):
		if not step.is_done():
			step.run(number, total)
			done.add(step.name)
	return done


def bring_up(chosen_web: int) -> set[str]:
	"""Do every step that is not done; leaves the services running. Returns the names of what was done or started.

	Raises Refusal where a step cannot be done.
	"""
	system.check_disk()
	before, after = machine_steps(), site_steps()
	total = len(before) + len(after) + 1
	done = run_steps(before, 0, total)
	started = time.monotonic()
	if services.start_all():
		done.add("services")
	print(f"[{len(before) + 1}/{total}] services: {time.monotonic() - started:.1f} s", flush=True)
	site.write_common_configuration({**services.ports.kept(), "web": chosen_web})
	done |= make_site(after, len(before) + 1, total)
	if done & {"assets", "site", "app"}:
		site.clear_cache()
	return done


def make_site(steps: list[Step], offset: int, total: int) -> set[str]:
	"""Do the steps of the site. Raises Refusal where that would make anew a site that has been in use."""
	undone = {step.name for step in steps if not step.is_done()}
	if not undone:
		return undone
	if undone & {"site", "app"} and pristine.SERVED.exists():
		raise Refusal(
			f"The site has been in use, but sites/{SITE}/site_config.json or set-up's notes in .bench/stamps are gone; "
			"making it anew would destroy it.",
			"Put the files back from a backup; or, if the site may be lost, run `make clean` and again.",
		)
	if "site" in undone:
		for step in steps:
			step.stamp.unlink(missing_ok=True)
	services.relax_durability(True)
	try:
		return run_steps(steps, offset, total)
	finally:
		services.relax_durability(False)
