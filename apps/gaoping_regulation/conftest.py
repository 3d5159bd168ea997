"""Tests beside the app's code run in process, as Administrator, and are rolled back."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def site(connected):
	"""Connect before unittest's own class set-up looks for a site."""
	return connected


@pytest.fixture(autouse=True)
def rolled_back(site):
	site.set_user("Administrator")
	yield
	site.db.rollback()
	site.set_user("Administrator")
	site.clear_messages()
