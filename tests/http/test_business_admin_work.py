"""What 业务管理员 does in the browser every week works, at once and everywhere; each test puts things back."""

import json
from contextlib import contextmanager

import pytest

from tests.http.fence import accepted, release, without_column
from tests.http.story import STALL
from tests.http.test_business_admin_matters import CARD

FIELD = "custom_stall_area"


@contextmanager
def kept(admin, doctype: str, name: str, *fields: str):
	"""Give a record its values back."""
	before = admin.read(doctype, name)
	try:
		yield before
	finally:
		accepted(admin.change(doctype, name, **{field: before.get(field, "") for field in fields}))


@pytest.fixture
def field(admin, people, stored):
	"""An optional field on the form of 食品小摊点备案; taken away afterwards, with its column."""
	name = accepted(admin.custom_field(FIELD, description="单位：平方米"))["name"]
	yield name
	stored.sql(f"update `tab{STALL}` set `{FIELD}` = null")
	stored.frappe.db.commit()
	people.Administrator.request("DELETE", f"/api/resource/Custom Field/{name}")
	without_column(stored, STALL, FIELD)


def form_field(people, fieldname: str) -> dict | None:
	fields = people.applicant.portal("matter", code="XT")["fields"]
	return next((row for row in fields if row["fieldname"] == fieldname), None)


def test_an_optional_field_is_on_the_portal_and_in_the_api_at_once(admin, people, stored, field):
	assert form_field(people, FIELD)["label"] == "摊位面积"
	case = people.draft(**{FIELD: "12"})
	assert people.applicant.portal("case", case=case)["values"][FIELD] == "12"
	assert stored.value(STALL, case, FIELD) == "12"
	release(stored)
	assert admin.delete("Custom Field", field).status_code == 403, "a field that cases filled in is not deleted"
	accepted(admin.change("Custom Field", field, label="摊位面积（平方米）", fieldtype="Small Text"))
	assert form_field(people, FIELD)["label"] == "摊位面积（平方米）"
	accepted(admin.change("Custom Field", field, hidden=1))
	assert form_field(people, FIELD) is None


def test_an_unused_field_is_deleted_again(admin, people, stored):
	name = accepted(admin.custom_field("custom_mistake"))["name"]
	assert admin.delete("Custom Field", name).status_code == 202
	assert form_field(people, "custom_mistake") is None
	without_column(stored, STALL, "custom_mistake")


def test_customize_form_relabels_reorders_and_adds_a_choice(admin, people):
	def change(form):
		fields = form["fields"]
		of = {row["fieldname"]: row for row in fields}
		of["trade_name"].update(label="摊点字号", description="没有的不填")
		of["stall_type"]["options"] += "\n夜市摊点"
		fields.insert(fields.index(of["stall_type"]), fields.pop(fields.index(of["credit_code"])))
		for number, row in enumerate(fields, 1):
			row["idx"] = number

	try:
		accepted(admin.customize(STALL, change=change))
		assert form_field(people, "trade_name")["label"] == "摊点字号"
		assert "夜市摊点" in form_field(people, "stall_type")["options"]
		accepted(admin.customize(STALL))
	finally:
		setters = [row[0] for row in admin_setters(people)]
		for name in setters:
			assert admin.delete("Property Setter", name).status_code == 202, name
	assert form_field(people, "trade_name")["label"] == "摊点名称"


def admin_setters(people) -> list[list[str]]:
	answer = people.business_admin.request(
		"GET",
		"/api/resource/Property Setter",
		params={"filters": json.dumps([["doc_type", "=", STALL]]), "limit_page_length": 0, "as_dict": 0},
	)
	return [row if isinstance(row, list) else [row["name"]] for row in answer.json()["data"]]


def test_a_templates_text_is_edited_and_printed(admin, people):
	with kept(admin, "Print Format", CARD, "html") as before:
		accepted(admin.change("Print Format", CARD, html=before["html"].replace("扫码查验真伪", "扫码可查验本卡")))
		case = people.decided()
		assert people.Administrator.portal("case", case=case)["documents"][-1]["ready"]


def test_a_new_template_and_a_new_layout_pass(admin, people):
	values = {"name": "试验文书", "doc_type": "Issued Document", "standard": "No", "custom_format": 1, "print_format_type": "Jinja"}
	html = """<style>p { margin: 2mm; }</style>{% set who = doc.applicant_name %}
{% for row in doc.materials if row.attachment %}<p class="{{ 'odd' if loop.index % 2 else 'even' }}">{{ loop.index }}、{{ row.title|default('')|trim }}</p>{% else %}<p>无</p>{% endfor %}
<p>{{ who }}：{{ date(doc.issued_on) }}{{ doc.get('trade_name') or '' }}</p>{% if photo %}<img alt="" src="{{ data_uri(photo) }}">{% endif %}{{ qr(doc.verify_url) }}"""
	name = accepted(admin.create("Print Format", **values, html=html))["name"]
	assert admin.delete("Print Format", name).status_code == 202


def test_calendar_towns_items_and_settings(admin):
	day = accepted(admin.create("Work Calendar Day", day="2031-02-03", kind="放假", title="试验"))["name"]
	accepted(admin.change("Work Calendar Day", day, kind="调休上班"))
	assert admin.delete("Work Calendar Day", day).status_code == 202
	town = accepted(admin.create("Township", title="试验乡", code="998"))["name"]
	assert admin.delete("Township", town).status_code == 202
	item = accepted(admin.create("Food Business Item", title="试验经营项目"))["name"]
	assert admin.delete("Food Business Item", item).status_code == 202
	with kept(admin, "Regulation Settings", "Regulation Settings", "office_name"):
		accepted(admin.change("Regulation Settings", "Regulation Settings", office_name="高平市市场监督管理局（试）"))


def test_a_matters_phone_is_live_at_once(admin, people):
	with kept(admin, "Administrative Matter", "XT", "service_phone"):
		accepted(admin.change("Administrative Matter", "XT", service_phone="0356-5222222"))
		assert "0356-5222222" in json.dumps(people.applicant.portal("matter", code="XT"), ensure_ascii=False)


def test_new_names_of_states_and_actions(admin):
	for doctype, key in (("Workflow State", "workflow_state_name"), ("Workflow Action Master", "workflow_action_name")):
		name = accepted(admin.create(doctype, **{key: "试验名称"}))["name"]
		assert admin.delete(doctype, name).status_code == 202


def test_lists_charts_and_cards(admin):
	chart = {"chart_name": "试验图", "chart_type": "Count", "document_type": STALL, "based_on": "creation", "timeseries": 1, "filters_json": "[]", "type": "Line", "timespan": "Last Year", "time_interval": "Monthly"}
	card = {"label": "试验卡", "type": "Document Type", "document_type": STALL, "function": "Count", "filters_json": "[]"}
	saved = {"filter_name": "我的清单", "reference_doctype": STALL, "filters": "[]"}
	page = {"dashboard_name": "试验面板", "charts": [{"chart": "试验图"}], "cards": [{"card": "试验卡"}]}
	made = [(doctype, accepted(admin.create(doctype, **values))["name"]) for doctype, values in (
		("Dashboard Chart", chart), ("Number Card", card), ("List Filter", saved), ("Dashboard", page))]
	for doctype, name in reversed(made):
		assert admin.delete(doctype, name).status_code == 202, doctype


def test_the_name_of_a_form_is_translated(admin):
	name = accepted(admin.create("Translation", language="zh", source_text=STALL, translated_text="小摊点备案"))["name"]
	assert admin.delete("Translation", name).status_code == 202
