"""业务管理员's fence (design 7): workflow, print templates, matter, chart and statistics cannot be turned against the gate."""

import pytest

from tests.http.fence import refused
from tests.http.story import STALL

WORKFLOW, CARD, CHART = "食品小摊点备案", "食品小摊点备案卡", "XT"
pytestmark = pytest.mark.usefixtures("unchanged")


def rows(admin, doctype: str, name: str, table: str) -> list[dict]:
	return admin.read(doctype, name)[table]


def change_row(admin, doctype: str, name: str, table: str, matching: dict, **values):
	"""Save a record with one row of a table changed (the first that matches)."""
	found = rows(admin, doctype, name, table)
	next(row for row in found if all(row.get(key) == value for key, value in matching.items())).update(values)
	return admin.change(doctype, name, **{table: found})


@pytest.mark.parametrize(
	"values",
	[
		{"document_type": "User"},
		{"document_type": "Issued Document"},
		{"is_active": 0},
		{"override_status": 1},
		{"send_email_alert": 1},
		{"workflow_state_field": "decision"},
		{"workflow_state_field": "custom_new_state"},
	],
)
def test_a_workflow_is_not_changed_directly(admin, values):
	refused(admin.change("Workflow", WORKFLOW, **values))


@pytest.mark.parametrize(
	("table", "matching", "values"),
	[
		("states", {"state": "待备案"}, {"doc_status": "1"}),
		("states", {"state": "待备案"}, {"update_field": "decision", "update_value": "准予"}),
		("states", {"state": "待备案"}, {"allow_edit": "System Manager"}),
		("transitions", {"action": "准予备案"}, {"allowed": "All"}),
		("transitions", {"action": "准予备案"}, {"condition": "frappe.db.get_value('User', 'Administrator', 'api_key')"}),
	],
)
def test_nor_are_its_rows(admin, table, matching, values):
	refused(change_row(admin, "Workflow", WORKFLOW, table, matching, **values), "配置草案")


@pytest.mark.parametrize("doctype", ["User", "Issued Document", "Food Worker", STALL])
def test_no_second_workflow_and_none_for_other_doctypes(admin, doctype):
	states = [{"state": "草稿", "doc_status": "0", "allow_edit": "审查人"}]
	refused(
		admin.create(
			"Workflow",
			workflow_name="另一流程",
			document_type=doctype,
			is_active=1,
			workflow_state_field="api_secret" if doctype == "User" else "workflow_state",
			states=states,
			transitions=[{"state": "草稿", "action": "提交", "next_state": "草稿", "allowed": "审查人"}],
		)
	)
	refused(admin.delete("Workflow", WORKFLOW))


@pytest.mark.parametrize("doctype", ["Workflow State", "Workflow Action Master", "Print Format", "Workflow", "Administrative Matter"])
def test_what_running_cases_name_is_neither_renamed_nor_deleted(admin, doctype):
	name = {"Workflow State": "待备案", "Workflow Action Master": "准予备案", "Print Format": CARD, "Workflow": WORKFLOW}.get(doctype, "XT")
	for merge in (0, 1):
		refused(admin.method("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="改名", merge=merge))
		refused(
			admin.method(
				"frappe.model.rename_doc.update_document_title", doctype=doctype, docname=name, name="改名", merge=merge, enqueue=0
			)
		)
	refused(admin.delete(doctype, name))
	refused(admin.method("frappe.client.delete", doctype=doctype, name=name))


@pytest.mark.parametrize(
	("html", "text"),
	[
		("{{ frappe.db.get_value('User', 'Administrator', 'api_key') }}", "不能使用“frappe”"),
		("{{ frappe.get_all('User') }}", "不能使用“frappe”"),
		("{{ frappe.get_doc('User', 'Administrator').delete() }}", "不能使用“frappe”"),
		("{{ get_doc('User') }}", "不能使用“get_doc”"),
		("{{ _('x') }}", "不能使用“_”"),
		("{{ doc.delete() }}", "不能调用这个函数"),
		("{{ doc.db_set('decision', '准予') }}", "不能调用这个函数"),
		("{{ doc.get_password('x') }}", "不能调用这个函数"),
		("{% set f = doc.delete %}{{ f() }}", "不能调用这个函数"),
		("{% set qr = doc.delete %}{{ qr('x') }}", "不能另行赋值"),
		("{{ doc.__class__.__mro__ }}", "不能使用“__"),
		("{{ doc['__class__'] }}", "下划线"),
		("{{ (doc|attr('delete'))() }}", "不能"),
		("{{ doc.applicant_name|safe }}", "过滤器“safe”"),
		("{{ '<script>alert(1)</script>' }}", "花括号外面"),
		("{% include 'templates/includes/login/login.html' %}", "不能引入其他模板"),
		("{% import 'x' as y %}", "不能引入其他模板"),
		("{% extends 'templates/web.html' %}", "不能引入其他模板"),
		("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "不能使用宏"),
		("{% for i in range(1000000000) %}x{% endfor %}", "不能调用这个函数"),
		("{{ 'x' * 1000000000 }}", "不能使用宏、乘法"),
		("{{ '%0999999999d' % 1 }}", "不能使用宏、乘法"),
		("<p>\n{% if doc.title %}\n", "语法错误"),
		("<p>{{ doc.title }</p>", "第1行语法错误"),
		("{{ doc.issued_on|nonsense }}", "第1行"),
		("<script>alert(1)</script>", "运行脚本"),
		("{% if doc.never %}<script>alert(1)</script>{% endif %}", "运行脚本"),
		("<{{ 'scr' }}ipt>alert(1)</script>", "变量"),
		("<img src='https://example.invalid/x.png'>", "外部内容"),
		("<img src='file:///etc/passwd'>", "外部内容"),
		("<img src='{{ doc.trade_name }}'>", "外部内容"),
		("<img {{ doc.trade_name }}='x'>", "变量"),
		("<p onclick='x'>", "外部内容"),
		("<iframe srcdoc='x'></iframe>", "外部内容"),
		("<style>@import 'https://example.invalid'</style>", "外部内容"),
		("<p style='background:url(https://example.invalid)'>", "外部内容"),
	],
)
def test_a_template_shows_values_and_does_nothing_else(admin, html, text):
	refused(admin.change("Print Format", CARD, html=html), text)


@pytest.mark.parametrize(
	"values",
	[
		{"doc_type": "User"},
		{"doc_type": STALL},
		{"print_format_type": "JS"},
		{"standard": "Yes"},
		{"custom_format": 0},
		{"raw_printing": 1, "raw_commands": "x"},
		{"format_data": '[{"fieldtype": "Custom HTML", "options": "{{ frappe.get_all(\'User\') }}"}]'},
		{"print_format_builder_beta": 1},
		{"css": "@import 'https://example.invalid'"},
		{"css": "p { background: url(https://example.invalid/x) }"},
		{"css": "</style><script>alert(1)</script>"},
		{"font": "x; } body { background: url(//example.invalid)"},
	],
)
def test_a_template_stays_ours(admin, values):
	refused(admin.change("Print Format", CARD, **values))


@pytest.mark.parametrize("doctype", ["User", "Stage Checklist", "Case Event", "Food Worker"])
def test_no_template_for_other_doctypes(admin, doctype):
	values = {"name": "另一模板", "doc_type": doctype, "standard": "No", "custom_format": 1, "print_format_type": "Jinja"}
	refused(admin.create("Print Format", **values, html="<p>{{ doc.name }}</p>"))


@pytest.mark.parametrize(
	("values", "text"),
	[
		({"ref_doctype": "User"}, "不能改"),
		({"ref_doctype": "Issued Document"}, "不能改"),
		({"code": "XX"}, ""),
		({"workflow": ""}, ""),
	],
)
def test_a_matter_keeps_its_doctype(admin, values, text):
	answer = admin.change("Administrative Matter", "XT", **values)
	if "code" in values:
		# The name is the code: core itself keeps it.
		assert answer.status_code != 200 or answer.json()["data"]["code"] == "XT"
	else:
		refused(answer, text)


@pytest.mark.parametrize("doctype", ["User", "Issued Document", "Case Event", "Regulation Settings", "Food Worker", STALL])
def test_no_doctype_is_made_a_matter_to_open_it(admin, doctype):
	values = {"code": "ZZ", "title": "假事项", "ref_doctype": doctype, "workflow": WORKFLOW}
	refused(admin.create("Administrative Matter", **values))


@pytest.mark.parametrize(
	("table", "matching", "values"),
	[
		("stages", {"key": "SC"}, {"limit_days": 9}),
		("states", {"key": "decide"}, {"applicant_edits": 1}),
		("actions", {"key": "approve"}, {"kind": "applicant"}),
		("materials", {"code": "photo"}, {"required": 0}),
		("documents", {"key": "card"}, {"number_format": "{serial}"}),
	],
)
def test_what_binds_is_not_changed_directly(admin, table, matching, values):
	refused(change_row(admin, "Administrative Matter", "XT", table, matching, **values), "配置草案")


def test_nor_are_the_rest_of_a_matter_and_its_chart(admin):
	refused(admin.change("Administrative Matter", "XT", separate_duties=1), "配置草案")
	refused(admin.change("Administrative Matter", "XT", requirements=[{"fieldname": "trade_name"}]), "配置草案")
	refused(change_row(admin, "Risk Control Chart", CHART, "points", {"code": "XT-SC-1"}, level="低"), "配置草案")
	refused(admin.change("Risk Control Chart", CHART, measures=[]), "配置草案")
	refused(admin.delete("Risk Control Chart", CHART), "不能删除")
	refused(admin.delete("Administrative Matter", "XT"), "不能删除")


COUNT = {"chart_name": "试验图", "chart_type": "Count", "document_type": STALL, "based_on": "creation", "timeseries": 1, "filters_json": "[]"}
CARD_OF_CASES = {"label": "试验卡", "type": "Document Type", "document_type": STALL, "function": "Count", "filters_json": "[]"}


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Dashboard Chart", {**COUNT, "document_type": "User"}),
		("Dashboard Chart", {**COUNT, "dynamic_filters_json": '[["x", "y", "=", "alert(1)"]]'}),
		("Dashboard Chart", {**COUNT, "chart_type": "Custom", "source": "x"}),
		("Dashboard Chart", {**COUNT, "chart_type": "Report", "report_name": "x"}),
		("Dashboard Chart", {**COUNT, "chart_type": "Group By", "group_by_type": "Count", "group_by_based_on": "id_no"}),
		("Dashboard Chart", {**COUNT, "is_standard": 1, "module": "Casework"}),
		("Number Card", {**CARD_OF_CASES, "document_type": "User"}),
		("Number Card", {**CARD_OF_CASES, "type": "Custom", "method": "frappe.client.delete"}),
		("Number Card", {**CARD_OF_CASES, "dynamic_filters_json": '[["x", "y", "=", "alert(1)"]]'}),
		("Number Card", {**CARD_OF_CASES, "filters_config": "alert(1)"}),
		("Translation", {"language": "zh", "source_text": "Save", "translated_text": "删除"}),
		("Translation", {"language": "zh", "source_text": STALL, "translated_text": "<img src=x onerror=alert(1)>"}),
	],
)
def test_statistics_and_translations_run_nothing_in_anothers_browser(admin, doctype, values):
	refused(admin.create(doctype, **values))
	if doctype == "Dashboard Chart":
		refused(admin.method("frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart", args=values))
