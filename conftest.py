"""Fixtures of all tests: a site for each pytest worker, its web server and RQ worker, the trial accounts, a browser.

The sites are made by `make test` (config/setup/testing.py); with one worker the first of them is used.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
SITES = ROOT / "sites"
CHROMIUM = [
	"--no-sandbox",
	"--disable-gpu",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--lang=zh-CN",
]

sys.path.insert(0, str(ROOT))
# The tests' days are the bureau's: in another time zone “today” is another day for some hours of each.
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()


def pytest_itemcollected(item):
	"""A file's tests share their fixtures on one worker; the cells of the access matrix go by their matter.

	Marked here: xdist reads the groups before any `pytest_collection_modifyitems` of ours.
	"""
	code = getattr(item, "callspec", None) and item.callspec.params.get("version")
	item.add_marker(pytest.mark.xdist_group(f"{item.path.name}-{code}" if code else str(item.path)))


# Files that take minutes for a few tests: begun first, so that none is left alone at the end.
LONG = ("test_abuse.py", "test_access_matrix.py", "test_upgrade.py", "browser", "test_food_register.py", "test_measures.py")


def pytest_collection_modifyitems(items):
	def place(item) -> int:
		return next((at for at, name in enumerate(LONG) if name in (item.path.name, item.path.parent.name)), len(LONG))

	items.sort(key=place)


def pytest_make_parametrize_id(config, val, argname):
	"""A file's bytes are no name: a spreadsheet carries the second it was made in, and the workers' lists would differ."""
	return argname if isinstance(val, bytes) else None


@dataclass
class Server:
	"""A running web server of a test site."""

	address: str
	site: str
	accounts: dict[str, dict]

	def guest(self):
		from tests.client import Client

		return Client(self.address)

	def as_(self, name: str):
		"""A new client logged in as a trial account (the key of its role, or applicant2, Administrator)."""
		account = self.accounts[name]
		return self.guest().login(account["user"], account["password"])


@pytest.fixture(scope="session")
def site_name(worker_id: str) -> str:
	return os.environ.get("TEST_SITE") or f"test-{'gw0' if worker_id == 'master' else worker_id}.localhost"


@pytest.fixture(scope="session")
def accounts() -> dict[str, dict]:
	rows = json.loads((ROOT / ".bench" / "pristine.accounts.json").read_text())
	return {row["user"].split("@")[0]: row for row in rows}


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(site_name: str, accounts: dict) -> Server:
	"""gunicorn and an RQ worker on the worker's own site, ended with the session."""
	port = free_port()
	environment = {**os.environ, "GAOPING_SITE": site_name, "WEB_PORT": str(port), "WEB_WORKERS": "2"}
	# The server is to know the bureau's time by the site's setting, whatever the machine's.
	del environment["TZ"]
	log = (ROOT / "logs" / f"{site_name}.log").open("w")
	commands = [[ROOT / "config/bin/web"], [ROOT / "config/bin/bench-process", "worker", "--queue", "short,default,long"]]
	processes = [
		subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True) for command in commands
	]
	found = Server(f"http://127.0.0.1:{port}", site_name, accounts)
	try:
		wait_for(found.address)
		yield found
	finally:
		for process in processes:
			process.terminate()
		for process in processes:
			process.wait(20)


def wait_for(address: str) -> None:
	until = time.monotonic() + 60
	while time.monotonic() < until:
		try:
			with urllib.request.urlopen(f"{address}/api/method/ping", timeout=5):
				return
		except OSError:
			time.sleep(0.2)
	raise TimeoutError(f"{address} does not answer; see logs/")


@pytest.fixture(scope="session")
def browser():
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
		yield chromium
		chromium.close()


@pytest.fixture(autouse=True)
def no_open_transaction():
	"""What a test has read stays locked against ALTER TABLE until its transaction ends, and queues up everybody else."""
	yield
	frappe = sys.modules.get("frappe")
	if frappe and getattr(frappe.local, "db", None):
		frappe.local.db.rollback()


@pytest.fixture(scope="session")
def connected(site_name: str):
	"""This process connected to the worker's site; the framework's logs and files want its folder."""
	os.chdir(SITES)
	import frappe
	from gaoping_regulation import compat

	frappe.init(site=site_name, sites_path=str(SITES))
	frappe.connect()
	frappe.flags.in_test = True
	compat.apply()
	frappe.db.rollback()
	yield frappe
	frappe.destroy()
