"""The supervision reports: exact figures of planted cases, who sees them, and what no export contains."""

import subprocess
from datetime import date, timedelta

import pytest

from gaoping_regulation.risk_control.detectors import runner
from tests.http.story import STALL, refusal

REPORTS = ("Alert Statistics", "Overdue Cases", "Risk Heat Map", "Supervision Trend", "Officer Workload")
API = "gaoping_regulation.risk_control.supervision.api."
CARDS = "gaoping_regulation.risk_control.supervision.cards."
MONTH = f"{date.today():%Y-%m}"
REASON = "系统检修，次日补办"
COUNTED = ("received", "decided", "late", "corrections", "refused", "rejected", "alerts")


def run(client, report: str, **filters) -> list[dict]:
	"""A report's rows for the stall matter, as the Desk asks for them."""
	filters = {"matter": "XT", **filters}
	answer = client.call("frappe.desk.query_report.run", "GET", report_name=report, filters=filters)
	return [row for row in answer["result"] if isinstance(row, dict)]


def this_month(client) -> dict:
	(row,) = [row for row in run(client, "Supervision Trend") if row["key"] == MONTH]
	return {name: row[name] for name in COUNTED}


def of_stage(client, stage: str) -> dict:
	(row,) = [row for row in run(client, "Risk Heat Map") if row["stage"] == stage]
	return row


def of_officer(client, user: str) -> dict:
	rows = [row for row in run(client, "Officer Workload") if row["officer"] == user]
	return rows[0] if rows else dict.fromkeys(("stages", "late", "checklists", "items", "not_applicable", "problems", "alerts"), 0)


def backdate(connected, case: str, stage: str, days: int) -> str:
	"""Let the case's running limit have ended so many days ago: the one thing that no user can do."""
	due = str(date.today() - timedelta(days=days))
	connected.db.set_value(STALL, case, "due_on", due, update_modified=False)
	connected.db.set_value("Stage Checklist", {"case_name": case, "stage": stage}, "due_on", due, update_modified=False)
	connected.db.commit()
	return due


def raise_alert(connected, case: str, **values) -> str:
	record = connected.get_doc(
		{
			"doctype": "Risk Alert",
			"rule": "trial-rule",
			"rule_title": "试验规则",
			"point": "XT-SC-6",
			"points": "XT-SC-6、XT-SC-4",
			"level": "高",
			"status": "待核",
			"matter": "XT",
			"case_doctype": STALL,
			"case_name": case,
			"stage": "审查环节",
			"officer": "reviewer@gaoping.local",
			"raised_on": connected.utils.now_datetime(),
			**values,
		}
	)
	record.name = connected.generate_hash(length=10)
	record.db_insert()
	connected.db.commit()
	return record.name


@pytest.fixture(scope="module")
def planted(people, connected, only_planted):
	"""Before and after: one refused and one approved case, one late in review, one late now, one in correction, alerts."""
	before = picture(people.inspector)
	people.decided("不予备案", "不在划定的经营区域")
	late_now = people.examined()
	backdate(connected, late_now, "BA", 7)
	corrected = people.submitted()
	people.reviewer.apply(STALL, corrected, "要求补正", details={"items": [{"text": "补签名"}]})
	late = people.submitted()
	backdate(connected, late, "SC", 7)
	answers = {"XT-SC-5": {"result": "发现问题", "remark": "有人打招呼"}, "XT-SC-2": {"result": "不适用", "remark": "没有补正"}}
	people.reviewer.sign(late, **answers)
	people.reviewer.apply(STALL, late, "资料齐全", reason=REASON)
	people.signed("approver", late, "准予备案")
	alerts = [raise_alert(connected, late, identity_key=f"{late}-{number}") for number in range(3)]
	connected.db.set_value("Risk Alert", alerts[0], {"status": "误报", "verdict": "误报"})
	raise_alert(connected, late, observed=1, identity_key=f"{late}-observed")
	connected.db.commit()
	return {"before": before, "after": picture(people.inspector), "late": late, "late_now": late_now}


@pytest.fixture(scope="module")
def only_planted(connected):
	"""The site's own detectors rest: the figures are those of the planted alerts alone."""
	modes = dict(connected.get_all("Detection Rule", ["name", "mode"], as_list=True))
	set_modes(connected, dict.fromkeys(modes, "停用"))
	yield
	set_modes(connected, modes)


def set_modes(connected, modes: dict[str, str]) -> None:
	for rule, mode in modes.items():
		connected.db.set_value("Detection Rule", rule, "mode", mode)
	runner.forget_settings()
	connected.db.commit()


def picture(inspector) -> dict:
	return {
		"month": this_month(inspector),
		"stage": of_stage(inspector, "SC"),
		"decision": of_stage(inspector, "BA"),
		"reviewer": of_officer(inspector, "reviewer@gaoping.local"),
	}


def grown(planted: dict, part: str) -> dict:
	"""By how much each figure of a part grew with the planted cases."""
	before, after = planted["before"][part], planted["after"][part]
	return {name: after[name] - before[name] for name in before if isinstance(before[name], int) and after[name] != before[name]}


def test_the_trend_counts_the_planted_cases_exactly(planted):
	expected = {"received": 4, "decided": 2, "late": 1, "corrections": 1, "refused": 1, "alerts": 3}
	assert grown(planted, "month") == expected


def test_the_heat_map_counts_by_stage_and_level(planted):
	assert grown(planted, "stage") == {"alerts_高": 3, "problems_中": 1, "late_中": 1, "total": 5}
	assert grown(planted, "decision") == {"late_中": 1, "total": 1}


def test_the_workload_counts_the_officers_stages_and_answers(planted):
	found = grown(planted, "reviewer")
	assert {name: found.get(name) for name in ("stages", "late", "checklists", "not_applicable", "problems", "alerts")} == {
		"stages": 3, "late": 1, "checklists": 3, "not_applicable": 1, "problems": 1, "alerts": 3,
	}


def test_overdue_cases_name_the_stage_the_officer_and_the_reason(people, planted):
	rows = {row["case"]: row for row in run(people.inspector, "Overdue Cases")}
	late, now = rows[planted["late"]], rows[planted["late_now"]]
	assert (late["kind"], late["stage_title"], late["officer"], late["reason"]) == ("已办超时", "审查环节", "审查人（试用）", REASON)
	assert (now["kind"], now["stage_title"], now["officer"], now["left_on"]) == ("在办超时", "备案环节", "审核人（角色）", None)
	assert late["days_late"] >= 4 and now["days_late"] >= 4
	assert planted["late"] not in {row["case"] for row in run(people.inspector, "Overdue Cases", stage="BA")}


def test_a_pause_moves_the_limit(people, connected):
	"""A limit that ended while the applicant corrected is not late: what was left of it runs on afterwards."""
	case = people.submitted()
	people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "补签名"}]})
	connected.db.set_value("Stage Checklist", {"case_name": case}, "due_on", str(date.today() - timedelta(days=9)))
	connected.db.commit()
	people.applicant.portal("act", case=case, action="补正提交")
	people.signed("reviewer", case, "资料齐全")
	assert case not in {row["case"] for row in run(people.inspector, "Overdue Cases")}


def test_alerts_by_rule_and_point_with_those_observed_apart(people, planted):
	(rule,) = [row for row in run(people.inspector, "Alert Statistics") if row["key"] == "trial-rule"]
	assert (rule["total"], rule["pending"], rule["false"], rule["reviewed"], rule["observed"]) == (3, 2, 1, 1, 1)
	assert rule["false_rate"] == "数据不足（1/20）"
	points = {row["key"]: row["total"] for row in run(people.inspector, "Alert Statistics", group="风险点")}
	assert points["XT-SC-6"] >= 3 and points["XT-SC-4"] >= 3


def test_below_the_sample_nobody_is_ranked(people, planted, connected):
	try:
		connected.db.set_single_value("Regulation Settings", "supervision_sample_size", 100000)
		connected.db.commit()
		rows = run(people.inspector, "Officer Workload")
		assert rows and all(row["share"] is None and row["sample"].startswith("数据不足") for row in rows)
		connected.db.set_single_value("Regulation Settings", "supervision_sample_size", 1)
		connected.db.commit()
		reviewer = of_officer(people.inspector, "reviewer@gaoping.local")
		assert reviewer["sample"] == "样本足够"
		assert reviewer["share"] == pytest.approx(100 * reviewer["not_applicable"] / reviewer["items"], abs=0.05)
	finally:
		connected.db.set_single_value("Regulation Settings", "supervision_sample_size", 20)
		connected.db.commit()


def test_a_head_sees_his_own_matters_only(people, planted):
	head = people.division_head
	titles = {row["matter"] for row in run(head, "Risk Heat Map", matter="")}
	# A matter that another test designed is his as well.
	assert titles >= {"DY", "YJ", "XD", "XT"} and "QJ" not in titles
	refused = refusal(run, head, "Risk Heat Map", matter="QJ")
	assert refused.status == 403 and "不归您管" in refused.text
	assert {row["matter"] for row in run(people.lab_head, "Risk Heat Map", matter="")} == {"QJ"}


def test_a_head_does_not_see_alerts_by_person(people, planted):
	assert "纪检监察" in refusal(run, people.division_head, "Alert Statistics", group="人员").text
	rows = run(people.division_head, "Officer Workload")
	assert rows and all(row["alerts"] == 0 for row in rows)
	assert refusal(people.division_head.call, API + "download_monthly_report", "GET").status == 403


def test_the_inspector_writes_nothing_of_a_case(people, planted):
	case = planted["late_now"]
	for path, body in (
		(f"/api/resource/{STALL}/{case}", {"applicant_name": "改名"}),
		(f"/api/resource/Risk Alert/{first_alert(people)}", {"status": "误报"}),
	):
		assert people.inspector.request("PUT", path, json=body).status_code in (403, 417)
	assert refusal(people.inspector.apply, STALL, case, "准予备案").status in (403, 417)


def first_alert(people) -> str:
	rows = people.inspector.request("GET", "/api/resource/Risk Alert", params={"limit": 1}).json()["data"]
	return rows[0]["name"]


def test_an_export_has_no_id_number(people, planted, stored):
	numbers = {row[0] for row in stored.sql(f"select id_no from `tab{STALL}` where id_no > ''")}
	for report in REPORTS:
		answer = people.inspector.request(
			"POST",
			"/api/method/frappe.desk.query_report.export_query",
			data={"report_name": report, "file_format_type": "CSV", "filters": "{}", "visible_idx": "[]", "csv_quoting": 2, "csv_delimiter": ","},
		)
		assert answer.status_code == 200 and numbers
		assert not [number for number in numbers if number in answer.text]


def test_the_monthly_report_is_a_pdf_with_the_months_figures(people, planted, tmp_path):
	today = date.today()
	content = people.deputy_director.call(API + "download_monthly_report", "GET", year=today.year, month=today.month)
	(tmp_path / "month.pdf").write_bytes(content)
	text = subprocess.run(["pdftotext", "-layout", tmp_path / "month.pdf", "-"], capture_output=True, text=True, check=True).stdout
	assert "行政职权运行监督月报" in text and f"{today.year}年{today.month}月" in text
	(stalls,) = [line.split() for line in text.splitlines() if line.strip().startswith("食品小摊点备案") and len(line.split()) == 9]
	shown = this_month(people.inspector)
	assert [int(stalls[at]) for at in (1, 2, 4, 5, 6, 7, 8)] == [shown[name] for name in COUNTED]
	assert REASON in text.replace("\n", "") and "数据不足" in text


def test_the_risk_points_are_those_of_the_charts(people):
	rows = people.inspector.call(API + "show_points", "GET")["rows"]
	assert len([row for row in rows if row["matter"] in ("DY", "YJ", "QJ", "XD", "XT")]) == 59
	(found,) = [row for row in rows if row["point"] == "XT-SC-6"]
	assert found["text"] == "审查超时。" and found["preanswer"] in (True, False) and "rules" in found


@pytest.mark.parametrize("card", ("overdue_now", "pending_alerts", "high_alerts", "appealed_alerts", "refused_this_month"))
def test_a_number_card_counts_for_those_who_watch(people, planted, card):
	assert people.inspector.call(CARDS + card)["value"] >= (0 if card == "appealed_alerts" else 1)
	assert refusal(people.reviewer.call, CARDS + card).status == 403
