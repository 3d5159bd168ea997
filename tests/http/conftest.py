"""Fixtures of the HTTP tests: people who are logged in, cases as far as a test needs them, what the database holds."""

import json

import pytest

from tests.client import Client
from tests.http.fence import Administrator, picture
from tests.http.stored import Stored
from tests.http.story import People


@pytest.fixture(scope="session")
def people(server) -> People:
	"""The trial accounts, each logged in once: people.applicant, people.reviewer, people.Administrator …"""
	return People(server)


@pytest.fixture
def guest(server) -> Client:
	return server.guest()


@pytest.fixture(scope="session")
def stored(connected) -> Stored:
	"""What the site's database holds, past every permission."""
	return Stored(connected)


@pytest.fixture(scope="session")
def token_headers(connected, accounts) -> dict[str, str]:
	"""An Authorization header with API keys of the trial applicant."""
	user = connected.get_doc("User", accounts["applicant"]["user"])
	key, secret = "apikey-of-applicant", "secret-of-applicant"
	user.db_set("api_key", key)
	connected.utils.password.set_encrypted_password("User", user.name, secret, "api_secret")
	connected.db.commit()
	return {"Authorization": f"token {key}:{secret}"}


@pytest.fixture
def frozen_case(people):
	"""Parametrised tests share one submitted case that nothing may change."""
	return people.shared_case()


@pytest.fixture(scope="session")
def admin(people) -> Administrator:
	"""业务管理员 (for the tests of the fence)."""
	return Administrator(people.business_admin)


@pytest.fixture(scope="module")
def last_picture(stored) -> dict:
	"""What the module's latest test left, as picture() gives it."""
	return picture(stored)


@pytest.fixture
def unchanged(stored, last_picture):
	"""Nothing that an escalation would touch differs after the test. For modules all of whose tests ask for it."""
	before = dict(last_picture)
	yield
	last_picture.update(picture(stored))
	assert {table for table in before if before[table] != last_picture[table]} == set()


def pytest_make_parametrize_id(config, val, argname):
	"""Readable ids for dicts and long texts."""
	if isinstance(val, dict | list):
		return json.dumps(val, ensure_ascii=False)[:40]
	return None
