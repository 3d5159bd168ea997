"""A real upgrade from the database of an earlier version: what an administrator changed stays, what nobody touched follows.

The dump is of the tag v0.4. One record of each kind is changed in it, as the browser would have, then `migrate` runs.
"""

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from config.setup import pristine, services, site
from gaoping_regulation import seeding

ROOT = Path(__file__).resolve().parents[1]
DUMP = Path(__file__).parent / "data" / "upgrade" / "v0.4.sql.gz"
NAME = "test-upgrade.localhost"
CARD, FLOW, DESK = "食品小摊点备案卡", "食品小摊点备案", "办件工作台"
CHANGES = (
	f"update `tabPrint Format` set html = concat(html, '<p>本局监制</p>') where name = '{CARD}'",
	"update `tabAdministrative Matter` set service_phone = '0356-5221111' where name = 'XT'",
	"update `tabRisk Point` set question = '改过的问题？' where parent = 'XT' and code = 'XT-SC-1'",
	f"update `tabWorkflow Transition` set allowed = '审核人' where parent = '{FLOW}' and action = '资料齐全'",
	"update `tabFlow Box` set text = '事后监管（抽查）' where name = 'XT-followup'",
	"update `tabTownship` set code = '777' where name = '东城街道'",
	"update `tabFood Business Item` set is_banned = 1 where name = (select * from (select min(name) from `tabFood Business Item` where is_banned = 0) one)",
	"delete from `tabTownship` where name = '南城街道'",
	f"update `tabWorkspace` set content = '[]', modified_by = 'business_admin@gaoping.local' where name = '{DESK}'",
	"alter table `tabSmall Food Stall Filing` add column custom_area varchar(140)",
	"insert into `tabCustom Field` (name, dt, fieldname, label, fieldtype, insert_after, docstatus, creation, modified, owner, modified_by)"
	" values ('Small Food Stall Filing-custom_area', 'Small Food Stall Filing', 'custom_area', '摊位面积', 'Data', 'stall_type', 0, now(), now(),"
	" 'business_admin@gaoping.local', 'business_admin@gaoping.local')",
	"insert into `tabProperty Setter` (name, doc_type, doctype_or_field, field_name, property, property_type, value, docstatus, creation, modified, owner)"
	" values ('Small Food Stall Filing-trade_name-label', 'Small Food Stall Filing', 'DocField', 'trade_name', 'label', 'Data', '摊点字号', 0, now(), now(), 'x')",
)


def query(sql: str) -> list[list[str]]:
	database = json.loads((ROOT / "sites" / NAME / "site_config.json").read_text())["db_name"]
	done = subprocess.run(
		[*services.client_command("mariadb"), "--batch", "--skip-column-names", database],
		input=sql, capture_output=True, text=True, check=True, env=services.client_environment(),
	)
	return [line.split("\t") for line in done.stdout.splitlines()]


def inside(code: str):
	"""Run a few lines on the upgraded site, as 业务管理员; `found` is their result."""
	script = (
		"import json, frappe\n"
		f"frappe.init(site={NAME!r}, sites_path='.')\nfrappe.connect()\n"
		"from gaoping_regulation import compat\ncompat.apply()\n"
		f"frappe.set_user('business_admin@gaoping.local')\n{code}\nfrappe.db.commit()\nprint('\\n' + json.dumps(found, default=str))"
	)
	done = subprocess.run([ROOT / "env/bin/python", "-c", script], cwd=ROOT / "sites", capture_output=True, text=True)
	assert done.returncode == 0, done.stderr[-2000:]
	return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory) -> str:
	"""The site after the upgrade; the command's own words."""
	dump = tmp_path_factory.mktemp("dump") / "old.sql"
	dump.write_bytes(gzip.decompress(DUMP.read_bytes()))
	pristine.restore(NAME, dump)
	for change in CHANGES:
		query(change)
	done = subprocess.run(
		[ROOT / "config/bin/bench-process", "--site", NAME, "migrate"], cwd=ROOT, capture_output=True, text=True, timeout=500
	)
	assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
	yield done.stdout
	site.drop_site(NAME)


@pytest.mark.parametrize(
	("sql", "expected"),
	[
		(f"select right(html, 11) from `tabPrint Format` where name = '{CARD}'", "<p>本局监制</p>"),
		("select service_phone from `tabAdministrative Matter` where name = 'XT'", "0356-5221111"),
		("select question from `tabRisk Point` where parent = 'XT' and parenttype = 'Risk Control Chart' and code = 'XT-SC-1'", "改过的问题？"),
		(f"select allowed from `tabWorkflow Transition` where parent = '{FLOW}' and action = '资料齐全'", "审核人"),
		("select text from `tabFlow Box` where name = 'XT-followup'", "事后监管（抽查）"),
		("select code from `tabTownship` where name = '东城街道'", "777"),
		("select count(*) from `tabTownship` where name = '南城街道'", "0"),
		("select label from `tabCustom Field` where name = 'Small Food Stall Filing-custom_area'", "摊位面积"),
		("select value from `tabProperty Setter` where name = 'Small Food Stall Filing-trade_name-label'", "摊点字号"),
		(f"select content from `tabWorkspace` where name = '{DESK}'", "[]"),
	],
)
def test_what_was_changed_stays(upgraded, sql, expected):
	assert query(sql) == [[expected]]


def test_what_nobody_touched_follows(upgraded):
	"""Every seed of the new version whose record was left alone is there as it is now; new ones are added."""
	assert query("select count(*) from `tabControl Measure` where parenttype = 'Risk Control Chart' and parent = 'DY' and carried_by_key > ''") != [["0"]]
	assert query("select count(*) from `tabPrint Format` where name = '不予办理决定书'") == [["1"]]
	left = inside(
		"from gaoping_regulation import seeding\n"
		"found = []\n"
		"for kind in seeding.ORDER:\n"
		"	for seed in seeding.seeds(kind):\n"
		"		name = seeding.name_of(seed)\n"
		"		if not frappe.db.exists(seed['doctype'], name):\n"
		"			found.append(name)\n"
		"			continue\n"
		"		now = seeding.project(frappe.get_doc(seed['doctype'], name), seed)\n"
		"		if any(seeding.plain_value(seed[key]) != seeding.plain_value(now[key]) for key in seed):\n"
		"			found.append(name)"
	)
	assert set(left) == {"XT", CARD, FLOW, "XT-followup", "东城街道", "南城街道", *changed_item()}


def changed_item() -> list[str]:
	"""The one item that was banned here and is not in the seeds."""
	seeded = {row["title"] for row in seeding.seeds("food_business_item") if row.get("is_banned")}
	return [row[0] for row in query("select name from `tabFood Business Item` where is_banned = 1") if row[0] not in seeded]


def test_the_difference_is_listed_and_shown_side_by_side(upgraded):
	"""The chart is both: changed here, and another in the new version."""
	assert "保留管理员的修改：Risk Control Chart: XT" in upgraded
	rows = query("select for_doctype, for_name from `tabSeed Record` where status = '管理员已改' and offered > '' order by 1, 2")
	assert ["Risk Control Chart", "XT"] in rows
	key = query("select name from `tabSeed Record` where for_doctype = 'Risk Control Chart' and for_name = 'XT'")[0][0]
	told = inside(f"from gaoping_regulation.matters import api\nfound = api.show_offer({key!r})")
	mine = [(row["field"], row["old"]) for row in told if row["old"] == "改过的问题？"]
	assert mine == [("检查问题", "改过的问题？")]


def test_the_new_version_is_taken_as_a_draft_or_left(upgraded):
	key = query("select name from `tabSeed Record` where for_doctype = 'Risk Control Chart' and for_name = 'XT'")[0][0]
	taken = inside(f"from gaoping_regulation.matters import api\nfound = api.take_offer({key!r})")
	assert taken["status"] == "已起草"
	draft = inside(f"found = frappe.get_doc('Configuration Draft', {taken['draft']!r}).points[0].question")
	assert draft != "改过的问题？"
	assert query("select question from `tabRisk Point` where parent = 'XT' and parenttype = 'Risk Control Chart' and code = 'XT-SC-1'") == [["改过的问题？"]]


def test_a_second_upgrade_changes_nothing(upgraded):
	before = query("checksum table `tabPrint Format`, `tabAdministrative Matter`, `tabRisk Point`, `tabWorkflow Transition`, `tabFlow Box`, `tabMatter Version`")
	done = subprocess.run([ROOT / "config/bin/bench-process", "--site", NAME, "migrate"], cwd=ROOT, capture_output=True, text=True, timeout=500)
	assert done.returncode == 0, done.stderr[-1500:]
	after = query("checksum table `tabPrint Format`, `tabAdministrative Matter`, `tabRisk Point`, `tabWorkflow Transition`, `tabFlow Box`, `tabMatter Version`")
	assert before == after
	assert query(f"select content from `tabWorkspace` where name = '{DESK}'") == [["[]"]]
