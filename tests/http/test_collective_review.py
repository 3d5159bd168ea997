"""集体评议 before a decision, where the matter's version asks for it: none, the other conclusion, the same conclusion."""

import pytest

from tests.client import Refused
from tests.http.drafting import published
from tests.http.fence import accepted
from tests.http.story import STALL
from tests.http.test_measures import TODAY, created, vote


@pytest.fixture
def demanded(people):
	"""XT with a review before each decision."""
	with published(people) as draft:
		accepted(draft.change(collective_review="每次决定前"))
		assert [(row["field"], row["new"]) for row in draft.told()["differences"]] == [("集体评议", "每次决定前")]
		draft.publish(people.deputy_director)
		yield


def reviewed(people, case: str, choice: str) -> None:
	number = people.inspector.request("GET", f"/api/resource/{STALL}/{case}").json()["data"]["case_no"]
	members = [{"user": f"{name}@gaoping.local"} for name in ("reviewer", "approver", "deliverer")]
	review = created(people.division_head, "Collective Review", case_no=number, subject="是否准予", held_on=TODAY, facts="评议", votes=members)
	for name in ("reviewer", "approver", "deliverer"):
		vote(getattr(people, name), review, choice, "依据充分")


def test_no_decision_without_a_review_and_none_against_it(people, stored, demanded):
	before, case = people.examined(), people.examined()
	people.approver.sign(case)
	with pytest.raises(Refused, match="须经集体评议"):
		people.approver.apply(STALL, case, "准予备案")
	reviewed(people, case, "不同意")
	with pytest.raises(Refused, match="集体评议的结论为“不同意"):
		people.approver.apply(STALL, case, "准予备案")
	assert stored.value(STALL, case, "workflow_state") == "待备案"
	reviewed(people, case, "同意")
	people.approver.apply(STALL, case, "准予备案")
	assert stored.value(STALL, case, "decision") == "准予"
	people.approver.sign(before)
	with pytest.raises(Refused, match="须经集体评议"):
		people.approver.apply(STALL, before, "不予备案", reason="不符合规定，依据条例第二十条")


def test_matters_that_do_not_ask_go_on(people, stored):
	case = people.examined()
	people.signed("approver", case, "准予备案")
	assert stored.value(STALL, case, "decision") == "准予"
