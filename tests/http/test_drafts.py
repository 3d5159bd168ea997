"""Two speeds: what binds is drafted by one, approved by another, published whole, and taken back the same way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.client import Refused, message_of
from tests.http.drafting import DOCTYPE, Draft, live, published, restore, step
from tests.http.fence import Administrator, accepted, refused
from tests.http.story import PASSWORD, STALL

SETTINGS = "Regulation Settings"


def test_one_drafts_another_approves_and_running_cases_stay(people, admin, stored):
	running, before = people.submitted(), live(admin)
	with published(people) as draft:
		accepted(draft.with_row("actions", {"key": "complete"}, roles="审核人"))
		accepted(draft.with_row("states", {"key": "decide"}, state="待决定"))
		accepted(draft.with_row("points", {"code": "XT-SC-1"}, level="高", question="确已核对原件？"))
		told = draft.told()["differences"]
		assert ("状态：待决定", "状态", "待备案", "待决定") in [(row["place"], row["field"], row["old"], row["new"]) for row in told]
		assert any("件在办" in row["message"] for row in draft.findings())
		version = draft.publish(people.deputy_director)
		assert live(admin) == version != before
		assert stored.value("Matter Version", version, "draft") == draft.name
		assert stored.value("Matter Version", version, "author") == people.business_admin.user
		fresh = people.submitted()
		assert stored.value(STALL, running, "config_version") == before
		assert stored.value(STALL, fresh, "config_version") == version
		people.signed("reviewer", running, "资料齐全")
		assert stored.value(STALL, running, "workflow_state") == "待备案"
		with pytest.raises(Refused, match="须由审核人办理"):
			people.reviewer.apply(STALL, fresh, "资料齐全")
		items = people.reviewer.staff("risk_control.api.checklist", case=fresh)["items"]
		assert "确已核对原件？" in [item["question"] for item in items]
	assert stored.value(STALL, people.draft(), "config_version") not in (before, version)


def test_a_published_draft_of_nothing_gives_no_version(people, admin):
	before = live(admin)
	draft = Draft(admin)
	assert draft.publish(people.deputy_director) == before


def test_the_author_does_not_approve_himself(people, admin):
	with published(people) as draft:
		accepted(draft.submit())
		refused(step(people.business_admin, "approve_draft", draft=draft.name), "起草人不能批准")
		for who in ("reviewer", "division_head", "inspector", "applicant"):
			answer = step(getattr(people, who), "approve_draft", draft=draft.name)
			assert answer.status_code == 403, (who, answer.text)
		assert step(people.server.guest(), "approve_draft", draft=draft.name).status_code in (400, 401, 403)
		assert draft.read()["status"] == "待批准"


def test_who_changed_a_draft_is_its_author_too(people, admin):
	"""A second 业务管理员 who wrote in a draft does not approve it; the one who only read it may."""
	second = Administrator(people.server.guest().login(people.new_account("业务管理员"), PASSWORD))
	third = people.server.guest().login(people.new_account("业务管理员"), PASSWORD)
	with published(people) as draft:
		rows = draft.read()["materials"]
		rows[0]["help"] = "正反面复印在一页"
		accepted(second.change(DOCTYPE, draft.name, materials=rows))
		accepted(draft.submit())
		refused(step(second.client, "approve_draft", draft=draft.name), "起草人不能批准")
		accepted(step(third, "approve_draft", draft=draft.name), "message")


def test_a_small_office_publishes_single_handed_and_that_is_kept(people, admin, stored):
	manager = Administrator(people.Administrator)
	admin.change(SETTINGS, SETTINGS, single_person_publishing=1)
	assert not int(manager.read(SETTINGS, SETTINGS)["single_person_publishing"] or 0), "not 业务管理员's to switch on"
	accepted(manager.change(SETTINGS, SETTINGS, single_person_publishing=1))
	try:
		before = live(admin)
		draft = Draft(admin)
		accepted(draft.with_row("materials", {"code": "photo"}, required=0))
		version = draft.publish(people.business_admin)
		assert draft.read()["single_person"] == 1 and draft.read()["approver"] == people.business_admin.user
		assert live(admin) == version
		accepted(step(people.business_admin, "restore_version", version=before, reason="照片仍须提交"), "message")
		assert live(admin) not in (before, version), "one click brought the version before back"
		photo = next(row for row in admin.read("Administrative Matter", "XT")["materials"] if row["code"] == "photo")
		assert photo["required"] == 1
	finally:
		accepted(manager.change(SETTINGS, SETTINGS, single_person_publishing=0))


def test_a_required_field_asks_new_cases_only(people, admin, stored):
	running = people.draft(trade_name="")
	with published(people) as draft:
		accepted(draft.change(requirements=[{"fieldname": "trade_name", "message": "请填写字号。"}]))
		assert draft.read()["requirements"][0]["title"]
		draft.publish(people.deputy_director)
		form = people.applicant.portal("matter", code="XT")["fields"]
		assert next(row for row in form if row["fieldname"] == "trade_name")["reqd"] == 1
		fresh = people.filled(trade_name="")
		with pytest.raises(Refused, match="请填写字号"):
			people.applicant.portal("act", case=fresh, action="提交")
		people.applicant.portal("save_draft", matter="XT", case=fresh, values={"trade_name": "老王煎饼"})
		people.applicant.portal("act", case=fresh, action="提交")
		assert stored.value(STALL, fresh, "workflow_state") == "待审查"
		with pytest.raises(Refused) as told:
			people.applicant.portal("act", case=running, action="提交")
		assert "请填写字号" not in str(told.value)


def test_a_required_field_by_condition(people, admin):
	with published(people) as draft:
		accepted(draft.change(requirements=[{"fieldname": "trade_name", "only_if": "stall_type=固定摊点|流动摊点"}]))
		draft.publish(people.deputy_director)
		form = people.applicant.portal("matter", code="XT")["fields"]
		row = next(row for row in form if row["fieldname"] == "trade_name")
		assert row["mandatory_depends_on"] == 'eval:["固定摊点", "流动摊点"].includes(doc.stall_type)'


def test_a_required_custom_field_is_refused_with_the_way_to_it(admin):
	refused(admin.custom_field(reqd=1), "配置草案")
	refused(admin.setter("reqd", "1", "trade_name"), "配置草案")


def publish_due(stored) -> None:
	"""The scheduler's job, as it runs every five minutes."""
	from gaoping_regulation.matters.drafts import steps

	stored.frappe.db.rollback()
	steps.publish_due()
	stored.frappe.db.commit()


def test_it_waits_for_its_date(people, admin, stored):
	before = live(admin)
	with published(people) as draft:
		accepted(draft.with_row("stages", {"key": "SC"}, limit_days=2))
		accepted(draft.change(effective_on="2030-01-01"))
		accepted(draft.submit())
		answer = accepted(step(people.deputy_director, "approve_draft", draft=draft.name), "message")
		assert (answer["status"], answer["version"]) == ("待发布", None) and live(admin) == before
		publish_due(stored)
		assert live(admin) == before
		stored.frappe.db.set_value(DOCTYPE, draft.name, "effective_on", "2026-01-01")
		stored.frappe.db.commit()
		publish_due(stored)
		assert live(admin) != before and draft.read()["status"] == "已发布"


def test_one_open_draft_for_each_matter_even_at_once(people, admin):
	with ThreadPoolExecutor(2) as pool:
		second = people.server.guest().login(people.business_admin.user, people.server.accounts["business_admin"]["password"])
		made = list(pool.map(lambda who: Administrator(who).create(DOCTYPE, matter="YJ", reason="同时"), (people.business_admin, second)))
	assert sorted(answer.status_code == 200 for answer in made) == [False, True]
	lost = next(answer for answer in made if answer.status_code != 200)
	assert "已有未完成的草案" in message_of(lost)
	name = next(answer for answer in made if answer.status_code == 200).json()["data"]["name"]
	accepted(step(people.business_admin, "discard_draft", draft=name))


def test_two_approvers_at_once_publish_once(people, admin, stored):
	with published(people) as draft:
		accepted(draft.with_row("materials", {"code": "photo"}, help="近期免冠"))
		accepted(draft.submit())
		count = stored.count("Matter Version", "matter = 'XT'")
		second = people.server.guest().login(people.deputy_director.user, people.server.accounts["deputy_director"]["password"])
		with ThreadPoolExecutor(2) as pool:
			answers = list(pool.map(lambda who: step(who, "approve_draft", draft=draft.name), (people.deputy_director, second)))
		assert sorted(answer.status_code for answer in answers) == [200, 417], [message_of(answer) for answer in answers]
		assert stored.count("Matter Version", "matter = 'XT'") == count + 1


def test_a_draft_is_not_written_past_its_steps(people, admin):
	with published(people) as draft:
		for values in ({"status": "待发布"}, {"approver": people.deputy_director.user}, {"base_version": ""}, {"matter": "XD"}, {"single_person": 1}):
			refused(draft.change(**values))
		accepted(draft.submit())
		refused(draft.change(reason="改了再批"), "不能再改")
		refused(admin.delete(DOCTYPE, draft.name))
		for who in ("reviewer", "inspector", "applicant", "deputy_director"):
			answer = Administrator(getattr(people, who)).change(DOCTYPE, draft.name, reason="x")
			assert answer.status_code == 403, who
		refused(step(people.deputy_director, "send_back_draft", draft=draft.name, opinion=" "), "写明退回的理由")
		accepted(step(people.deputy_director, "send_back_draft", draft=draft.name, opinion="请说明依据"), "message")
		assert (draft.read()["status"], draft.read()["opinion"]) == ("草拟", "请说明依据")
		refused(step(people.deputy_director, "approve_draft", draft=draft.name), "不能这样办理")
		accepted(draft.submit())
		answer = accepted(step(people.deputy_director, "approve_draft", draft=draft.name), "message")
		assert answer["status"] == "已发布", "who returned a draft is not its author"


@pytest.mark.parametrize("who", ["applicant", "reviewer", "inspector", "deputy_director"])
def test_only_the_administrator_drafts(people, who):
	answer = Administrator(getattr(people, who)).create(DOCTYPE, matter="XT", reason="x")
	assert answer.status_code == 403


def test_what_was_live_when_is_seen_and_compared(people, admin):
	first = live(admin)
	with published(people) as draft:
		accepted(draft.with_row("stages", {"key": "SC"}, limit_days=3))
		second = draft.publish(people.deputy_director)
		rows = admin.client.request("GET", "/api/method/gaoping_regulation.matters.api.load_versions", params={"matter": "XT"}).json()["message"]
		assert [row["name"] for row in rows][:2] == [second, first] and rows[0]["draft"] == draft.name
		told = admin.client.request(
			"GET", "/api/method/gaoping_regulation.matters.api.show_difference", params={"old": first, "new": second}
		).json()["message"]
		assert [(row["place"], row["field"], row["old"], row["new"]) for row in told] == [("环节：审查环节", "时限（工作日）", "", "3")]
		refused(step(people.business_admin, "restore_version", version=second, reason="x"), "现行版本")
		restore(admin, people.deputy_director, first)
		stages = admin.read("Administrative Matter", "XT")["stages"]
		assert next(row for row in stages if row["key"] == "SC")["limit_days"] == 0
	for who in ("reviewer", "applicant"):
		answer = getattr(people, who).request("GET", "/api/method/gaoping_regulation.matters.api.load_versions", params={"matter": "XT"})
		assert answer.status_code == 403, who


def test_a_condition_guards_an_action(people, admin, stored):
	"""准予 for fixed stalls only: the others are told why, on Desk and in REST."""
	with published(people) as draft:
		accepted(draft.with_row("actions", {"key": "approve"}, condition='doc.stall_type == "固定摊点"'))
		draft.publish(people.deputy_director)
		fixed, moving = people.examined(stall_type="固定摊点"), people.examined(stall_type="流动摊点")
		people.signed("approver", fixed, "准予备案")
		assert stored.value(STALL, fixed, "decision") == "准予"
		people.approver.sign(moving)
		with pytest.raises(Refused, match="不符合办理“准予备案”的条件"):
			people.approver.apply(STALL, moving, "准予备案")
