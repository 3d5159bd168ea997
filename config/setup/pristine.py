"""One pristine site as a dump, of which the tests' sites are copies: no test touches the site that is served."""

import hashlib
import json
import secrets
import shutil
import subprocess
from pathlib import Path

from . import services, site
from .console import Refusal
from .paths import ACCOUNTS, APP, FRAMEWORK_LOCK, SITE, SITES, STATE, write_private

NAME = "pristine.localhost"
DUMP = STATE / "pristine.sql"
DIGEST = STATE / "pristine.digest"
CONFIG = STATE / "pristine.config.json"
# Set once the served site has been in use: it is no pristine one any more.
SERVED = STATE / "served"
PACKAGE = APP / "gaoping_regulation"
FOLDERS = ("public/files", "private/files", "private/backups", "locks", "logs")


def digest() -> str:
	"""What a fresh site depends on: DocTypes, seeds, detectors, installation and framework. Other code may change freely."""
	found = hashlib.sha256(FRAMEWORK_LOCK.read_bytes())
	files = [*PACKAGE.rglob("*.json"), *(PACKAGE / "seed").rglob("*.html")]
	files += (PACKAGE / "risk_control" / "detectors").glob("*.py")
	files += [PACKAGE / name for name in ("install.py", "seeding.py", "accounts.py", "modules.txt", "patches.txt")]
	for path in sorted(files):
		found.update(str(path.relative_to(PACKAGE)).encode())
		found.update(path.read_bytes())
	return found.hexdigest()


def dump(source: str) -> None:
	"""Keep a site's database as the pristine state; raises Refusal if it cannot be dumped."""
	DIGEST.unlink(missing_ok=True)
	config = SITES / source / "site_config.json"
	with DUMP.open("w") as output:
		done = subprocess.run(
			[*services.client_command("mariadb-dump"), "--single-transaction", json.loads(config.read_text())["db_name"]],
			stdout=output,
			stderr=subprocess.PIPE,
			text=True,
			env=services.client_environment(),
		)
	if done.returncode:
		raise Refusal(f"The database cannot be dumped: {done.stderr.strip()}", "See logs/mariadb.log.")
	shutil.copy(config, CONFIG)
	DIGEST.write_text(digest())


def dump_if_unused() -> None:
	"""Right after the served site was made it is pristine itself: keep that instead of making another."""
	if not SERVED.exists():
		dump(SITE)
		shutil.copy(ACCOUNTS, STATE / "pristine.accounts.json")


def ensure_pristine() -> None:
	"""Make the pristine dump anew if the app's records have changed since."""
	if DUMP.exists() and DIGEST.exists() and DIGEST.read_text() == digest():
		return
	print("pristine site for the tests …", flush=True)
	served = site.ADMINISTRATOR.read_text()
	try:
		site.drop_site(NAME)
		site.create_site(NAME)
		site.install_app(NAME)
		site.make_accounts(NAME)
	finally:
		write_private(site.ADMINISTRATOR, served)
	dump(NAME)
	site.drop_site(NAME)


def restore(name: str, source: Path = DUMP) -> None:
	"""A test site NAME out of a dump (the pristine one), replacing what an earlier run left.

	Raises Refusal if the database does not take it.
	"""
	site.drop_site(name)
	for part in FOLDERS:
		(SITES / name / part).mkdir(parents=True)
	database = site.database_name(name)
	password = secrets.token_urlsafe(12)
	services.query(
		f"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}`;"
		f"CREATE OR REPLACE USER `{database}`@`%` IDENTIFIED BY '{password}';"
		f"GRANT ALL PRIVILEGES ON `{database}`.* TO `{database}`@`%`;"
	)
	load(database, source)
	config = json.loads(CONFIG.read_text())
	# A scheduler that serves this folder looks after every site in it; tests call the jobs themselves.
	config.update(db_name=database, db_password=password, allow_tests=True, host_name="http://127.0.0.1", pause_scheduler=1)
	# The same of the detectors: some thousand cases would each be looked at several times.
	config["gaoping_detect_at_once"] = 0
	write_private(SITES / name / "site_config.json", json.dumps(config, indent=1) + "\n")


def load(database: str, dump: Path) -> None:
	with dump.open() as source:
		done = subprocess.run(
			[*services.client_command("mariadb"), database],
			stdin=source,
			stderr=subprocess.PIPE,
			text=True,
			env=services.client_environment(),
		)
	if done.returncode:
		if dump == DUMP:
			DIGEST.unlink(missing_ok=True)
		raise Refusal(f"The pristine copy cannot be loaded: {done.stderr.strip()}", "Run again: it is made anew.")
