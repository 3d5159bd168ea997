"""Somebody else's case does not exist, as far as another applicant can tell; nor do its files and documents."""

import pytest

from tests import samples
from tests.http.story import STALL, refusal

NOT_THERE = "没有这个办件，请从“我的办件”进入。"


def attempts(case: str) -> dict[str, dict]:
	return {
		"case": {"case": case},
		"attach": {"case": case, "material": "photo", "signed": 1},
		"act": {"case": case, "action": "撤回", "reason": "x"},
		"rate": {"case": case, "grade": 1},
		"save_draft": {"matter": "XT", "case": case, "values": {"trade_name": "改名"}},
		"check": {"matter": "XT", "case": case, "values": {"trade_name": "改名"}},
	}


@pytest.fixture(scope="module")
def open_draft(people) -> str:
	return people.draft()


@pytest.fixture(scope="module")
def closed(people) -> str:
	return people.closed()


@pytest.mark.parametrize("method", attempts(""))
def test_a_strangers_case_is_a_404_in_the_words_of_one_that_never_was(people, stored, open_draft, frozen_case, closed, method):
	for case in (open_draft, frozen_case, closed):
		with stored.unchanged(case):
			refused = refusal(people.applicant2.portal, method, **attempts(case)[method])
			never = refusal(people.applicant2.portal, method, **attempts("0123456789")[method])
			assert (refused.status, refused.text) == (404, NOT_THERE) == (never.status, never.text)


@pytest.mark.parametrize("method", attempts(""))
def test_a_guest_is_told_to_log_in(guest, stored, frozen_case, method):
	with stored.unchanged(frozen_case):
		refused = refusal(guest.portal, method, **attempts(frozen_case)[method])
		assert refused.status == 403 and "请先登录再办理。" in refused.text


def test_a_file_cannot_be_put_into_a_strangers_case(people, stored, open_draft):
	with stored.unchanged(open_draft), stored.as_many("File"):
		refused = refusal(people.applicant2.attach, open_draft, "photo", "a.jpg", samples.photo())
		assert (refused.status, refused.text) == (404, NOT_THERE)


def test_a_row_of_a_strangers_case_cannot_be_named_in_ones_own(people, stored, open_draft):
	mine = people.draft(people.applicant2)
	row = people.applicant.portal("case", case=open_draft)["materials"][0]["row"]
	with stored.unchanged(open_draft), stored.unchanged(mine):
		refused = refusal(people.applicant2.attach, mine, row, "a.jpg", samples.photo())
		assert refused.status == 417 and "没有这项材料" in refused.text


def test_a_strangers_file_cannot_be_claimed_by_its_address(people, stored, frozen_case):
	url = people.applicant.portal("case", case=frozen_case)["materials"][0]["url"]
	mine = people.draft(people.applicant2)
	for values in (
		{"materials": [{"material": "id_copy", "attachment": url, "signed": 1}]},
		{"workers": [{"worker_name": "a", "attachment": url, "health_certificate": url}]},
		{"attachment": url, "photo": url},
	):
		with stored.as_many("File"):
			people.applicant2.request(
				"POST",
				"/api/method/gaoping_regulation.portal.api.save_draft",
				json={"matter": "XT", "case": mine, "values": values},
			)
		assert url not in str(stored.rows(mine))
	for way in (url, url + "?fid=x", "/api/method/download_file?file_url=" + url):
		assert people.applicant2.request("GET", way).status_code in (403, 404)


def test_a_strangers_document_is_not_downloaded_nor_its_pdf_opened(people, guest, stored, closed):
	names = stored.sql("select name, file_url from `tabIssued Document` where case_name = %s", closed)
	for name, url in names:
		for client, status in ((people.applicant2, 404), (guest, 403)):
			refused = refusal(client.portal, "download", document=name)
			assert refused.status == status and "%PDF" not in refused.text
			assert client.request("GET", url).status_code in (403, 404)
	assert refusal(people.applicant2.portal, "download", document="0123456789").status == 404


def test_a_strangers_page_reads_as_one_that_never_was(people, frozen_case):
	theirs = people.applicant2.request("GET", f"/cases/{frozen_case}")
	never = people.applicant2.request("GET", "/cases/0123456789")
	assert theirs.status_code == never.status_code == 404
	assert theirs.text.replace(frozen_case, "") == never.text.replace("0123456789", "")
	assert people.applicant2.request("GET", f"/apply/XT?case={frozen_case}").status_code == 404


def test_ones_own_list_holds_ones_own_cases_only(people, stored):
	newcomer = people.newcomer()
	assert newcomer.portal("my_cases") == []
	mine = {row["case"] for row in people.applicant2.portal("my_cases", page_length=100)}
	owners = stored.sql(f"select distinct applicant_user from `tab{STALL}` where name in %s", tuple(mine or {""}))
	assert owners in ((), ((people.applicant2.user,),))
