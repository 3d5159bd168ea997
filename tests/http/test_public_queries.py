"""What anybody may ask: track, verify, the register, complaints; nothing personal comes back."""

import pytest

from tests.client import message_of
from tests.http.story import is_chinese, refusal


@pytest.fixture(scope="module")
def closed(people) -> dict:
	"""A closed case as its applicant sees it, with the full ID number from the database."""
	return people.applicant.portal("case", case=people.closed(name="欧阳晓晨"))


@pytest.fixture
def personal(stored, closed) -> list[str]:
	"""What must not be told to the public."""
	((number, phone, address),) = stored.sql(
		"select id_no, phone, address from `tabSmall Food Stall Filing` where name = %s", closed["case"]
	)
	return [number, number[:10], phone, phone[:7], address, "欧阳晓晨", "晓晨", "欧阳", "applicant@", closed["case"]]


def test_tracking_tells_state_stage_and_due_date_and_nothing_personal(guest, stored, closed, personal):
	for last4 in (personal[0][-4:], personal[2][-4:]):
		found = guest.portal("track", case_no=closed["case_no"], last4=last4)
		assert set(found) == {"case_no", "matter_title", "workflow_state", "stage", "due_on"}
		assert found["workflow_state"] == "办结"
		assert not any(text in str(found) for text in personal)


@pytest.mark.parametrize("last4", ["0000", "", "%", "____", "12", "null", "' or 1=1"])
def test_tracking_with_the_wrong_last_four_reads_as_an_unknown_number(guest, closed, last4):
	refused = refusal(guest.portal, "track", case_no=closed["case_no"], last4=last4)
	unknown = refusal(guest.portal, "track", case_no="140581-XT-20260101-0001-X", last4=last4)
	assert (refused.status, refused.text) == (unknown.status, unknown.text)
	assert refused.status in (400, 404) and is_chinese(refused.text)


def test_verifying_tells_the_document_and_masks_its_holder(guest, closed, personal):
	card = next(row for row in closed["documents"] if row["kind"] == "card")
	found = guest.portal("verify", code=card["verify_code"])
	assert (found["number"], found["status"], found["holder"]) == (card["number"], "有效", "欧***")
	assert not any(text in str(found) for text in personal)
	page = guest.request("GET", f"/verify/{card['verify_code']}").text
	assert card["number"] in page and not any(text in page for text in personal)


@pytest.mark.parametrize("code", ["x", "%", "null", "0" * 22, "' or '1'='1"])
def test_an_unknown_code_is_a_404_that_says_whom_to_call(guest, code):
	refused = refusal(guest.portal, "verify", code=code)
	assert refused.status == 404 and "没有查到这份文书" in refused.text
	page = guest.request("GET", "/verify/x")
	assert page.status_code in (200, 404) and "没有查到这个验证码" in page.text


def test_the_register_masks_its_holders(guest, closed, personal):
	rows = guest.portal("public_register", matter="XT", page_length=100)
	assert any(row["holder"] == "欧***" for row in rows)
	assert not any(text in str(rows) for text in personal)
	assert {key for row in rows for key in row} == {"title", "number", "holder", "issued_on", "valid_until", "status"}
	page = guest.request("GET", "/register?matter=XT").text
	assert not any(text in page for text in personal)


def test_an_anonymous_complaint_has_no_trace_of_who_filed_it(people, stored):
	before = {table: stored.count(table) for table in ("Version", "Activity Log", "Comment", "Case Event", "Notification Log")}
	receipt = people.applicant.portal("complain", content="匿名内容", contact="13800000000", anonymous=1)["receipt"]
	(row,) = stored.sql("select * from `tabComplaint` where receipt = %s", receipt)
	text = str(row)
	assert people.applicant.user not in text and "13800000000" not in text and "Guest" in text
	((name,),) = stored.sql("select name from `tabComplaint` where receipt = %s", receipt)
	for table in ("Version", "Activity Log", "Comment", "Notification Log", "Error Log", "View Log"):
		assert name not in str(stored.sql(f"select * from `tab{table}`")), table
	assert {table: stored.count(table) for table in before} == before


def test_a_named_complaint_keeps_its_contact(people, stored):
	receipt = people.applicant.portal("complain", content="内容", contact="13800000001", matter="XT")["receipt"]
	((contact, owner, anonymous),) = stored.sql(
		"select contact, owner, anonymous from `tabComplaint` where receipt = %s", receipt
	)
	assert (contact, owner, anonymous) == ("13800000001", people.applicant.user, 0)


def test_complaints_are_read_by_the_inspectors_alone(people, stored, guest):
	receipt = guest.portal("complain", content="只给纪检看")["receipt"]
	((name,),) = stored.sql("select name from `tabComplaint` where receipt = %s", receipt)
	assert people.inspector.request("GET", f"/api/resource/Complaint/{name}").status_code == 200
	for who in ("reviewer", "approver", "deliverer", "acceptor", "business_admin", "deputy_director"):
		response = getattr(people, who).request("GET", f"/api/resource/Complaint/{name}")
		assert response.status_code == 403, who
		assert "只给纪检看" not in response.text


def test_a_complaint_about_no_matter_we_have_is_refused(guest, stored):
	with stored.as_many("Complaint"):
		response = guest.request(
			"POST", "/api/method/gaoping_regulation.portal.api.complain", data={"content": "x", "matter": "ZZ"}
		)
		assert response.status_code == 417 and "没有这个事项，请重新选择。" in message_of(response)


def test_unpublished_matters_are_not_there(guest):
	assert {row["code"] for row in guest.portal("matters")} >= {"XT"}
	for code in ("ZZ", "xt", "XT ", "%", "Administrator"):
		assert refusal(guest.portal, "matter", code=code).status == 404
		assert guest.request("GET", f"/matters/{code.strip()}x").status_code == 404
