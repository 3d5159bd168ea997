"""Ports: kept for the clone, chosen anew only where taken, and refused by name."""

import json
import os
import socket

import pytest


@pytest.fixture
def taken():
	"""Listen on a port for the test's time."""
	held = []

	def listen(port: int = 0) -> int:
		server = socket.create_server(("127.0.0.1", port))
		held.append(server)
		return server.getsockname()[1]

	yield listen
	for server in held:
		server.close()


def test_ports_are_chosen_once_and_kept(clone):
	first = clone.ports.choose(set())
	assert clone.ports.choose(set()) == first
	assert json.loads((clone.root / ".bench/ports.json").read_text()) == first


def test_ports_differ_and_lie_below_those_of_outgoing_connections(clone):
	chosen = clone.ports.choose(set())
	low = int(open("/proc/sys/net/ipv4/ip_local_port_range").read().split()[0])
	assert len(set(chosen.values())) == 4
	assert all(1024 < port < low for port in chosen.values())


def test_a_port_that_somebody_took_is_chosen_anew_and_the_others_stay(clone, taken):
	first = clone.ports.choose(set())
	taken(first["redis_queue"])
	second = clone.ports.choose(set())
	assert second["redis_queue"] != first["redis_queue"]
	assert {**second, "redis_queue": 0} == {**first, "redis_queue": 0}


def test_the_port_of_a_service_that_runs_stays(clone, taken):
	first = clone.ports.choose(set())
	taken(first["mariadb"])
	assert clone.ports.choose({"mariadb"}) == first


def test_the_web_port_is_given_or_kept_or_8000(clone, monkeypatch):
	assert clone.ports.wanted_web() == 8000
	clone.ports.keep({"web": 8123})
	assert clone.ports.wanted_web() == 8123
	monkeypatch.setenv("PORT", "8456")
	assert clone.ports.wanted_web() == 8456


@pytest.mark.parametrize("given", ["abc", "80", "70000", "-8000", "8000.0", "８０００"])
def test_a_port_that_is_none_is_refused(clone, monkeypatch, refused, given):
	monkeypatch.setenv("PORT", given)
	with refused(f"PORT={given} is no port", "1024"):
		clone.ports.wanted_web()


def test_a_taken_port_is_refused_with_its_holder_and_a_free_one(clone, taken, refused, wait_until):
	port = taken()
	holder = clone.spawn(f"import socket, time; s = socket.create_server(('127.0.0.1', {port + 1})); time.sleep(60)  # holder")
	try:
		wait_until(lambda: clone.ports.listens(port + 1))
		with refused(f"Port {port + 1} is taken by", f"(process {holder.pid})", "make run PORT="):
			clone.ports.check_web(port + 1)
	finally:
		holder.kill()
		holder.communicate()


def test_a_refused_port_is_not_kept(clone, taken, monkeypatch):
	"""The next plain `make start` must not try again what was refused."""
	port = taken()
	clone.ports.keep({"web": 8123})
	done = clone.command("start", env={**os.environ, "PORT": str(port)})
	assert done.returncode == 1 and f"Port {port} is taken" in done.stderr
	assert clone.ports.kept()["web"] == 8123
