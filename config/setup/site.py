"""The site: common configuration, database, headless setup wizard, app and accounts."""

import getpass
import hashlib
import json
import secrets
import shutil

from . import services
from .console import Refusal
from .paths import ACCOUNTS, CONFIG, PYTHON, SITE, SITES, STATE, write_private
from .services import query
from .shell import run

SITE_ADVICE = "Read the log's end above. Run again: the step starts over by itself."
ADMINISTRATOR = STATE / "administrator"
APP = "gaoping_regulation"


def write_common_configuration(chosen: dict[str, int]) -> None:
	"""Fill sites/common_site_config.json from its template with this clone's ports; other keys in it are kept."""
	text = (SITES / "common_site_config.template.json").read_text()
	# `bench` refuses to work for root unless the configuration names root.
	for key, value in {**chosen, "site": SITE, "user": getpass.getuser()}.items():
		text = text.replace("{{" + key + "}}", str(value))
	target = SITES / "common_site_config.json"
	kept = json.loads(target.read_text()) if target.exists() else {}
	write_private(target, json.dumps({**kept, **json.loads(text)}, indent=1, sort_keys=True) + "\n")


def bench(site: str, *arguments: str, secret: tuple[str, ...] = (), log: str = "site.log") -> None:
	"""What `bench --site SITE ARGUMENTS SECRET` runs; the secret arguments appear in no log and no process list."""
	words = ["frappe", "--site", site, *arguments, *secret]
	run(
		[PYTHON, CONFIG / "bin" / "bench-private"],
		advice=SITE_ADVICE,
		cwd=SITES,
		log=log,
		env={"BENCH_ARGUMENTS": json.dumps(words)},
		label=f"bench --site {site} {' '.join(arguments)}",
	)


def create_site(site: str = SITE) -> None:
	"""A new, bare site. Starts over if it was interrupted."""
	config = SITES / site / "site_config.json"
	config.unlink(missing_ok=True)
	name = database_name(site)
	drop_database(name)
	password = secrets.token_urlsafe(12)
	# Released 15.x calls --no-mariadb-socket deprecated, but has it; the registry build has nothing newer.
	options = ["--force", "--no-mariadb-socket", "--db-root-username=root", f"--db-name={name}"]
	hidden = (f"--db-root-password={services.root_password()}", f"--admin-password={password}")
	bench(site, "new-site", site, *options, secret=hidden)
	check_made(name)
	config.chmod(0o600)
	write_private(ADMINISTRATOR, password)


def check_made(name: str) -> None:
	"""Raise Refusal unless the framework is in the database: some releases report a failure with exit code 0."""
	found = query(f"SELECT defvalue FROM `{name}`.tabDefaultValue WHERE defkey = 'installed_apps'")
	if "frappe" not in found:
		raise Refusal("The site was not made whole; see logs/site.log.", SITE_ADVICE)


def install_app(site: str = SITE) -> None:
	"""The app, then the setup wizard without a browser: Chinese, Shanghai time, yuan."""
	bench(site, "install-app", APP, "--force")
	bench(site, "gaoping-prepare-site")


def make_accounts(site: str = SITE) -> None:
	"""One account for each role with a random password, listed in a file that only the owner reads."""
	target = ACCOUNTS if site == SITE else STATE / "pristine.accounts.json"
	partial = target.with_name(target.name + ".partial")
	partial.unlink(missing_ok=True)
	partial.touch(mode=0o600)
	hidden = ("--administrator-password", ADMINISTRATOR.read_text())
	bench(site, "gaoping-make-accounts", "--into", str(partial), secret=hidden)
	partial.replace(target)


def migrate(site: str = SITE) -> None:
	bench(site, "migrate", log="migrate.log")


def clear_cache(site: str = SITE) -> None:
	bench(site, "clear-cache")


def backup(site: str = SITE) -> str:
	"""Back the database up; returns the backup's path."""
	bench(site, "backup", log="migrate.log")
	folder = SITES / site / "private" / "backups"
	return max(map(str, folder.glob("*-database.sql.gz")), default=str(folder))


def drop_site(site: str) -> None:
	"""Remove a site's folder, database and database user."""
	config = SITES / site / "site_config.json"
	name = json.loads(config.read_text()).get("db_name") if config.exists() else None
	if name:
		drop_database(name)
	shutil.rmtree(SITES / site, ignore_errors=True)


def database_name(site: str) -> str:
	"""One name for the served site; a new one each time for others, since Redis keeps what it cached of the last."""
	return "_" + (hashlib.sha256(site.encode()).hexdigest()[:14] if site == SITE else secrets.token_hex(7))


def drop_database(name: str) -> None:
	"""Remove a database and its user; raises Refusal if MariaDB refuses."""
	folder = services.DATA / services.MARIADB / name
	statement = f"DROP DATABASE IF EXISTS `{name}`; DROP USER IF EXISTS `{name}`@`%`;"
	try:
		query(statement)
	except Refusal:
		# A full disk, or a server killed in the middle, leaves files of which MariaDB knows nothing.
		for file in folder.glob("*"):
			file.unlink()
		query(statement)
