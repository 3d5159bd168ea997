"""A page of our portal beside the framework's own /login, over HTTP, each served as it is in production.

Ours: `gaoping_regulation.wsgi` on the run's site. Stock's: `frappe.app:application` on a copy of the same site
with no app but the framework installed. Our app has a log-in page of its own and gives every page's templates a
cache; on the copy neither takes part, so that its /login is what any Frappe site shows. Both run gunicorn with
the same settings and two workers, and take turns under the same four clients.
"""

import http.client
import os
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import frappe

from config.setup.paths import ENV, LOGS, SITES
from tests.bench.operations import begin

CLIENTS = 4
WORKERS = 2
ROUNDS = 7
START_SECONDS = 60


@dataclass(frozen=True)
class Page:
	"""A page to load: its path, a text that it must hold, and how often to get it in one round."""

	path: str
	holds: str
	requests: int


OURS = Page("/matters/XT", "要准备的材料", 80)
STOCKS = Page("/login", "for-login", 16)


def bare(site: str) -> None:
	"""Make a copy of our site one that has the framework alone."""
	begin(site)
	frappe.db.set_global("installed_apps", '["frappe"]')
	frappe.db.commit()
	frappe.clear_cache()
	frappe.db.close()


@contextmanager
def server(application: str, site: str) -> Iterator[int]:
	"""gunicorn with the project's settings on a free port; yields the port."""
	port = free_port()
	environment = {**os.environ, "GAOPING_SITE": site, "WEB_PORT": str(port), "WEB_WORKERS": str(WORKERS)}
	command = [ENV / "bin" / "gunicorn", "--config", "../config/gunicorn.conf.py", application]
	with (LOGS / f"{site}.log").open("w") as log:
		process = subprocess.Popen(command, cwd=SITES, env=environment, stdout=log, stderr=log, start_new_session=True)
	try:
		wait_for(port, site)
		yield port
	finally:
		process.terminate()
		process.wait(30)


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def wait_for(port: int, site: str) -> None:
	"""Until the server answers; raises TimeoutError."""
	until = time.monotonic() + START_SECONDS
	while time.monotonic() < until:
		try:
			if get(port, site, "/api/method/ping")[0] == 200:
				return
		except OSError:
			time.sleep(0.2)
	raise TimeoutError(f"the server of {site} does not answer; see logs/{site}.log")


def get(port: int, site: str, path: str) -> tuple[int, bytes]:
	"""Status and body of a page, as a Chinese guest gets it."""
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
	try:
		connection.request("GET", path, headers={"X-Frappe-Site-Name": site, "Accept-Language": "zh-CN,zh"})
		answer = connection.getresponse()
		return answer.status, answer.read()
	finally:
		connection.close()


def rate(port: int, site: str, page: Page, requests: int) -> float:
	"""Requests a second over so many requests by four clients; raises AssertionError if an answer is not the page."""
	with ThreadPoolExecutor(CLIENTS) as clients:
		started = time.perf_counter()
		answers = list(clients.map(lambda _: get(port, site, page.path), range(requests)))
		seconds = time.perf_counter() - started
	wrong = [status for status, body in answers if status != 200 or page.holds not in body.decode()]
	assert not wrong, f"{page.path}: {len(wrong)} of {requests} answers are not the page (status {wrong[0]})"
	return requests / seconds


def run(site: str, stock_site: str) -> dict:
	"""Both pages by turns; the medians of the rounds."""
	bare(stock_site)
	with (
		server("gaoping_regulation.wsgi:application", site) as ours,
		server("frappe.app:application", stock_site) as theirs,
	):
		targets = [(ours, site, OURS), (theirs, stock_site, STOCKS)]
		for target in targets:
			rate(*target, 2 * CLIENTS)
		rounds = [[rate(*target, target[2].requests) for target in targets] for _ in range(ROUNDS)]
	mine, stocks = (statistics.median(column) for column in zip(*rounds, strict=True))
	return {
		"ours_rps": round(mine, 1),
		"stock_rps": round(stocks, 1),
		"ratio": round(mine / stocks, 2),
		"ours": OURS.path,
		"stock": STOCKS.path,
		"clients": CLIENTS,
		"workers": WORKERS,
	}
