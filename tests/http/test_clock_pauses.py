"""检定运输: the officer of 待检定 stops the clock with a reason and lets it run on; nobody else, not twice, not when late."""

import pytest

from tests import samples
from tests.client import message_of
from tests.http.story import refusal
from tests.http.test_races import at_once, split
from tests.http.verifications import CASE, Verifications
from tests.matters import qj

PAUSE, RESUME = "casework.api.pause_clock", "casework.api.resume_clock"
REASON = "大型衡器送市所检定，往返运输"


@pytest.fixture(scope="module")
def lab(people, connected) -> Verifications:
	standard = qj.make_qualified(connected)
	connected.db.commit()
	return Verifications(people, standard)


def pause(client, case: str, **changes) -> dict:
	return client.staff(PAUSE, **{"case": case, "kind": "检定运输", "reason": REASON, **changes})


def test_the_clock_rests_for_transport_and_runs_on_with_what_was_left(lab, people, stored, connected):
	case = lab.accepted()
	due = stored.value(CASE, case, "due_on")
	pause(people.verifier, case)
	assert stored.value(CASE, case, "due_on") is None
	shown = people.verifier.staff("casework.desk.show_case", verb="GET", case=case)
	assert shown["clock"]["level"] == "paused" and shown["pause"]["open"]["reason"] == REASON
	assert shown["pause"]["may_resume"] == 1 and shown["pause"]["kinds"] == []
	assert [row["action"] for row in shown["actions"] if row["kind"] == "officer"] == []
	mine = people.applicant.portal("case", case=case)
	assert mine["paused"]["kind"] == "检定运输" and any(REASON in row["text"] for row in mine["timeline"])
	page = people.applicant.request("GET", f"/cases/{case}").text
	assert "计时暂停（检定运输）" in page and REASON in page
	# A week on the road: the days that were left are counted from today.
	connected.db.sql("update `tabClock Pause` set remaining_days = 7 where case_name = %s", case)
	connected.db.commit()
	people.verifier.staff(RESUME, case=case)
	from gaoping_regulation.engine import clock

	assert stored.value(CASE, case, "due_on") == clock.due(connected.utils.now_datetime(), 7) != due
	rows = stored.sql("select kind from `tabCase Event` where case_name = %s and kind like %s order by seq", case, "%计时")
	assert [kind for (kind,) in rows] == ["暂停计时", "恢复计时"]


def test_nobody_works_on_while_the_clock_rests(lab, people):
	case = lab.accepted()
	(record,) = lab.records(case)
	pause(people.verifier, case)
	answer = lab.fill(record)
	assert answer.status_code in (409, 417) and "先“恢复计时”再办理" in message_of(answer)
	people.verifier.sign(case)
	assert "先“恢复计时”再办理" in refusal(people.verifier.apply, CASE, case, "完成检定").text
	people.verifier.staff(RESUME, case=case)
	assert lab.fill(record).status_code == 200


def test_who_is_not_the_officer_of_the_state_pauses_nothing(lab, people, stored):
	case = lab.accepted()
	for who in ("applicant", "applicant2", "lab_acceptor", "checker", "signatory", "lab_head", "reviewer", "business_admin", "Administrator"):
		for method, more in ((PAUSE, {"kind": "检定运输", "reason": REASON}), (RESUME, {})):
			refused = refusal(getattr(people, who).staff, method, case=case, **more)
			assert refused.status in (403, 404, 417), (who, method, refused.status, refused.text)
	assert stored.count("Clock Pause", "case_name = %s", case) == 0 and stored.value(CASE, case, "due_on")


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"reason": " "}, "请写明暂停计时的理由"),
		({"reason": "长" * 501}, "最多 500 字"),
		({"kind": "补正"}, "可以暂停计时的情形：检定运输"),
		({"kind": "等领导"}, "可以暂停计时的情形：检定运输"),
	],
)
def test_a_pause_without_ground_is_refused(lab, people, paused_never, changes, message):
	assert message in refusal(pause, people.verifier, paused_never, **changes).text


@pytest.fixture(scope="module")
def paused_never(lab) -> str:
	return lab.accepted()


def test_what_is_late_stays_late(people, paused_never, connected):
	connected.db.set_value(CASE, paused_never, "due_on", samples.day(-1), update_modified=False)
	connected.db.commit()
	assert "已超时，不能再暂停计时" in refusal(pause, people.verifier, paused_never).text
	assert "没有暂停" in refusal(people.verifier.staff, RESUME, case=paused_never).text


def test_a_state_without_such_pauses_has_none(people, lab):
	case = people.examined()
	assert "可以暂停计时的情形：无" in refusal(pause, people.approver, case).text


def test_twice_at_once_it_rests_once(lab, people, stored):
	case = lab.accepted()
	clients = (people.verifier, people.server.as_("verifier"))
	done, refused = split(at_once([lambda client=client: pause(client, case) for client in clients]))
	assert len(done) == len(refused) == 1 and "已经因“检定运输”暂停" in refused[0].text
	done, refused = split(at_once([lambda client=client: client.staff(RESUME, case=case) for client in clients]))
	assert len(done) == len(refused) == 1 and "没有暂停" in refused[0].text
	assert stored.count("Clock Pause", "case_name = %s", case) == 1


def test_a_withdrawal_ends_the_pause(lab, people, stored):
	case = lab.accepted()
	pause(people.verifier, case)
	people.applicant.portal("act", case=case, action="撤回", reason="改期再检")
	assert stored.count("Clock Pause", "case_name = %s and ended_on is null", case) == 0
	assert stored.value(CASE, case, "due_on") is None


def test_the_record_of_a_pause_is_nobodys_to_change(lab, people, stored):
	case = lab.accepted()
	pause(people.verifier, case)
	((name,),) = stored.sql("select name from `tabClock Pause` where case_name = %s", case)
	for who in ("verifier", "lab_head", "business_admin", "Administrator"):
		answer = getattr(people, who).request("PUT", f"/api/resource/Clock Pause/{name}", json={"reason": "另一理由", "remaining_days": 99})
		assert answer.status_code in (403, 417), who
	assert stored.value("Clock Pause", name, "reason") == REASON
