"""A configuration moves as one file: the seeds' own format, no personal data, a dry run, drafts at the other end."""

import json

import pytest

from gaoping_regulation import seeding
from tests.client import Refused
from tests.http.drafting import DOCTYPE, live, step
from tests.http.fence import accepted

API = "gaoping_regulation.matters.api."
CODES = ("DY", "QJ", "XD", "XT", "YJ")


def exported(client, **arguments) -> list[dict]:
	answer = client.request("GET", f"/api/method/{API}download_configuration", params=arguments)
	assert answer.status_code == 200, answer.text[:300]
	return json.loads(answer.text)


def sent(client, method: str, records) -> list:
	text = records if isinstance(records, bytes) else json.dumps(records, ensure_ascii=False).encode()
	return client.call(API + method, files={"file": ("配置.json", text, "application/json")})


def same(wanted, now) -> bool:
	return seeding.plain_value(wanted) == seeding.plain_value(now)


def test_the_seeds_are_in_this_format(people):
	"""Every seeded record of a matter is in the export, value for value."""
	records = {(row["doctype"], seeding.name_of(row)): row for row in exported(people.business_admin) if row["doctype"] in seeding.NAME_FIELDS}
	kinds = ("print_format", "workflow", "administrative_matter", "risk_control_chart", "flow_box")
	checked, differing = 0, []
	for kind in kinds:
		for seed in seeding.seeds(kind):
			found = records.get((seed["doctype"], seeding.name_of(seed)))
			if found is None and kind == "print_format":
				continue
			for key, value in seed.items():
				given = found.get(key)
				if isinstance(value, list):
					given = [{column: row.get(column) for column in wanted} for wanted, row in zip(value, given or [], strict=True)]
				if not same(value, given):
					differing.append((seeding.name_of(seed), key, value, given))
			checked += 1
	assert checked > 100 and not differing, differing[:1]


def test_it_is_sorted_repeatable_and_without_people(people):
	first, again = exported(people.business_admin), exported(people.business_admin)
	assert first == again
	text = json.dumps(first, ensure_ascii=False)
	assert "@" not in text.replace("@media", "").replace("@page", "").replace("@font-face", "") and "modified_by" not in text
	codes = [row["code"] for row in first if row["doctype"] == "Administrative Matter"]
	# Other tests' matters may be here too.
	assert codes == sorted(codes) and set(codes) >= set(CODES)
	one = exported(people.business_admin, matter="XT")
	assert {row["code"] for row in one if row["doctype"] == "Administrative Matter"} == {"XT"}


def test_an_import_of_what_is_here_changes_nothing(people):
	records = [record for code in CODES for record in exported(people.business_admin, matter=code)]
	assert [(row["matter"], row["new"], row["differences"]) for row in sent(people.business_admin, "compare_file", records)] == [
		(code, False, []) for code in CODES
	]
	assert sent(people.business_admin, "import_file", records) == []


def test_a_changed_file_shows_its_differences_and_becomes_a_draft(people, admin):
	records = exported(people.business_admin, matter="XT")
	matter = next(row for row in records if row["doctype"] == "Administrative Matter")
	next(row for row in matter["stages"] if row["key"] == "SC")["limit_days"] = 4
	before = live(admin)
	told = sent(people.business_admin, "compare_file", records)
	assert [(row["place"], row["field"], row["new"]) for row in told[0]["differences"]] == [("环节：审查环节", "时限（工作日）", "4")]
	assert live(admin) == before
	(name,) = sent(people.business_admin, "import_file", records)
	assert live(admin) == before and admin.read(DOCTYPE, name)["status"] == "草拟"
	assert sent(people.business_admin, "compare_file", records)[0]["open_draft"] == name
	with pytest.raises(Refused, match="未完成的草案"):
		sent(people.business_admin, "import_file", records)
	accepted(step(people.business_admin, "discard_draft", draft=name), "message")


def test_a_matter_that_is_not_here_comes_as_a_new_one(people, admin):
	"""The file of another site: a DocType made in the browser with its workflow, chart and templates."""
	text = json.dumps(exported(people.business_admin, matter="XT"), ensure_ascii=False)
	records = [row for row in json.loads(text) if row["doctype"] in ("Workflow", "Administrative Matter", "Risk Control Chart", "Print Format")]
	for row in records:
		if row["doctype"] == "Administrative Matter":
			row.update(code="ZD", title="占道经营登记", ref_doctype="Zhan Dao", workflow="占道经营登记")
			for document in row["documents"]:
				document["number_format"] = "{case_no}-" + document["key"]
		if row["doctype"] == "Workflow":
			row.update(workflow_name="占道经营登记", document_type="Zhan Dao")
		if row["doctype"] == "Risk Control Chart":
			row.update(matter="ZD")
	with pytest.raises(Refused, match="没有它的定义"):
		sent(people.business_admin, "import_file", records)
	fields = [{"fieldname": "trade_name", "label": "字号", "fieldtype": "Data"}, {"fieldname": "evil", "label": "x", "fieldtype": "Code", "options": "Python"}]
	records.append({"doctype": "DocType", "name": "Zhan Dao", "custom": 1, "module": "Casework", "fields": fields})
	(name,) = sent(people.business_admin, "import_file", records)
	draft = admin.read(DOCTYPE, name)
	assert draft["is_new_matter"] == 1 and [row["fieldname"] for row in draft["form_fields"]] == ["trade_name"]
	accepted(step(people.business_admin, "discard_draft", draft=name), "message")


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"[1]", b'[{"doctype": "User", "name": "x"}]', b'[{"doctype": "Workflow"}]', b"\xff\xfe", b"[" * 5000])
def test_another_file_is_refused_in_chinese(people, text):
	with pytest.raises(Refused, match="这不是配置文件") as told:
		sent(people.business_admin, "compare_file", text)
	assert told.value.status == 417


@pytest.mark.parametrize("who", ["applicant", "reviewer", "inspector", "deputy_director"])
def test_only_the_administrator_moves_it(people, who):
	client = getattr(people, who)
	assert client.request("GET", f"/api/method/{API}download_configuration").status_code == 403
	for method in ("compare_file", "import_file"):
		with pytest.raises(Refused) as told:
			sent(client, method, [])
		assert told.value.status == 403


def test_a_template_in_a_file_is_fenced(people, admin):
	records = exported(people.business_admin, matter="XT")
	card = next(row for row in records if row["doctype"] == "Print Format" and row["name"] == "食品小摊点备案卡")
	before = card["html"]
	card["html"] += "{{ frappe.db.get_value('User', 'Administrator', 'api_key') }}"
	with pytest.raises(Refused, match="打印模板未保存"):
		sent(people.business_admin, "import_file", records)
	assert admin.read("Print Format", card["name"])["html"] == before


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Print Format", {"flags": {"publishing": 1, "ignore_permissions": 1}}),
		("Flow Box", {"flags": {"seeding": 1}, "owner": "Administrator"}),
		("Administrative Matter", {"flags": {"by_engine": 1}, "docstatus": 2}),
	],
)
def test_what_is_no_field_is_left_out(people, doctype, values):
	records = exported(people.business_admin, matter="XT")
	next(row for row in records if row["doctype"] == doctype).update(values)
	assert sent(people.business_admin, "compare_file", records)[0]["differences"] == []
	assert sent(people.business_admin, "import_file", records) == []


@pytest.mark.parametrize("values", [{"stages": "x"}, {"stages": [1]}, {"stages": [{"key": {}}]}, {"title": []}])
def test_a_value_of_another_kind_is_refused(people, values):
	records = exported(people.business_admin, matter="XT")
	next(row for row in records if row["doctype"] == "Administrative Matter").update(values)
	with pytest.raises(Refused, match="配置文件中") as told:
		sent(people.business_admin, "compare_file", records)
	assert told.value.status == 417
