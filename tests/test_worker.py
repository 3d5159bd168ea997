"""The worker does its jobs in its own process, begins anew after so many, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from rq import Queue

SITES = Path(__file__).resolve().parent.parent / "sites"
NAME = "test-of-the-worker"
PROGRAM = f"""
from redis import Redis
from gaoping_regulation import preload

connection = Redis.from_url("ADDRESS")
connection.incr("{NAME}-starts")
preload.JOBS = 2
preload.Worker(["{NAME}"], connection=connection).work()
"""


@pytest.fixture
def connection():
	address = json.loads((SITES / "common_site_config.json").read_text())["redis_queue"]
	with redis.Redis.from_url(address) as connection:
		connection.address = address
		yield connection
		Queue(NAME, connection=connection).delete(delete_jobs=True)
		connection.delete(f"{NAME}-starts")


@pytest.fixture
def worker(connection, tmp_path):
	program = tmp_path / "worker.py"
	program.write_text(PROGRAM.replace("ADDRESS", connection.address))
	process = subprocess.Popen([sys.executable, program], cwd=SITES, stderr=subprocess.DEVNULL)
	yield process
	process.kill()
	process.wait()


def test_one_process_for_all_jobs_begun_anew_and_ended(connection, worker):
	jobs = [Queue(NAME, connection=connection).enqueue(os.getpid) for _ in range(3)]
	until = time.monotonic() + 60
	while not all(job.get_status(refresh=True) == "finished" for job in jobs):
		assert time.monotonic() < until, [job.get_status() for job in jobs]
		time.sleep(0.1)
	assert {job.return_value() for job in jobs} == {worker.pid}
	assert int(connection.get(f"{NAME}-starts")) == 2
	worker.send_signal(signal.SIGTERM)
	assert worker.wait(20) == 0
