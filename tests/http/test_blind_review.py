"""盲审: closed cases looked at again without a name, one training case with a planted fault among them."""

from datetime import date

import pytest

from tests import abuse
from tests.client import message_of
from tests.http.story import STALL, is_chinese, refusal
from tests.http.test_measures import TODAY, created, refused

PLACE = "risk_control.blind.api."
ROUND, PAPER = "Blind Review Round", "Blind Review"
POINT = "XT-SC-3"
EXPIRED = "2020-01-01"


@pytest.fixture(scope="module")
def switched_on(people):
	path = "/api/resource/Regulation Settings/Regulation Settings"
	assert "尚未开启" in refused(people.inspector, ROUND, **values(reviewers=[]))
	assert people.business_admin.request("PUT", path, json={"blind_review": 1}).status_code == 200
	yield
	people.business_admin.request("PUT", path, json={"blind_review": 0})


def values(**changes) -> dict:
	days = {"from_date": TODAY, "to_date": TODAY, "due_on": TODAY}
	return {"title": "首批盲审", "matter": "XT", "stage_title": "审查", "case_count": 2, "seed": "2026-11", **days, **changes}


@pytest.fixture(scope="module")
def officers(people):
	"""Two officers who handled none of the cases."""
	world = abuse.World(people.server, None)
	return [world.officer("审查人"), world.officer("审查人")]


@pytest.fixture(scope="module")
def round_(people, switched_on, officers) -> dict:
	"""A drafted round over three closed cases."""
	for _ in range(3):
		people.closed()
	reviewers = [{"user": officer.user} for officer in officers]
	return created(people.inspector, ROUND, **values(reviewers=reviewers))


def read(client, doctype: str, name: str) -> dict:
	return client.request("GET", f"/api/resource/{doctype}/{name}").json()["data"]


def papers(client) -> list[dict]:
	rows = client.request("GET", f"/api/resource/{PAPER}?limit_page_length=0").json()["data"]
	return [read(client, PAPER, row["name"]) for row in rows]


def planted(round_: dict, **fault) -> list[dict]:
	"""The round's rows with a fault in the health certificate's date."""
	return [{**row, **(fault if row["label"].endswith("有效期至") else {})} for row in round_["planted"]]


def answers(paper: dict, found: tuple[str, ...] = ()) -> dict:
	return {row["point"]: {"result": "发现问题" if row["point"] in found else "符合", "remark": "健康证明过期"} for row in paper["items"]}


def is_training(paper: dict) -> bool:
	return any(row["value"] == EXPIRED for row in paper["facts"])


def test_a_round_draws_and_is_for_the_inspectors_alone(people, round_, officers, stored):
	assert (round_["status"], len(round_["sources"]), len([row for row in round_["sources"] if row["is_training"]])) == ("拟定", 3, 1)
	assert POINT not in str(round_["planted"])
	path = f"/api/resource/{ROUND}/{round_['name']}"
	for client in (*officers, people.division_head, people.business_admin, people.applicant):
		assert client.request("GET", path).status_code == 403
		assert refusal(client.staff, PLACE + "send_round", round=round_["name"]).status == 403
	assert people.reviewer.request("POST", f"/api/resource/{ROUND}", json=values()).status_code == 403
	assert people.inspector.request("DELETE", path).status_code in (403, 417)


@pytest.mark.parametrize(
	("changes", "told"),
	[
		({"stage_title": "复议"}, "没有环节“复议”，可填：审查"),
		({"case_count": 0}, "抽取件数应为 1 至 20"),
		({"to_date": "2020-01-01"}, "起止不对"),
		({"reviewers": [{"user": "inspector@gaoping.local"}]}, "不是本事项的经办人员"),
		({"reviewers": [{"user": "reviewer@gaoping.local"}]}, "都未经手"),
	],
)
def test_a_round_that_cannot_be_drawn_says_why(people, round_, changes, told):
	assert told in refused(people.inspector, ROUND, **values(**changes))


@pytest.mark.parametrize(
	("fault", "told"),
	[
		({}, "还没有植入问题"),
		({"planted_value": EXPIRED}, "须同时填写"),
		({"planted_value": EXPIRED, "point": "DY-SL-1"}, "本环节没有风险点“DY-SL-1”，可填：XT-SC-1"),
	],
)
def test_nothing_goes_out_without_a_planted_fault(people, round_, fault, told):
	path = f"/api/resource/{ROUND}/{round_['name']}"
	assert people.inspector.request("PUT", path, json={"planted": planted(round_, **fault)}).status_code == 200
	assert told in refusal(people.inspector.staff, PLACE + "send_round", round=round_["name"]).text


def test_what_was_drawn_stands(people, round_):
	path = f"/api/resource/{ROUND}/{round_['name']}"
	other = [{**row, "value": "别的"} for row in round_["planted"]]
	for change in ({"planted": other}, {"sources": round_["sources"][:1]}, {"reviewers": [{"user": "acceptor@gaoping.local"}]}):
		answer = people.inspector.request("PUT", path, json=change)
		assert answer.status_code in (200, 403, 417) and is_chinese(message_of(answer) if answer.status_code != 200 else "一")
		now = read(people.inspector, ROUND, round_["name"])
		assert [row["value"] for row in now["planted"]] == [row["value"] for row in round_["planted"]]
		assert len(now["sources"]) == 3 and [row["user"] for row in now["reviewers"]] == [row["user"] for row in round_["reviewers"]]


@pytest.fixture(scope="module")
def sent(people, round_) -> dict:
	path = f"/api/resource/{ROUND}/{round_['name']}"
	rows = planted(round_, planted_value=EXPIRED, point=POINT)
	assert people.inspector.request("PUT", path, json={"planted": rows}).status_code == 200
	assert people.inspector.staff(PLACE + "send_round", round=round_["name"]) == {"status": "盲审中", "papers": 6}
	return read(people.inspector, ROUND, round_["name"])


def test_a_paper_tells_neither_whose_case_it_is_nor_which_is_the_training_case(people, sent, officers, stored):
	first, second = officers
	mine = papers(first)
	assert len(mine) == 3 and sum(map(is_training, mine)) == 1 and {row["status"] for row in mine} == {"待盲审"}
	shapes = {(tuple(paper), tuple(row["point"] for row in paper["items"])) for paper in mine}
	assert len(shapes) == 1
	for source in sent["sources"]:
		case = stored.sql(f"select applicant_name, id_no, phone, case_no from `tab{STALL}` where name = %s", source["case_name"])[0]
		assert not any(secret in str(paper) for secret in (*case, source["case_name"], sent["name"]) for paper in mine)
	assert people.reviewer.request("GET", f"/api/resource/{PAPER}/{mine[0]['name']}").status_code == 403
	assert second.request("GET", f"/api/resource/{PAPER}/{mine[0]['name']}").status_code == 403
	assert papers(people.approver) == []
	assert refusal(second.staff, PLACE + "answer", review=mine[0]["name"], answers=answers(mine[0])).status == 403
	for client in (first, people.inspector, people.Administrator):
		assert client.request("PUT", f"/api/resource/{PAPER}/{mine[0]['name']}", json={"outcome": "已发现"}).status_code in (403, 417)


def test_the_answers_are_given_once_and_in_full(sent, officers):
	first, _ = officers
	paper = next(row for row in papers(first) if not is_training(row))
	assert "请选择" in refusal(first.staff, PLACE + "answer", review=paper["name"], answers={}).text
	bare = {**answers(paper), POINT: {"result": "发现问题", "remark": ""}}
	assert "须写明说明" in refusal(first.staff, PLACE + "answer", review=paper["name"], answers=bare).text
	assert "DY-SL-1" in refusal(first.staff, PLACE + "answer", review=paper["name"], answers={**answers(paper), "DY-SL-1": {}}).text
	assert first.staff(PLACE + "answer", review=paper["name"], answers=answers(paper)) == {"status": "已完成"}
	assert "不能再填写" in refusal(first.staff, PLACE + "answer", review=paper["name"], answers=answers(paper)).text


def counted(stored) -> dict[str, int]:
	"""What a case would leave behind: cases, checklists, documents, registers, numbers, alerts on cases."""
	tables = (STALL, "Stage Checklist", "Issued Document", "Filing Register", "Number Counter", "Service Rating", "Delivery Receipt")
	return {table: stored.count(table) for table in tables}


def test_who_found_the_fault_is_told_and_no_figure_knows_of_it(people, sent, officers, stored):
	before, first, second = counted(stored), *officers
	assert "还没有填完" in refusal(people.inspector.staff, PLACE + "reveal_round", round=sent["name"]).text
	differs = next(row for row in papers(second) if not is_training(row))["name"]
	for officer in (first, second):
		for paper in papers(officer):
			if paper["status"] != "待盲审":
				continue
			found = (POINT,) if (officer is first and is_training(paper)) or paper["name"] == differs else ()
			officer.staff(PLACE + "answer", review=paper["name"], answers=answers(paper, found))
	told = people.inspector.staff(PLACE + "reveal_round", round=sent["name"])["summary"]
	assert told == "训练用案 2 份：已发现 1，部分发现 0，未发现 1，未填写 0；抽取办件 4 份：一致 3，不一致 1，未填写 0。"
	outcomes = {(paper["nature"][:4], paper["outcome"]) for paper in papers(second)}
	assert outcomes == {("训练用案", "未发现"), ("抽取的已", "不一致"), ("抽取的已", "一致")}
	assert [paper["outcome"] for paper in papers(first) if is_training(paper)] == ["已发现"]
	assert counted(stored) == before
	training = next(row["case_name"] for row in sent["sources"] if row["is_training"])
	assert stored.count("Risk Alert", "rule = 'blind-review-differs' and case_name = %s", training) == 0
	assert stored.count("Risk Alert", "rule = 'blind-review-differs'") == 1


def test_a_revealed_round_stands_and_its_plan_is_in_the_trail(people, sent, stored):
	assert "只揭晓一次" in refusal(people.inspector.staff, PLACE + "reveal_round", round=sent["name"]).text
	path = f"/api/resource/{ROUND}/{sent['name']}"
	assert people.inspector.request("PUT", path, json={"due_on": str(date(2030, 1, 1))}).status_code == 403
	assert stored.count("Case Event", "kind = '盲审发出' and content like %s", f"%{sent['seal']}%") == 1
