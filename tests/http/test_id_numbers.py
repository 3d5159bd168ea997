"""Full ID numbers: in no list, report, export, print, search or Version of any role; one way to them, which is logged."""

import json

import pytest

from tests.http.story import STALL, message_of, refusal

READERS = ("acceptor", "reviewer", "approver", "deliverer", "division_head", "inspector", "business_admin")
OUTSIDERS = ("lab_acceptor", "verifier")
REVEAL = "casework.api.reveal"


@pytest.fixture(scope="module")
def case(people) -> str:
	case = people.submitted()
	people.printed(case)
	return case


@pytest.fixture
def number(stored, case) -> str:
	return stored.value(STALL, case, "id_no")


def reads(case: str, number: str) -> dict[str, tuple]:
	"""Every way of the framework to read a field: (verb, path, arguments)."""
	method = "/api/method/frappe."
	one, named = {"doctype": STALL, "name": case}, json.dumps([["name", "=", case]])
	view = {"doctype": STALL, "start": 0, "page_length": 50, "filters": named}
	both = json.dumps([f"`tab{STALL}`.`name`", f"`tab{STALL}`.`id_no`"])
	export = {"doctype": STALL, "file_format_type": "CSV", "title": STALL}
	return {
		"resource": ("GET", f"/api/resource/{STALL}/{case}", {}),
		"list": ("GET", f"/api/resource/{STALL}", {"fields": '["name","id_no","agent_id_no"]', "filters": named}),
		"list of all": ("GET", f"/api/resource/{STALL}", {"fields": '["*"]', "filters": named}),
		"alias": ("GET", f"/api/resource/{STALL}", {"fields": '["id_no as phone"]', "filters": named}),
		"function": ("GET", f"/api/resource/{STALL}", {"fields": '["max(id_no) as phone"]', "filters": named}),
		"group": ("GET", f"{method}client.get_list", {**one, "fields": '["id_no as x","count(name) as n"]', "group_by": "id_no"}),
		"child in list": ("GET", f"/api/resource/{STALL}", {"fields": '["workers.id_no as x"]', "filters": named}),
		"child": ("GET", f"{method}client.get_list", {"doctype": "Food Worker", "parent": STALL, "fields": '["parent","id_no"]'}),
		"child value": ("GET", f"{method}client.get_value", {"doctype": "Food Worker", "parent": STALL, "fieldname": "id_no", "filters": json.dumps({"parent": case})}),
		"value": ("GET", f"{method}client.get_value", {"doctype": STALL, "fieldname": '["id_no"]', "filters": case}),
		"get": ("GET", f"{method}client.get", one),
		"getdoc": ("GET", f"{method}desk.form.load.getdoc", one),
		"docinfo": ("GET", f"{method}desk.form.load.get_docinfo", one),
		"report view": ("GET", f"{method}desk.reportview.get", {**view, "fields": both}),
		"report list": ("POST", f"{method}desk.reportview.get_list", {**view, "fields": both}),
		"export": ("POST", f"{method}desk.reportview.export_query", {**export, "fields": both}),
		"group count": ("GET", f"{method}desk.listview.get_group_by_count", {"doctype": STALL, "current_filters": "[]", "field": "id_no"}),
		"link": ("GET", f"{method}client.validate_link", {"doctype": STALL, "docname": case, "fields": '["id_no"]'}),
		"link search": ("GET", f"{method}desk.search.search_link", {"doctype": STALL, "txt": number[:8], "searchfield": "id_no"}),
		"link widget": ("GET", f"{method}desk.search.search_widget", {"doctype": STALL, "txt": number[:8], "searchfield": "id_no", "filter_fields": '["id_no"]'}),
		"global search": ("GET", f"{method}utils.global_search.search", {"text": number}),
		"preview": ("GET", f"{method}desk.link_preview.get_preview_data", {"doctype": STALL, "docname": case}),
		"print": ("GET", "/printview", {**one, "format": "Standard"}),
		"print html": ("GET", f"{method}www.printview.get_html_and_style", {"doc": STALL, "name": case}),
		"data export": ("POST", f"{method}core.doctype.data_export.exporter.export_data", {"doctype": STALL, "select_columns": json.dumps({STALL: ["name", "id_no"]}), "with_data": 1, "file_type": "CSV"}),
		"portal": ("GET", "/api/method/gaoping_regulation.portal.api.case", {"case": case}),
		"document": ("GET", "/api/resource/Issued Document", {"fields": '["*"]', "filters": json.dumps([["case_name", "=", case]])}),
		"checklist": ("GET", "/api/method/gaoping_regulation.risk_control.api.checklist", {"case": case}),
		"trail": ("GET", "/api/resource/Case Event", {"fields": '["*"]', "filters": json.dumps([["case_name", "=", case]])}),
	}


@pytest.mark.parametrize("way", reads("", ""))
@pytest.mark.parametrize("who", [*READERS, *OUTSIDERS])
def test_no_role_reads_a_full_number_by_any_way_of_the_framework(people, case, number, who, way):
	verb, path, arguments = reads(case, number)[way]
	response = getattr(people, who).request(verb, path, **{"params" if verb == "GET" else "data": arguments})
	assert response.status_code in (200, 403, 404, 417), response.text
	assert number not in response.text
	if who in OUTSIDERS and way not in ("global search", "document", "trail", "docinfo"):
		assert response.status_code != 200 or case not in response.text, response.text


TEMPLATE = {"doctype": STALL, "export_records": "all", "file_type": "CSV"}


@pytest.mark.parametrize("who", ["acceptor", "reviewer", "approver", "deliverer", "inspector"])
def test_the_template_of_an_import_does_not_hold_full_numbers(people, number, who):
	fields = json.dumps({STALL: ["name", "id_no"], "workers": ["worker_name", "id_no"]})
	path = "/api/method/frappe.core.doctype.data_import.data_import.download_template"
	response = getattr(people, who).request("POST", path, data={**TEMPLATE, "export_fields": fields})
	assert number not in response.text


def probes(pattern: str) -> dict[str, tuple[str, dict]]:
	"""Ways to ask whether a number begins so."""
	like = [["id_no", "like", pattern]]
	return {
		"filters": (f"/api/resource/{STALL}", {"filters": json.dumps(like)}),
		"or_filters": (f"/api/resource/{STALL}", {"or_filters": json.dumps(like)}),
		"child": (f"/api/resource/{STALL}", {"filters": json.dumps([["Food Worker", "id_no", "like", pattern]])}),
		"value": ("/api/method/frappe.client.get_value", {"doctype": STALL, "fieldname": "name", "filters": json.dumps({"id_no": ["like", pattern]})}),
		"count": ("/api/method/frappe.client.get_count", {"doctype": STALL, "filters": json.dumps(like)}),
		"report": ("/api/method/frappe.desk.reportview.get", {"doctype": STALL, "fields": '["name"]', "filters": json.dumps(like), "start": 0, "page_length": 50}),
		"report count": ("/api/method/frappe.desk.reportview.get_count", {"doctype": STALL, "filters": json.dumps(like)}),
	}


@pytest.mark.parametrize("way", probes(""))
def test_a_number_is_not_guessed_by_filtering(people, number, way):
	answers = set()
	for pattern in (number[:17] + "%", "9" * 17 + "%"):
		path, arguments = probes(pattern)[way]
		answers.add(people.reviewer.request("GET", path, params=arguments).text)
	assert len(answers) == 1, "the answer tells whether the number begins so"


def test_a_number_is_not_guessed_by_sorting(people, stored):
	cases = [people.submitted() for _ in range(4)]
	filters = json.dumps([["name", "in", cases]])
	orders = [
		people.inspector.request("GET", f"/api/resource/{STALL}", params={"filters": filters, "order_by": f"id_no {way}"}).text
		for way in ("asc", "desc")
	]
	assert orders[0] == orders[1]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_may_not_read_a_matter_does_not_count_its_cases(people, case, who):
	response = getattr(people, who).request("GET", "/api/method/frappe.client.get_count", params={"doctype": STALL})
	assert response.status_code == 403


LEAKS = {
	"PUT": ("PUT", f"/api/resource/{STALL}/{{case}}", {"json": {}}),
	"set_value": ("POST", "/api/method/frappe.client.set_value", {"data": {"doctype": STALL, "name": "{case}", "fieldname": "{}"}}),
}


@pytest.mark.parametrize("way", [*LEAKS, "apply_workflow"])
def test_the_answer_to_a_save_does_not_hold_the_full_number(people, stored, way):
	case = people.submitted()
	number = stored.value(STALL, case, "id_no")
	if way == "apply_workflow":
		answer = people.reviewer.apply(STALL, case, "要求补正", details={"items": [{"text": "x"}]})
		assert number not in str(answer)
		return
	verb, path, options = LEAKS[way]
	options = json.loads(json.dumps(options).replace("{case}", case))
	assert number not in people.reviewer.request(verb, path.replace("{case}", case), **options).text


def test_no_version_and_no_log_holds_a_full_number(stored, case, number):
	for table in ("Version", "Comment", "Error Log", "Activity Log", "Access Log", "Case Event", "Deleted Document", "Route History"):
		assert stored.count(table) == 0 or number not in str(stored.sql(f"select * from `tab{table}`")), table
	assert number not in str(stored.sql("select * from `__global_search`"))


@pytest.mark.parametrize("who", READERS)
def test_revealing_takes_a_reason_and_is_in_the_trail(people, stored, case, number, who):
	client = getattr(people, who)
	assert client.staff(REVEAL, case=case, field="id_no", reason=f"核对证件 {who}")["value"] == number
	rows = stored.sql("select actor, content from `tabCase Event` where case_name = %s and kind = '查看完整证件号'", case)
	assert any(actor == client.user and f"核对证件 {who}" in content for actor, content in rows)
	assert number not in str(rows)
	workers = client.staff(REVEAL, case=case, field="workers", reason="核对健康证")["value"]
	assert workers[0]["id_no"] == number


@pytest.mark.parametrize("who", [*OUTSIDERS, "applicant2", "applicant"])
def test_who_may_not_see_the_case_reveals_nothing(people, stored, case, who):
	with stored.unchanged(case):
		refused = refusal(getattr(people, who).staff, REVEAL, case=case, field="id_no", reason="x")
		assert refused.status in (403, 404)


@pytest.mark.parametrize(("arguments", "status"), [({"field": "id_no", "reason": "  "}, 403), ({"field": "phone", "reason": "x"}, 403), ({"field": "owner", "reason": "x"}, 403), ({"field": "id_no"}, 400)])
def test_revealing_without_a_reason_or_something_else_is_refused(people, stored, case, arguments, status):
	with stored.unchanged(case):
		response = people.reviewer.request("POST", f"/api/method/gaoping_regulation.{REVEAL}", data={"case": case, **arguments})
		assert response.status_code == status
		assert any(word in message_of(response) for word in ("理由", "只有证件号码", "缺少参数 reason"))
