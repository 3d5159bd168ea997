"""延期: the officer of the stage asks, 分管领导 decides; once, with a 延期通知书 and a notice; nobody else, not late, not at rest."""

import pytest

from tests import samples
from tests.http.drafting import published
from tests.http.fence import accepted
from tests.http.mortgages import DOCTYPE as MORTGAGE
from tests.http.mortgages import Mortgages, text_of
from tests.http.story import PASSWORD, STALL, refusal
from tests.http.test_races import at_once, split
from tests.http.verifications import CASE, Verifications
from tests.matters import qj

ASK, DECIDE = "casework.api.ask_extension", "casework.api.decide_extension"
TABLE = "Deadline Extension"
REASON = "须与乡镇一同现场核查"


def ask(client, case: str, **changes) -> dict:
	return client.staff(ASK, **{"case": case, "days": 5, "reason": REASON, **changes})


def decide(client, case: str, approve: int = 1, **more) -> dict:
	return client.staff(DECIDE, case=case, approve=approve, **more)


def show(client, case: str) -> dict:
	return client.staff("casework.desk.show_case", verb="GET", case=case)


def inbox(client) -> dict:
	return client.staff("casework.desk_inbox.list_inbox", verb="GET", state="延期待批", page_length=100)


@pytest.fixture(scope="module")
def plain(people) -> str:
	"""A case that nothing extends."""
	return people.submitted()


def test_approved_the_due_date_moves_and_the_applicant_has_it_in_writing(people, stored, connected):
	from gaoping_regulation.engine import clock

	case = people.submitted()
	old = stored.value(STALL, case, "due_on")
	assert show(people.reviewer, case)["extension"] == {"most": 10, "open": None, "may_decide": 0}
	ask(people.reviewer, case)
	assert stored.value(STALL, case, "due_on") == old, "asking moves nothing"
	asked, seen = show(people.reviewer, case)["extension"], show(people.deputy_director, case)["extension"]
	assert (asked["most"], asked["may_decide"]) == (0, 0) and seen["may_decide"] == 1
	assert seen["open"]["reason"] == REASON and seen["open"]["days"] == 5
	assert case in [row["name"] for row in inbox(people.deputy_director)["rows"]]
	assert "已经申请延期" in refusal(ask, people.reviewer, case).text
	due = clock.due(old, 5)
	assert decide(people.deputy_director, case) == {"case": case, "status": "已批准", "due_on": str(due)}
	assert stored.value(STALL, case, "due_on") == due > old
	assert stored.sql("select due_on from `tabStage Checklist` where case_name = %s", case) == ((due,),)
	assert case not in [row["name"] for row in inbox(people.deputy_director)["rows"]]
	assert "已经延期一次" in refusal(ask, people.reviewer, case).text
	kinds = [kind for (kind,) in stored.sql("select kind from `tabCase Event` where case_name = %s and kind like %s order by seq", case, "%延期")]
	assert kinds == ["申请延期", "批准延期"]
	document = next(row for row in people.printed(case) if row["kind"] == "extension_notice")
	text = text_of(people.applicant.portal("download", document=document["name"]))
	for said in ("延期通知书", document["number"], "赵春梅", "审查环节", REASON, "5 个工作日", f"{due.year}年{due.month}月{due.day}日"):
		assert said.replace(" ", "") in text.replace(" ", ""), said
	mine = people.applicant.portal("case", case=case)
	assert any(row["title"] == "批准延期" and REASON in row["text"] and str(due) in row["text"] for row in mine["timeline"])
	((message,),) = stored.sql("select text from `tabNotice Outbox` where case_name = %s and kind = 'extended' and channel = '站内消息'", case)
	assert REASON in message and str(due) in message


def test_denied_nothing_moves_the_reason_is_kept_and_it_may_be_asked_again(people, stored):
	case = people.submitted()
	old = stored.value(STALL, case, "due_on")
	ask(people.reviewer, case)
	assert "请写明不批准延期的理由" in refusal(decide, people.deputy_director, case, 0).text
	decide(people.deputy_director, case, 0, reason="可以当场办结")
	assert stored.sql(f"select status, opinion, new_due from `tab{TABLE}` where case_name = %s", case) == (("不批准", "可以当场办结", None),)
	assert stored.value(STALL, case, "due_on") == old
	assert stored.count("Issued Document", "case_name = %s and kind = 'extension_notice'", case) == 0
	assert "没有待批准的延期申请" in refusal(decide, people.deputy_director, case).text
	assert ask(people.reviewer, case)["status"] == "待批准"
	# The case goes on without it: what nobody decided lapses, and the next stage may have its own.
	people.signed("reviewer", case, "资料齐全")
	assert stored.count(TABLE, "case_name = %s and status = '已失效'", case) == 1
	assert "没有待批准" in refusal(decide, people.deputy_director, case).text
	assert ask(people.approver, case)["status"] == "待批准"


def test_who_is_not_the_officer_asks_nothing_and_who_is_not_the_leader_decides_nothing(people, stored, plain):
	for who in ("applicant", "applicant2", "acceptor", "approver", "deputy_director", "lab_head", "business_admin", "Administrator"):
		refused = refusal(ask, getattr(people, who), plain)
		assert refused.status in (403, 404), (who, refused.status, refused.text)
	assert stored.count(TABLE, "case_name = %s", plain) == 0
	case = people.submitted()
	ask(people.reviewer, case)
	for who in ("applicant", "applicant2", "reviewer", "approver", "division_head", "inspector", "business_admin", "Administrator"):
		refused = refusal(decide, getattr(people, who), case)
		assert refused.status in (403, 404), (who, refused.status, refused.text)
	assert stored.count(TABLE, "case_name = %s and status = '待批准'", case) == 1


def test_who_asks_does_not_decide_though_he_holds_both_posts(people, stored):
	user = people.new_account("审查人")
	path = f"/api/resource/User/{user}"
	answer = people.Administrator.request("PUT", path, json={"roles": [{"role": "审查人"}, {"role": "分管领导"}]})
	assert answer.status_code == 200, answer.text
	both = people.server.guest().login(user, PASSWORD)
	case = people.submitted()
	ask(both, case)
	assert show(both, case)["extension"]["may_decide"] == 0
	assert "不能决定本人提出的延期申请" in refusal(decide, both, case).text
	assert stored.count(TABLE, "case_name = %s and status = '待批准'", case) == 1


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"reason": " "}, "请写明申请延期的理由"),
		({"reason": "长" * 501}, "最多 500 字"),
		({"days": 0}, "1 至 10 个工作日"),
		({"days": 11}, "1 至 10 个工作日"),
		({"days": "许多"}, "1 至 10 个工作日"),
	],
)
def test_an_asking_without_ground_or_measure_is_refused(people, plain, changes, message):
	assert message in refusal(ask, people.reviewer, plain, **changes).text


def test_an_answer_that_is_none_is_refused(people, plain):
	assert "approve 应为" in refusal(decide, people.deputy_director, plain, "maybe").text


def test_what_is_late_stays_late(people, connected):
	case = people.submitted()
	ask(people.reviewer, case)
	connected.db.set_value(STALL, case, "due_on", samples.day(-1), update_modified=False)
	connected.db.commit()
	assert "已超时，不能再批准延期" in refusal(decide, people.deputy_director, case).text
	decide(people.deputy_director, case, 0, reason="已经超时")
	assert "已超时，不能再申请延期" in refusal(ask, people.reviewer, case).text


def test_a_clock_at_rest_is_not_extended(people, connected, stored):
	standard = qj.make_qualified(connected)
	connected.db.commit()
	case = Verifications(people, standard).accepted()
	ask(people.verifier, case)
	people.verifier.staff("casework.api.pause_clock", case=case, kind="检定运输", reason="往返运输")
	assert "恢复计时以后才能批准延期" in refusal(decide, people.deputy_director, case).text
	decide(people.deputy_director, case, 0, reason="运回以后再说")
	assert "恢复计时以后才能申请延期" in refusal(ask, people.verifier, case).text
	assert stored.value(CASE, case, "due_on") is None


def test_a_closed_case_and_one_at_the_applicants_have_nothing_to_extend(people):
	case = people.submitted()
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	assert refusal(ask, people.reviewer, case).status == 403
	people.applicant.portal("act", case=case, action="撤回", reason="不办了")
	assert refusal(ask, people.reviewer, case).status == 403
	assert "没有待批准" in refusal(decide, people.deputy_director, case).text


def test_not_beyond_the_longest_limit_of_the_rule(people, stored, connected):
	"""DY: promised the same day, three working days at the longest."""
	case = Mortgages(people).submitted()
	longest = show(people.acceptor, case)["ceiling"]["on"]
	for table, key in ((MORTGAGE, "name"), ("Stage Checklist", "case_name")):
		connected.db.sql(f"update `tab{table}` set due_on = %s where {key} = %s", (longest, case))
	connected.db.commit()
	assert f"最长 3 个工作日，至 {longest}" in refusal(ask, people.acceptor, case, days=1).text
	assert stored.count(TABLE, "case_name = %s", case) == 0


def test_twice_at_once_it_is_asked_and_granted_once(people, stored):
	case = people.submitted()
	officers = (people.reviewer, people.server.as_("reviewer"))
	done, refused = split(at_once([lambda client=client: ask(client, case) for client in officers]))
	assert len(done) == len(refused) == 1 and "已经申请延期" in refused[0].text
	leaders = (people.deputy_director, people.server.as_("deputy_director"))
	done, refused = split(at_once([lambda client=client: decide(client, case) for client in leaders]))
	assert len(done) == len(refused) == 1 and "没有待批准" in refused[0].text
	assert stored.count(TABLE, "case_name = %s", case) == 1
	assert stored.count("Issued Document", "case_name = %s and kind = 'extension_notice'", case) == 1


def test_a_matter_that_allows_none_has_none(people):
	with published(people) as draft:
		accepted(draft.change(extension_days=0))
		assert [(row["field"], row["old"], row["new"]) for row in draft.told()["differences"]] == [("每环节最多延期（工作日）", "10", "0")]
		draft.publish(people.deputy_director)
		case = people.submitted()
		assert show(people.reviewer, case)["extension"]["most"] == 0
		assert "不允许延期" in refusal(ask, people.reviewer, case).text


def test_the_record_is_nobodys_to_change(people, stored):
	case = people.submitted()
	ask(people.reviewer, case)
	((name,),) = stored.sql(f"select name from `tab{TABLE}` where case_name = %s", case)
	for who in ("reviewer", "deputy_director", "business_admin", "Administrator"):
		client, path = getattr(people, who), f"/api/resource/{TABLE}/{name}"
		assert client.request("PUT", path, json={"status": "已批准", "days": 99}).status_code in (403, 417), who
		assert client.request("DELETE", path).status_code in (403, 417), who
	assert stored.sql(f"select status, days from `tab{TABLE}` where name = %s", name) == (("待批准", 5),)
	assert people.applicant.request("GET", f"/api/resource/{TABLE}/{name}").status_code == 403
