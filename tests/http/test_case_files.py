"""The files of a case: opened by those who may see the case, changed, moved, published, claimed or deleted by nobody."""

import base64
import json

import pytest

from tests import samples
from tests.client import message_of
from tests.http.story import STALL

EVERYBODY = ("acceptor", "reviewer", "approver", "deliverer", "inspector", "business_admin", "lab_acceptor", "Administrator")
CHANGES = (
	{"is_private": 0},
	{"file_name": "other.png"},
	{"attached_to_name": "other"},
	{"attached_to_doctype": "User"},
	{"content": "aGFjaw=="},
)


@pytest.fixture
def file(stored, frozen_case) -> tuple[str, str]:
	"""(name, URL) of a material's file of the shared case."""
	return stored.sql("select name, file_url from `tabFile` where attached_to_name = %s order by name", frozen_case)[0]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_file_of_a_case_is_neither_changed_nor_deleted(people, stored, frozen_case, file, who):
	client, (name, _url) = getattr(people, who), file
	calls = {
		"frappe.core.api.file.move_file": {"file_list": json.dumps([{"name": name}]), "new_parent": "Home", "old_parent": "x"},
		"frappe.core.api.file.unzip_file": {"name": name},
		"run_doc_method": {"dt": "File", "dn": name, "method": "optimize_file"},
		"frappe.client.rename_doc": {"doctype": "File", "old_name": name, "new_name": "zz"},
	}
	(other,) = stored.sql("select file_url from `tabFile` where attached_to_name = %s order by name desc", frozen_case)[0]
	with stored.unchanged(frozen_case):
		for change in (*CHANGES, {"file_url": other}):
			response = client.request("PUT", f"/api/resource/File/{name}", json=change)
			assert response.status_code in (200, 403, 404, 417), response.text
			if response.status_code == 200:
				assert set(change) == {"content"}, change  # the framework keeps no such field
		for method, data in calls.items():
			assert client.request("POST", f"/api/method/{method}", data=data).status_code >= 400, method


@pytest.mark.parametrize(
	("who", "kind"),
	[
		("reviewer", "material"),
		("Administrator", "material"),
		("Administrator", "document"),
		("reviewer", "document"),
		("inspector", "material"),
		("business_admin", "material"),
		("lab_acceptor", "document"),
	],
)
def test_a_file_refused_to_be_deleted_is_still_on_the_disk(people, stored, who, kind):
	case = people.decided() if kind == "document" else people.submitted()
	people.printed(case)
	owner = case
	if kind == "document":
		owner = stored.sql("select name from `tabIssued Document` where case_name = %s and kind = 'card'", case)[0][0]
	name = stored.sql("select name from `tabFile` where attached_to_name = %s order by name", owner)[0][0]
	client = getattr(people, who)
	with stored.unchanged(case):
		for verb, path, data in (
			("DELETE", f"/api/resource/File/{name}", {}),
			("POST", "/api/method/frappe.client.delete", {"doctype": "File", "name": name}),
			("POST", "/api/method/frappe.desk.form.utils.remove_attach", {"fid": name, "dt": STALL, "dn": case}),
		):
			assert client.request(verb, path, data=data).status_code == 403, path


@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_attached_to_a_case_but_by_its_upload(people, stored, frozen_case, file, who):
	client = getattr(people, who)
	target = {"doctype": STALL, "docname": frozen_case, "is_private": 1}
	new = {"attached_to_doctype": STALL, "attached_to_name": frozen_case, "is_private": 1}
	content = base64.b64encode(samples.scan("x")).decode()
	with stored.unchanged(frozen_case), stored.as_many("File"):
		for verb, path, options in (
			("POST", "/api/method/upload_file", {"data": target, "files": {"file": ("a.png", samples.scan("x"))}}),
			("POST", "/api/method/upload_file", {"data": {**target, "file_url": file[1]}}),
			("POST", "/api/resource/File", {"json": {**new, "file_name": "a.png", "content": content, "decode": 1}}),
			("POST", "/api/method/frappe.client.attach_file", {"data": {**target, "filename": "a.txt", "filedata": content, "decode_base64": 1}}),
		):
			response = client.request(verb, path, **options)
			assert response.status_code in (403, 404, 417), response.text


@pytest.mark.parametrize(("who", "allowed"), [("reviewer", True), ("approver", True), ("inspector", True), ("lab_acceptor", False), ("verifier", False)])
def test_a_file_opens_for_the_officers_of_the_matter_only(people, stored, who, allowed):
	case = people.submitted()
	url = people.applicant.portal("case", case=case)["materials"][0]["url"]
	for path in (url, "/api/method/frappe.handler.download_file?file_url=" + url):
		assert (getattr(people, who).request("GET", path).status_code == 200) is allowed


@pytest.mark.parametrize("way", ["upload_file", "resource", "add_attachments", "zip_files", "zip_files_of_old"])
def test_a_file_is_not_claimed_by_its_address_or_its_name(people, stored, way):
	case = people.draft()
	people.applicant.attach(case, "id_copy", "a.png", samples.scan(f"claimed by {way}"))
	((name, url),) = stored.sql("select name, file_url from `tabFile` where attached_to_name = %s", case)
	thief = people.lab_acceptor
	own = {"attached_to_doctype": "User", "attached_to_name": thief.user, "is_private": 1}
	verb, path, options = {
		"upload_file": ("POST", "/api/method/upload_file", {"data": {"file_url": url, "is_private": 1, "file_name": "x.png"}}),
		"resource": ("POST", "/api/resource/File", {"json": {"file_url": url, "file_name": "x.png", **own}}),
		"add_attachments": ("POST", "/api/method/frappe.utils.file_manager.add_attachments", {"data": {"doctype": "User", "name": thief.user, "attachments": json.dumps([name])}}),
		"zip_files_of_old": ("POST", "/api/method/frappe.core.doctype.file.file.zip_files", {"data": {"files": json.dumps([name])}}),
		"zip_files": ("POST", "/api/method/frappe.core.api.file.zip_files", {"data": {"files": json.dumps([name])}}),
	}[way]
	assert thief.request("GET", url).status_code == 403
	# His own alone: the worker files documents of other cases meanwhile.
	before = stored.count("File", "owner = %s", thief.user)
	assert thief.request(verb, path, **options).status_code in (403, 404, 417)
	assert stored.count("File", "owner = %s", thief.user) == before
	assert thief.request("GET", url).status_code == 403


def test_the_list_of_files_shows_no_case_to_who_may_not_see_it(people, frozen_case):
	for who in ("lab_acceptor", "verifier"):
		response = getattr(people, who).request(
			"GET", "/api/resource/File", params={"fields": '["name","file_url","attached_to_name"]', "limit_page_length": 1000}
		)
		assert response.status_code in (200, 403)
		assert frozen_case not in response.text


def test_a_pdf_of_a_document_is_not_replaced(people, stored):
	case = people.decided()
	people.printed(case)
	document = stored.sql("select name from `tabIssued Document` where case_name = %s and kind = 'card'", case)[0][0]
	((name, url),) = stored.sql("select name, file_url from `tabFile` where attached_to_name = %s", document)
	with stored.unchanged(case):
		for who in ("approver", "deliverer", "Administrator"):
			client = getattr(people, who)
			response = client.request("PUT", f"/api/resource/File/{name}", json={"is_private": 0})
			assert response.status_code == 403, response.text
			assert "不能另行添加、移动、替换或公开" in message_of(response)
		assert people.applicant.request("GET", url).status_code in (403, 404)
