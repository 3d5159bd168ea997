"""Two at once: one wins, the other is told; numbers have neither gap nor duplicate; nothing ends in a fault."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.client import Refused
from tests.http.story import PASSWORD, STALL


def at_once(calls: list) -> list:
	"""Run the calls in threads that start together; the answer of each, or its refusal."""

	def run(call):
		try:
			return call()
		except Refused as refused:
			return refused

	with ThreadPoolExecutor(len(calls)) as pool:
		return list(pool.map(run, calls))


def split(answers: list) -> tuple[list, list[Refused]]:
	refused = [answer for answer in answers if isinstance(answer, Refused)]
	return [answer for answer in answers if not isinstance(answer, Refused)], refused


@pytest.fixture
def second_examiner(people, server):
	return server.guest().login(people.new_account("审查人"), PASSWORD)


def test_two_officers_at_once_one_wins_and_the_other_is_told_who_and_when(people, stored, second_examiner):
	for _ in range(3):
		case = people.submitted()
		people.printed(case)
		details = {"items": [{"text": "补签名"}]}
		officers = [people.reviewer, second_examiner]
		done, refused = split(
			at_once([lambda client=client: client.apply(STALL, case, "要求补正", details=details) for client in officers])
		)
		assert len(done) == 1 and len(refused) == 1
		assert refused[0].status in (409, 417), refused[0].text
		assert re.search(r".+已于\d+月\d+日 \d\d:\d\d将本办件办为“待补正”，不能再“要求补正”。请刷新页面。", refused[0].text)
		assert stored.count("Correction Notice", "case_name = %s", case) == 1
		assert stored.count("Case Event", "case_name = %s and kind = '要求补正'", case) == 1


def test_the_same_officer_twice_at_once_acts_once(people, stored):
	case = people.examined()
	people.approver.sign(case)
	second = people.server.as_("approver")
	done, refused = split(
		at_once([lambda client=client: client.apply(STALL, case, "准予备案") for client in (people.approver, second)])
	)
	assert len(done) == 1 and len(refused) == 1
	assert refused[0].status in (409, 417) and "不能" in refused[0].text
	assert stored.count("Issued Document", "case_name = %s and kind = 'card'", case) == 1


def test_an_applicant_withdraws_while_an_officer_acts_and_just_one_of_both_happens(people, stored):
	for _ in range(3):
		case = people.submitted()
		people.printed(case)
		people.reviewer.sign(case)
		done, refused = split(
			at_once(
				[
					lambda case=case: people.applicant.portal("act", case=case, action="撤回", reason="x"),
					lambda case=case: people.reviewer.apply(STALL, case, "不予受理", reason="x"),
				]
			)
		)
		assert len(done) == 1 and len(refused) == 1 and refused[0].status in (403, 409, 417), refused
		assert stored.state(case) in ("已撤回", "不予受理")
		assert stored.count("Case Event", "case_name = %s and kind in ('撤回', '不予受理')", case) == 1


def test_eight_submissions_at_once_get_eight_numbers_in_a_row(people, stored):
	applicants = [people.server.as_("applicant") for _ in range(8)]
	cases = [people.filled() for _ in applicants]
	answers = at_once(
		[lambda client=client, case=case: client.portal("act", case=case, action="提交") for client, case in zip(applicants, cases, strict=True)]
	)
	done, refused = split(answers)
	assert not refused, [str(refusal) for refusal in refused]
	serials = sorted(int(found["case_no"].split("-")[3]) for found in done)
	assert serials == list(range(serials[0], serials[0] + 8))


def test_documents_issued_at_once_have_neither_gap_nor_duplicate(people, stored):
	cases = [people.examined() for _ in range(4)]
	for case in cases:
		people.approver.sign(case)
	officers = [people.server.as_("approver") for _ in cases]
	before = counter(stored)
	_done, refused = split(
		at_once([lambda client=client, case=case: client.apply(STALL, case, "准予备案") for client, case in zip(officers, cases, strict=True)])
	)
	assert not refused, [str(refusal) for refusal in refused]
	rows = stored.sql("select number from `tabIssued Document` where case_name in %s and kind = 'card'", tuple(cases))
	assert sorted(int(number[-6:]) for (number,) in rows) == list(range(before + 1, before + 5))
	assert counter(stored) == before + 4


def counter(stored) -> int:
	rows = stored.sql("select max(cast(right(number, 6) as int)) from `tabIssued Document` where kind = 'card'")
	return rows[0][0] or 0


def test_a_decision_that_is_refused_uses_up_no_number(people, stored):
	case = people.examined()
	people.approver.sign(case)
	before = counter(stored)
	with pytest.raises(Refused):
		people.approver.apply(STALL, case, "不予备案")
	people.approver.apply(STALL, case, "准予备案")
	assert counter(stored) == before + 1


def test_uploads_and_drafts_at_once_lose_nothing(people, stored):
	case = people.draft()
	clients = [people.server.as_("applicant") for _ in range(4)]
	from tests import samples

	calls = [
		lambda client=client, item=item: client.attach(case, item[0], *item[1])
		for client, item in zip(clients, samples.stall_materials().items(), strict=True)
	]
	_done, refused = split(at_once(calls))
	assert not refused, [str(refusal) for refusal in refused]
	rows = stored.sql("select material from `tabCase Material` where parent = %s and attachment is not null and attachment != ''", case)
	assert len(rows) == 4


def test_the_trail_is_whole_after_all_that(connected):
	from gaoping_regulation.engine import events

	connected.db.rollback()
	assert events.verify_chain() == []
