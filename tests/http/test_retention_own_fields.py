"""Fields that an administrator added: marked as personal at the matter they are cleared with the app's own, else they stay."""

import json

import pytest

from tests import samples
from tests.client import message_of
from tests.http.fence import accepted, without_column
from tests.http.story import STALL, serials

WORKER = "Food Worker"
# {field: (DocType, label, type, what an applicant fills in)}
FIELDS = {
	"custom_health": (STALL, "健康状况", "Data", "良好"),
	"custom_family_size": (STALL, "家庭人数", "Int", 5),
	"custom_facing": (STALL, "摊位朝向", "Data", "朝南"),
	"custom_home": (WORKER, "现住处", "Data", "东城街3号"),
}
MARKED = ("健康状况", "custom_family_size", "workers.custom_home")


@pytest.fixture(scope="module")
def own_fields(admin, people, stored, connected):
	"""The four fields as 业务管理员 adds them; gone again after the module."""
	for name, (doctype, label, kind, _value) in FIELDS.items():
		place = "stall_type" if doctype == STALL else "post"
		accepted(admin.custom_field(name, dt=doctype, label=label, fieldtype=kind, insert_after=place))
	connected.clear_cache()
	yield
	mark(admin)
	for name, (doctype, *_rest) in FIELDS.items():
		people.Administrator.request("DELETE", f"/api/resource/Custom Field/{doctype}-{name}")
		without_column(stored, doctype, name)
	connected.clear_cache()


def mark(admin, *names: str):
	return admin.change("Administrative Matter", "XT", personal_fields=[{"fieldname": name} for name in names])


@pytest.mark.parametrize("name", ["trade_name", "applicant_name", "workflow_state", "workers.post", "materials.sha256", "nosuch", "workers.nosuch"])
def test_only_a_field_that_was_added_here_is_marked(admin, own_fields, name):
	answer = mark(admin, "custom_health", name)
	assert answer.status_code == 417, answer.text
	assert all(text in message_of(answer) for text in ("第2行", f"没有“{name}”", "健康状况（custom_health）")), message_of(answer)


def test_nobody_else_marks_a_field(people, own_fields, stored):
	for who in ("applicant", "reviewer", "inspector"):
		answer = getattr(people, who).request("PUT", "/api/resource/Administrative Matter/XT", json={"personal_fields": [{"fieldname": "custom_facing"}]})
		assert answer.status_code == 403, who
	assert stored.count("Matter Personal Field", "fieldname = 'custom_facing'") == 0


def test_marked_fields_are_cleared_at_the_end_of_the_term_and_others_stay(admin, people, own_fields, stored, connected):
	from gaoping_regulation.casework import retention

	accepted(mark(admin, *MARKED))
	rows = stored.sql("select fieldname, title from `tabMatter Personal Field` where parent = 'XT' order by idx")
	assert rows == (("custom_health", "健康状况"), ("custom_family_size", "家庭人数"), ("workers.custom_home", "从业人员.现住处"))
	case = people.filled(**filled_in())
	people.applicant.portal("act", case=case, action="提交")
	people.applicant.portal("act", case=case, action="撤回", reason="不办了")
	assert values_of(stored, case) == (("良好", 5, "朝南"), ("东城街3号",))
	connected.db.set_value(STALL, case, "closed_on", "2015-06-01 10:00:00", update_modified=False)
	confirm(people, 1)
	try:
		retention.daily()
	finally:
		confirm(people, 0)
	assert values_of(stored, case) == ((None, 0, "朝南"), (None,))
	(content,) = stored.sql("select content from `tabCase Event` where case_name = %s and kind = '到期清理'", case)[0]
	cleared = json.loads(content)["清除字段"]
	assert {"健康状况", "家庭人数", "从业人员.现住处"} <= set(cleared) and "摊位朝向" not in cleared


def filled_in() -> dict:
	"""What an applicant fills in besides the form's own fields."""
	workers = samples.stall(next(serials))["workers"]
	own = {name: value for name, (doctype, _label, _kind, value) in FIELDS.items() if doctype == STALL}
	return {**own, "workers": [{**row, "custom_home": FIELDS["custom_home"][3]} for row in workers]}


def values_of(stored, case: str) -> tuple:
	(own,) = stored.sql(f"select custom_health, custom_family_size, custom_facing from `tab{STALL}` where name = %s", case)
	return own, stored.sql(f"select custom_home from `tab{WORKER}` where parent = %s", case)[0]


def confirm(people, flag: int) -> None:
	people.Administrator.request("PUT", "/api/resource/Administrative Matter/XT", json={"retention_confirmed": flag})
