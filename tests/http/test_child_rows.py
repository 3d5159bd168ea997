"""Rows of a table go with their document: by themselves they would pass by the case's gate, whoever asks."""

import pytest

from tests.http.fence import Administrator, refused
from tests.http.story import STALL

TABLES = {"Food Worker": "workers", "Filing Item": "business_items", "Case Material": "materials"}
CHANGE = {"Food Worker": {"valid_until": "2030-01-01"}, "Filing Item": {"item": "热食类制售"}, "Case Material": {"signed": 0}}


@pytest.fixture(scope="module")
def rows(people) -> dict[str, str]:
	"""One row of each table of a submitted case, and its case."""
	case = people.shared_case()
	found = Administrator(people.Administrator).read(STALL, case)
	return {"case": case, **{doctype: found[table][0]["name"] for doctype, table in TABLES.items()}}


@pytest.mark.parametrize("doctype", TABLES)
@pytest.mark.parametrize("user", ["acceptor", "reviewer", "approver", "business_admin", "Administrator"])
def test_no_row_of_a_case_is_written_alone(people, stored, rows, user, doctype):
	client = Administrator(getattr(people, user))
	place = {"parent": rows["case"], "parenttype": STALL, "parentfield": TABLES[doctype]}
	with stored.unchanged(rows["case"]):
		refused(client.change(doctype, rows[doctype], **CHANGE[doctype]))
		refused(client.change(doctype, rows[doctype], parenttype="ToDo", parent="x", **CHANGE[doctype]))
		refused(client.create(doctype, **place, **CHANGE[doctype]))
		refused(client.delete(doctype, rows[doctype]))


@pytest.mark.parametrize(
	("doctype", "parenttype", "parent", "table", "values"),
	[
		("Workflow Transition", "Workflow", "食品小摊点备案", "transitions", {"state": "草稿", "action": "提交", "next_state": "办结", "allowed": "All"}),
		("Workflow Document State", "Workflow", "食品小摊点备案", "states", {"state": "草稿", "doc_status": "1", "allow_edit": "All"}),
		("Matter Action", "Administrative Matter", "XT", "actions", {"key": "x", "from_state": "draft", "action": "提交", "to_state": "closed", "kind": "applicant"}),
		("Risk Point", "Risk Control Chart", "XT", "points", {"code": "X", "stage": "SC", "original_text": "x", "level": "低"}),
		("Stage Checklist Item", "Stage Checklist", None, "items", {"point": "X", "result": "符合"}),
	],
)
@pytest.mark.parametrize("user", ["business_admin", "Administrator"])
def test_no_row_of_a_configuration_is_written_alone(people, rows, user, doctype, parenttype, parent, table, values):
	client = Administrator(getattr(people, user))
	if parent is None:
		parent = people.reviewer.staff("risk_control.api.checklist", case=rows["case"])["name"]
	refused(client.create(doctype, parent=parent, parenttype=parenttype, parentfield=table, **values))
	stored_row = Administrator(people.Administrator).read(parenttype, parent)[table][0]["name"]
	refused(client.change(doctype, stored_row, **values))
	refused(client.delete(doctype, stored_row))
