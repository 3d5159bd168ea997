"""The Desk's own methods: who may call them, what they refuse, and that nothing changes by GET."""

import re

import pytest

from tests.client import Refused

DESK = "gaoping_regulation.casework.desk."
ENTRY = "gaoping_regulation.casework.desk_entry."
INBOX = "gaoping_regulation.casework.desk_inbox."
READS = ((DESK + "show_case", "case"), (DESK + "load_correction", "case"), (ENTRY + "load_receipt", "case"))


@pytest.mark.parametrize("method,argument", READS, ids=[row[0].rpartition(".")[2] for row in READS])
@pytest.mark.parametrize("stranger", ["applicant2", "applicant", "verifier"])
def test_a_case_is_shown_to_its_officers_only(people, frozen_case, method, argument, stranger):
	with pytest.raises(Refused) as refused:
		getattr(people, stranger).call(method, "GET", **{argument: frozen_case})
	assert refused.value.status == 403


def test_the_screen_of_a_case_tells_no_full_id_number(people, frozen_case, stored):
	answer = people.reviewer.request("GET", f"/api/method/{DESK}show_case", params={"case": frozen_case})
	assert answer.status_code == 200
	assert stored.value("Small Food Stall Filing", frozen_case, "id_no") not in answer.text


@pytest.mark.parametrize("method", [DESK + "open_case", DESK + "close_case", DESK + "print_document", ENTRY + "save_entry", ENTRY + "attach_material"])
def test_what_changes_something_takes_no_get(people, frozen_case, method):
	with pytest.raises(Refused) as refused:
		people.reviewer.call(method, "GET", case=frozen_case, document="x", matter="XT", values="{}", material="photo")
	assert refused.value.status == 403


def test_who_has_a_case_open_is_told_to_the_others_not_to_himself(people, frozen_case):
	def seen(officer: str) -> dict[str, str]:
		found = getattr(people, officer).call(DESK + "open_case", case=frozen_case)
		return {row["name"]: row["since"] for row in found["others"]}

	assert not any("审查人" in name for name in seen("reviewer"))
	first = {name: since for name, since in seen("approver").items() if "审查人" in name}
	assert len(first) == 1
	assert re.fullmatch(r"\d\d:\d\d", *first.values())
	seen("reviewer")
	assert first.items() <= seen("approver").items()
	people.reviewer.call(DESK + "close_case", case=frozen_case)
	assert not any("审查人" in name for name in seen("approver"))


@pytest.mark.parametrize("method", ["open_case", "close_case"])
@pytest.mark.parametrize("stranger", ["applicant", "applicant2", "verifier"])
def test_who_may_not_read_a_case_has_it_not_open(people, frozen_case, method, stranger):
	with pytest.raises(Refused) as refused:
		getattr(people, stranger).call(DESK + method, case=frozen_case)
	assert refused.value.status == 403


@pytest.mark.parametrize("officer", ["reviewer", "verifier"])
def test_only_the_counter_enters_applications(people, officer):
	with pytest.raises(Refused) as refused:
		getattr(people, officer).call(ENTRY + "save_entry", matter="XT", values={"applicant_name": "赵春梅"})
	assert refused.value.status == 403


def test_an_officer_replaces_no_material_of_a_submitted_case(people, frozen_case):
	with pytest.raises(Refused, match="不能更换"):
		people.reviewer.call(
			ENTRY + "attach_material", case=frozen_case, material="photo", files={"file": ("a.jpg", b"\xff\xd8\xff")}
		)


def test_the_inbox_lists_what_the_officer_can_act_on(people, frozen_case):
	found = people.reviewer.call(INBOX + "list_inbox", "GET", page_length=100)
	assert frozen_case in [row["name"] for row in found["rows"]]
	of_stalls = [row for row in found["rows"] if row["doctype"] == "Small Food Stall Filing"]
	assert {row["workflow_state"] for row in of_stalls} == {"待审查"}
	assert all(row["clock"]["text"] for row in found["rows"])
	others = people.approver.call(INBOX + "list_inbox", "GET", page_length=100)
	assert frozen_case not in [row["name"] for row in others["rows"]]
