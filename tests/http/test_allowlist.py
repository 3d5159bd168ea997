"""Guests and applicants reach the allow-list and nothing else, by whatever way they ask."""

import base64
import json

import pytest

from tests.http.raw import raw
from tests.http.story import is_chinese, message_of

CALLERS = ("guest", "applicant")
DENIED = "没有权限使用这个接口。"

PAGES = (
	"/list",
	"/list/Small Food Stall Filing",
	"/me",
	"/contact",
	"/about",
	"/printview",
	"/printview?doctype=User&name=Administrator",
	"/update-password",
	"/update-profile",
	"/third_party_apps",
	"/search",
	"/blog",
	"/unsubscribe",
	"/website_script.js",
	"/files/x",
	"/files/x.pdf",
	"/private/files/../../site_config.json",
	"/backups/x.sql.gz",
	"/sitemap.xml",
	"/rss.xml",
	"/api",
	"/matters/..%2f..%2fme",
	"/cases/..%2fme",
	"/cases/%00",
	"/%00",
)
RESOURCES = ("User", "Small Food Stall Filing", "File", "Role", "Case Event", "Complaint", "System Settings", "DocType")
METHODS = (
	"frappe.client.get_list",
	"frappe.client.get_count",
	"frappe.client.get",
	"frappe.client.get_value",
	"frappe.client.get_password",
	"frappe.client.set_value",
	"frappe.client.insert",
	"frappe.client.insert_many",
	"frappe.client.save",
	"frappe.client.delete",
	"frappe.client.submit",
	"frappe.client.attach_file",
	"frappe.client.validate_link",
	"frappe.desk.search.search_link",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.export_query",
	"frappe.desk.reportview.delete_items",
	"frappe.desk.form.load.getdoc",
	"frappe.desk.form.load.getdoctype",
	"frappe.desk.form.save.savedocs",
	"frappe.desk.query_report.run",
	"frappe.model.workflow.apply_workflow",
	"frappe.model.workflow.get_transitions",
	"frappe.model.workflow.bulk_workflow_approval",
	"frappe.utils.print_format.download_pdf",
	"frappe.www.printview.get_html_and_style",
	"frappe.www.list.get",
	"frappe.website.doctype.web_form.web_form.accept",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.core.doctype.user.user.reset_password",
	"frappe.core.doctype.user.user.update_password",
	"frappe.core.doctype.user.user.generate_keys",
	"frappe.integrations.oauth2.get_token",
	"frappe.integrations.oauth2_logins.custom",
	"frappe.handler.upload_file",
	"frappe.handler.download_file",
	"frappe.sessions.clear",
	"frappe.search.web_search",
	"frappe.www.login.send_login_link",
	"upload_file",
	"uploadfile",
	"download_file",
	"run_doc_method",
	"runserverobj",
	"gaoping_regulation.casework.api.pause_clock",
	"gaoping_regulation.casework.api.resume_clock",
	"gaoping_regulation.casework.api.ask_extension",
	"gaoping_regulation.casework.api.decide_extension",
	"gaoping_regulation.casework.api.reveal",
	"gaoping_regulation.casework.api.enter_for",
	"gaoping_regulation.casework.api.apply_workflow",
	"gaoping_regulation.risk_control.api.checklist",
	"gaoping_regulation.risk_control.api.sign_checklist",
	"gaoping_regulation.engine.documents.render",
	"gaoping_regulation.portal.api.frappe.client.get_list",
	"gaoping_regulation.portal.endpoint.endpoint",
)
LIST = "frappe.client.get_list"
SPELLINGS = (
	f"/api/method/{LIST}/",
	f"/api/method//{LIST}",
	f"//api/method/{LIST}",
	f"/api//method/{LIST}",
	f"/api/./method/{LIST}",
	f"/%61pi/method/{LIST}",
	f"/api/method/{LIST.upper()}",
	f"/api/method/{LIST}%20",
	f"/api/method/{LIST}%00",
	"/api/method/%66rappe.client.get_list",
	f"/api/method/{LIST}/gaoping_regulation.portal.api.session",
	f"/api/method/{LIST}%2fgaoping_regulation.portal.api.session",
	f"/api/method/gaoping_regulation.portal.api.session/../{LIST}",
	f"/api/v1/method/{LIST}",
	f"/api/v2/method/{LIST}",
	"/api/v1/resource/User",
	"/api/v2/document/User",
	"/api/v2/doctype/User/meta",
	"/api/resource",
	"/api/method",
	"/api/method/",
	"/api/",
)


def caller(request, people, guest, name):
	return guest if name == "guest" else people.applicant


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_outside_the_list_is_not_there(people, guest, request, who, path):
	response = caller(request, people, guest, who).request("GET", path)
	assert response.status_code == 404
	assert "没有找到" in response.text
	assert "Administrator" not in response.text


@pytest.mark.parametrize("path", ["/app", "/app/user", "/app/small-food-stall-filing/x", "/app/..%2fprintview"])
@pytest.mark.parametrize("who", CALLERS)
def test_the_desk_opens_for_staff_only(people, guest, request, who, path):
	response = caller(request, people, guest, who).request("GET", path)
	assert response.status_code in (301, 302, 403)
	assert is_chinese(response.text) or "/login" in response.headers["Location"]
	assert "frappe.boot" not in response.text


def test_dot_segments_lead_nowhere_else(server):
	"""A browser folds `..` away; who speaks HTTP by hand does not."""
	for path in ("/app/../printview?doctype=User", "/cases/../me", "/assets/../common_site_config.json"):
		status, body = raw(server.address, f"GET {path} HTTP/1.1")
		assert status in (403, 404), path
		assert "db_name" not in body and "<title>没有" in body


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"])
def test_no_document_of_any_type_through_rest(people, guest, request, stored, who, verb):
	client = caller(request, people, guest, who)
	with stored.as_many("User", "Small Food Stall Filing", "File", "Role"):
		for doctype in RESOURCES:
			for path in (f"/api/resource/{doctype}", f"/api/resource/{doctype}/Administrator?run_method=save"):
				response = client.request(verb, path, **({} if verb == "GET" else {"json": {"doctype": doctype}}))
				assert response.status_code == 403, (verb, path)
				assert verb == "HEAD" or message_of(response) == DENIED
				assert "data" not in (response.json() if response.content else {})


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("method", METHODS)
def test_no_method_outside_the_list_by_path_or_by_cmd(people, guest, request, stored, who, method):
	client = caller(request, people, guest, who)
	arguments = {"doctype": "User", "name": "Administrator", "user": "Administrator"}
	ways = [("GET", f"/api/method/{method}", {}), ("POST", f"/api/method/{method}", {})]
	ways += [(verb, path, {"cmd": method}) for verb in ("GET", "POST") for path in ("/", "/login", "/api/method/login/x")]
	with stored.as_many("User", "File", "Small Food Stall Filing"):
		for verb, path, more in ways:
			given = {"params" if verb == "GET" else "data": {**arguments, **more}}
			response = client.request(verb, path, headers={"Accept": "application/json"}, **given)
			assert response.status_code == 403, (verb, path)
			assert message_of(response) == DENIED
			assert "@gaoping.local" not in response.text


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("path", SPELLINGS)
def test_an_odd_spelling_of_a_method_opens_nothing(people, guest, server, request, who, path):
	client = caller(request, people, guest, who)
	cookie = "; ".join(f"{name}={value}" for name, value in client.http.cookies.items())
	status, body = raw(server.address, f"GET {path}?doctype=User HTTP/1.1", f"Cookie: {cookie}", "Accept: application/json")
	assert status == 403, body
	assert "@gaoping.local" not in body.partition("\r\n\r\n")[2]


def test_json_bodies_cannot_smuggle_a_method(guest, people):
	for client in (guest, people.applicant):
		for verb in ("GET", "POST"):
			for cmd in (LIST, [LIST], {"x": LIST}):
				body = json.dumps({"cmd": cmd, "doctype": "User"})
				headers = {"Content-Type": "application/json", "Accept": "application/json"}
				response = client.request(verb, "/api/resource/User", data=body, headers=headers)
				assert response.status_code == 403
				assert message_of(response) == DENIED


@pytest.mark.parametrize("path", ["/api/resource/User", f"/api/method/{LIST}?doctype=User", f"/?cmd={LIST}&doctype=User"])
def test_a_token_or_basic_login_opens_no_more_than_a_session(guest, token_headers, path):
	key = token_headers["Authorization"].removeprefix("token ")
	basic = "Basic " + base64.b64encode(key.encode()).decode()
	for header in (token_headers["Authorization"], basic, "Bearer " + key, "Bearer x", "Token x:y:z"):
		response = guest.request("GET", path, headers={"Authorization": header, "Accept": "application/json"})
		assert response.status_code == 403, header
		assert message_of(response) == DENIED


def test_a_token_serves_for_the_portal_api(guest, token_headers, accounts):
	response = guest.request("GET", "/api/method/gaoping_regulation.portal.api.session", headers=token_headers)
	assert response.json()["message"]["user"] == accounts["applicant"]["user"]


@pytest.mark.parametrize("header", ["token no:such", "Basic " + base64.b64encode(b"no:such").decode(), "Basic !!!", "Basic /w=="])
def test_a_wrong_credential_is_a_refusal_or_a_guest_and_never_a_fault(guest, header):
	for source in ("User", "ToDo", "No Such DocType"):
		headers = {"Authorization": header, "Frappe-Authorization-Source": source}
		response = guest.request("GET", "/api/method/gaoping_regulation.portal.api.session", headers=headers)
		assert response.status_code == 401 or response.json()["message"]["user"] == "Guest"


@pytest.mark.parametrize("who", ["guest", "applicant2"])
def test_a_file_of_somebody_elses_case_does_not_open(people, guest, who):
	case = people.shared_case()
	url = people.applicant.portal("case", case=case)["materials"][0]["url"]
	assert people.applicant.request("GET", url).status_code == 200
	response = (guest if who == "guest" else people.applicant2).request("GET", url)
	assert response.status_code in (403, 404)
	assert ("没有找到" in response.text or "无权" in response.text) and b"PNG" not in response.content
