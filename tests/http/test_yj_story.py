"""抽奖式有奖销售的备案 from the portal to 办结, with its documents and their text."""

import json

import pytest

from tests.http.prize_story import FILING, REVIEW, Filings
from tests.http.story import refusal


@pytest.fixture(scope="module")
def filings(people) -> Filings:
	return Filings(people)


def frozen(stored, case: str, kind: str) -> dict:
	stored.frappe.db.rollback()
	text = stored.frappe.db.get_value("Issued Document", {"case_name": case, "kind": kind}, "frozen")
	return json.loads(text)


def test_from_the_portal_to_its_end(people, filings, stored):
	case = filings.closed()
	found = people.applicant.portal("case", case=case)
	assert found["workflow_state"] == "办结" and found["decision"] == "准予"
	kinds = set(filings.documents(case))
	assert kinds == {"receipt", "acceptance", "filing_form", "filing_archive", "delivery_receipt", "archive_index"}


def test_the_written_notice_of_acceptance_says_what_the_law_asks(people, filings, stored):
	case = filings.accepted()
	found = people.applicant.portal("case", case=case)
	text, values = filings.text(case, "acceptance"), frozen(stored, case, "acceptance")
	due = [int(part) for part in str(found["due_on"])[:10].split("-")]
	assert "受理通知书" in text and found["case_no"] in text and "抽奖式有奖销售的备案" in text
	assert f"{due[0]}年{due[1]}月{due[2]}日前" in text and "3个工作日" in text
	assert values["officer"] in text and "高平市市场监督管理局" in text and "县市场监督管理局" not in text
	assert values["due_on"] == str(found["due_on"])[:10]
