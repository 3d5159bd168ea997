"""Who sees no supervision report by any way, and what a wrong request is told."""

import pytest

from tests.client import Refused
from tests.http.story import STALL, is_chinese, refusal
from tests.http.test_supervision import API, CARDS, REPORTS, run

OUTSIDERS = ("acceptor", "reviewer", "approver", "deliverer", "lab_acceptor", "verifier", "checker", "signatory", "lab_deliverer", "business_admin")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("who", (*OUTSIDERS, "applicant"))
def test_officers_and_applicants_open_no_supervision_report(people, who, report):
	answer = getattr(people, who).request(
		"GET", "/api/method/frappe.desk.query_report.run", params={"report_name": report, "filters": "{}"}
	)
	assert answer.status_code == 403


@pytest.mark.parametrize("method", ("show_heatmap", "show_points", "download_monthly_report"))
@pytest.mark.parametrize("who", ("reviewer", "business_admin", "applicant"))
def test_nor_the_pages_behind_them(people, who, method):
	refused = refusal(getattr(people, who).call, API + method, "GET")
	assert refused.status == 403


@pytest.mark.parametrize("page", ("risk-heatmap", "risk-points"))
def test_officers_do_not_load_the_pages(people, page):
	answer = people.reviewer.request("GET", "/api/method/frappe.desk.desk_page.getpage", params={"name": page})
	assert answer.status_code == 403


@pytest.mark.parametrize("path", ("frappe.desk.query_report.run", API + "show_heatmap", CARDS + "overdue_now"))
def test_a_guest_reaches_nothing(guest, path):
	assert guest.request("GET", f"/api/method/{path}", params={"report_name": REPORTS[0]}).status_code == 403


@pytest.mark.parametrize(
	"filters,message",
	[
		({"from_date": "昨天"}, "起始日期不是有效的日期"),
		({"from_date": "2026-11-02", "to_date": "2026-11-01"}, "截止日期早于起始日期"),
		({"matter": "ZZ"}, "没有事项“ZZ”"),
		({"matter": "<img src=x>"}, "没有事项“&lt;img src=x&gt;”"),
		({"matter": ["like", "%"]}, "没有事项"),
	],
)
def test_a_wrong_filter_is_answered_in_chinese(people, filters, message):
	with pytest.raises(Refused, match=message) as caught:
		run(people.inspector, "Supervision Trend", **filters)
	assert caught.value.status < 500


@pytest.mark.parametrize("group", ["<b>", ["规则"], {"a": 1}])
def test_an_unknown_group_is_refused(people, group):
	refused = refusal(run, people.inspector, "Alert Statistics", group=group)
	assert refused.status == 417 and refused.text.startswith("不能按“") and "<b>" not in refused.text


ADDED = [{"fieldname": "id_no", "label": "证件号码", "fieldtype": "Data", "doctype": STALL, "link_field": "case", "insert_after_index": 1}]
REPORT = "frappe.desk.query_report."


@pytest.mark.parametrize(
	"way,arguments",
	[
		("get_data_for_custom_field", {"doctype": STALL, "field": "id_no"}),
		("get_data_for_custom_field", {"doctype": "Case Event", "field": "content"}),
		("run", {"report_name": "Overdue Cases", "filters": {}, "custom_columns": ADDED}),
		("export_query", {"report_name": "Overdue Cases", "filters": {}, "file_format_type": "CSV", "custom_columns": ADDED}),
		("save_report", {"reference_report": "Overdue Cases", "report_name": "另存", "columns": ADDED, "filters": {}}),
	],
)
@pytest.mark.parametrize("who", ("inspector", "division_head"))
def test_no_column_is_added_out_of_the_cases(people, who, way, arguments):
	"""Core reads such a column past every permission: full ID numbers, drafts, other matters."""
	refused = refusal(getattr(people, who).call, REPORT + way, **arguments)
	assert refused.status == 403 and "不能添加" in refused.text


def test_a_report_saved_with_such_a_column_does_not_run(people, connected):
	report = connected.get_doc(
		{
			"doctype": "Report",
			"report_name": "旧的另存报表",
			"json": connected.as_json({"columns": ADDED, "filters": {}}),
			"ref_doctype": "Risk Alert",
			"is_standard": "No",
			"report_type": "Custom Report",
			"reference_report": "Overdue Cases",
		}
	).insert(ignore_permissions=True)
	connected.db.commit()
	assert "不能添加" in refusal(people.inspector.call, REPORT + "run", report_name=report.name, filters={}).text


@pytest.mark.parametrize("year,month", [(2026, 13), (2999, 1), ("二〇二六", 1), ("", 3)])
def test_a_month_that_is_none_is_refused(people, year, month):
	refused = refusal(people.inspector.call, API + "download_monthly_report", "GET", year=year, month=month)
	assert refused.status == 417 and is_chinese(refused.text)
