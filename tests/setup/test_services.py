"""MariaDB and Redis of the clone, for real, in a scratch folder."""

import json
import os
import shutil
import signal

import pytest


def append(clone, template: str, line: str) -> None:
	path = clone.root / "config" / template
	path.write_text(path.read_text() + line + "\n")


@pytest.fixture
def database(clone):
	"""An initialised data folder."""
	clone.services.create_database()
	return clone.services


def test_services_start_answer_and_stop(clone, database):
	assert database.start_all() == {"mariadb", "redis_cache", "redis_queue"}
	assert database.answer()
	settings = database.query("SELECT @@tx_isolation, @@character_set_server, @@bind_address").split()
	assert settings == ["READ-COMMITTED", "utf8mb4", "127.0.0.1"]
	assert database.start_all() == set(), "what runs is left as it is"
	database.stop_all()
	assert database.running() == {} and database.processes_on_data() == []


def test_only_root_with_the_password_may_enter(clone, database):
	database.start_all()
	accounts = database.query("SELECT User, Host FROM mysql.global_priv WHERE User NOT LIKE 'mariadb.%' ORDER BY Host")
	assert accounts.splitlines() == ["root\t127.0.0.1", "root\tlocalhost"]
	clone.paths.write_private(database.PASSWORD_FILE, "wrong")
	assert database.client("SELECT 1").returncode != 0
	assert not (database.DATA / "mariadb/secure.sql").exists()


def test_killed_services_are_started_again_with_their_data(clone, database):
	database.start_all()
	database.query("CREATE DATABASE kept")
	for pid in database.running().values():
		os.kill(pid, signal.SIGKILL)
	assert database.start_all() == {"mariadb", "redis_cache", "redis_queue"}
	assert "kept" in database.query("SHOW DATABASES").split()


def test_servers_that_nobody_remembers_do_not_work_on_the_data_twice(clone, database):
	"""The ports' file is lost while the services run: they are ended before others take their folder."""
	database.start_all()
	before = set(database.processes_on_data())
	clone.paths.PORTS.unlink()
	database.start_all()
	after = set(database.processes_on_data())
	assert len(after) == 3 and not before & after
	assert database.answer()


def test_mariadb_that_does_not_start_is_refused_with_its_log(clone, database, refused):
	append(clone, "mariadb.cnf.template", "[mariadbd]\nno-such-setting = 1")
	with refused("mariadb does not start", "logs/mariadb.log", "unknown variable 'no-such-setting=1'", "make clean"):
		clone.services.start_all()


def test_damaged_data_is_refused_with_the_log(clone, database, refused):
	(database.DATA / "mariadb/ibdata1").write_bytes(b"damaged" * 1000)
	with refused("mariadb does not start", "InnoDB"):
		database.start_all()


def test_redis_that_does_not_start_is_refused_with_its_log(clone, database, refused):
	append(clone, "redis_queue.conf.template", "no-such-directive yes")
	with refused("redis_queue does not start", "no-such-directive"):
		database.start_all()


def test_mariadb_that_cannot_be_initialised_is_refused(clone, refused, monkeypatch):
	"""The data folder is built beside and renamed: a failure leaves none."""
	program = clone.write("path/mariadb-install-db", "#!/bin/sh\necho 'cannot do it'\nexit 1\n", 0o755)
	monkeypatch.setattr(clone.services, "PATH", f"{program.parent}:{os.environ['PATH']}")
	monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
	with refused("mariadb-install-db", "cannot do it"):
		clone.services.create_database()
	assert not (clone.services.DATA / "mariadb").exists()


def test_a_program_that_is_not_installed_is_refused(clone, refused, monkeypatch):
	monkeypatch.setattr(clone.services, "PATH", str(clone.root))
	with refused("mariadbd is not installed", "make run"):
		clone.services.program("mariadbd", "mysqld")


def test_redis_runs_from_debians_tools_alone(clone, database, monkeypatch):
	"""redis-server is not there under its name, only the same program under the other."""
	monkeypatch.setattr(clone.services, "REDIS_PROGRAMS", ("redis-check-rdb",))
	if not shutil.which("redis-check-rdb"):
		pytest.skip("this machine has Redis from elsewhere")
	database.start_all()
	assert database.answer() and len(database.running()) == 3


def test_the_common_configuration_is_filled_and_keeps_what_was_set(clone):
	clone.write("sites/common_site_config.json", '{"mail_server": "kept", "db_port": 1}')
	chosen = clone.ports.choose(set())
	clone.site.write_common_configuration({**chosen, "web": 8123})
	found = json.loads((clone.root / "sites/common_site_config.json").read_text())
	assert found["mail_server"] == "kept"
	assert (found["db_port"], found["webserver_port"], found["socketio_port"]) == (chosen["mariadb"], 8123, chosen["realtime"])
	assert found["redis_queue"].endswith(f":{chosen['redis_queue']}")
	assert "{{" not in json.dumps(found)


def test_a_database_of_which_files_were_left_is_dropped(clone, database):
	"""After a full disk MariaDB leaves files behind that it does not know, and then cannot remove the folder."""
	database.start_all()
	name = clone.site.database_name(clone.paths.SITE)
	database.query(f"CREATE DATABASE `{name}`")
	clone.write(f".bench/data/mariadb/{name}/left-over.file", "?")
	clone.site.drop_database(name)
	assert name not in database.query("SHOW DATABASES").split()
