"""A scratch clone for each test: the set-up code runs on its own folder and never sees the bench around it."""

import importlib
import importlib.util
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("setup", "bin", "framework.json", "debian-packages.txt", "constraints.txt", "tools.txt")


class Clone:
	"""A folder with the set-up code and nothing made yet; `clone.services` is its module config/setup/services.py."""

	def __init__(self, root: Path):
		self.root = root
		config = root / "config"
		for name in COPIED:
			source = ROOT / "config" / name
			unwanted = shutil.ignore_patterns("__pycache__")
			shutil.copytree(source, config / name, ignore=unwanted) if source.is_dir() else copy(source, config / name)
		for template in (ROOT / "config").glob("*.template"):
			copy(template, config / template.name)
		for name in ("sites/apps.txt", "sites/common_site_config.template.json", "apps/gaoping_regulation/pyproject.toml"):
			copy(ROOT / name, root / name)
		self.package = f"set_up_{abs(hash(root))}"
		folder = config / "setup"
		spec = importlib.util.spec_from_file_location(
			self.package, folder / "__init__.py", submodule_search_locations=[str(folder)]
		)
		sys.modules[self.package] = importlib.util.module_from_spec(spec)
		self.paths.make_directories()

	def __getattr__(self, name: str) -> ModuleType:
		return importlib.import_module(f"{self.package}.{name}")

	def write(self, name: str, text: str, mode: int = 0o644) -> Path:
		"""A file of the clone."""
		path = self.root / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text)
		path.chmod(mode)
		return path

	def spawn(self, code: str) -> subprocess.Popen:
		"""Python code in a process of its own, with the set-up code as `config.setup`."""
		return subprocess.Popen(
			[sys.executable, "-c", code], cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
		)

	def command(self, *words: str, **options) -> subprocess.CompletedProcess:
		"""`python3 -m config.setup …` as the Makefile runs it."""
		command = [sys.executable, "-m", "config.setup", *words]
		return subprocess.run(command, cwd=self.root, capture_output=True, text=True, **options)

	def close(self) -> None:
		table = self.processtable
		for kind in ("step", "processes", "service", "packages"):
			table.end(table.marked(kind), 5)
		table.end(self.services.processes_on_data(), 10)
		shutil.rmtree(self.paths.socket_directory(), ignore_errors=True)
		for name in [name for name in sys.modules if name.split(".")[0] == self.package]:
			del sys.modules[name]


def copy(source: Path, target: Path) -> None:
	target.parent.mkdir(parents=True, exist_ok=True)
	shutil.copy(source, target)


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Clone:
	for name in ("PORT", "FRAPPE_SOURCE", "FRAPPE_WHEEL", "CI"):
		monkeypatch.delenv(name, raising=False)
	made = Clone(tmp_path / "clone")
	yield made
	made.close()


@pytest.fixture
def refused(clone):
	"""`with refused(words …) as refusal`: the set-up refuses, and says these words in its problem or advice."""

	class Refused:
		def __init__(self, *words: str):
			self.words = words

		def __enter__(self):
			self.raised = pytest.raises(clone.console.Refusal)
			return self.raised.__enter__()

		def __exit__(self, *error):
			caught = self.raised.__exit__(*error)
			refusal = self.raised.excinfo.value
			for word in self.words:
				assert word in f"{refusal.problem}\n{refusal.advice}"
			assert refusal.advice
			return caught

	return Refused


def wait_until(condition, seconds: float = 30):
	"""Poll a condition and return its value; fails if it does not come true."""
	until = time.monotonic() + seconds
	while not (value := condition()):
		assert time.monotonic() < until, "it did not happen in time"
		time.sleep(0.02)
	return value


@pytest.fixture(name="wait_until")
def wait_until_fixture():
	return wait_until
