"""An applicant's way by API: a draft kept and resumed, materials, the submission, where it stands, the card."""

import subprocess

from tests import samples
from tests.http.story import refusal


def of(client, case: str) -> dict:
	return client.portal("case", case=case)


def test_a_draft_is_kept_as_far_as_it_is_filled_in_and_gone_on_with_later(people, server):
	applicant = people.newcomer()
	case = applicant.portal("save_draft", matter="XT", values={"applicant_name": "李四", "phone": "13835600001"})["case"]
	later = server.guest().login(applicant.user, "Xt-7391-stalls-of-Gaoping")
	listed = later.portal("my_cases")
	assert [row["case"] for row in listed] == [case]
	assert listed[0]["workflow_state"] == "草稿" and not listed[0]["case_no"]
	later.portal("save_draft", matter="XT", case=case, values={"address": "高平市北城街道1号"})
	values = of(later, case)["values"]
	assert (values["applicant_name"], values["phone"], values["address"]) == ("李四", "13835600001", "高平市北城街道1号")


def test_what_is_not_sent_keeps_its_value_and_a_table_is_replaced_as_a_whole(people):
	case = people.draft()
	before = of(people.applicant, case)["values"]
	people.applicant.portal("save_draft", matter="XT", case=case, values={"trade_name": "新名"})
	after = of(people.applicant, case)["values"]
	assert after == {**before, "trade_name": "新名"}
	workers = [{**before["workers"][0], "worker_name": "王五"}]
	people.applicant.portal("save_draft", matter="XT", case=case, values={"workers": workers})
	assert [row["worker_name"] for row in of(people.applicant, case)["values"]["workers"]] == ["王五"]


def test_a_submission_gets_its_number_its_date_and_a_receipt(people, stored):
	case = people.submitted()
	found = of(people.applicant, case)
	assert found["workflow_state"] == "待审查" and found["stage"] == "审查环节"
	assert found["case_no"].startswith("140581-XT-") and found["due_on"] and found["submitted_on"]
	assert found["editable"] == 0
	assert [row["action"] for row in found["actions"]] == ["撤回"]
	assert [row["title"] for row in found["timeline"]][0] == "提交"
	assert any("收" in row["title"] or "受理" in row["title"] for row in people.printed(case))
	assert stored.count("Stage Checklist", "case_name = %s", case) == 1


def test_the_form_is_masked_once_it_is_submitted(people):
	case = people.filled()
	number = of(people.applicant, case)["values"]["id_no"]
	assert len(number) == 18 and "*" not in number
	people.applicant.portal("act", case=case, action="提交")
	found = of(people.applicant, case)
	assert found["values"]["id_no"] == number[:6] + "********" + number[-4:]
	assert number not in str(found)


def test_a_material_may_be_replaced_while_it_is_a_draft_and_the_tick_renewed(people, stored):
	case = people.draft()
	people.applicant.attach(case, "id_copy", "one.png", samples.scan("one"), signed=0)
	first = of(people.applicant, case)["materials"][0]
	people.applicant.attach(case, "id_copy", "two.pdf", samples.pdf("two"), signed=0)
	second = of(people.applicant, case)["materials"][0]
	assert (second["file_name"], second["signed"]) == ("two.pdf", 0) and second["url"] != first["url"]
	assert people.applicant.portal("attach", case=case, material="id_copy", signed=1)["signed"] == 1


def test_a_file_is_private_named_at_random_and_belongs_to_the_case_at_once(people, stored):
	case = people.draft()
	people.applicant.attach(case, "photo", "我的照片.jpg", samples.photo())
	rows = stored.sql("select file_name, is_private, attached_to_doctype, owner from `tabFile` where attached_to_name = %s", case)
	((name, private, doctype, owner),) = rows
	assert private == 1 and doctype == "Small Food Stall Filing" and owner == people.applicant.user
	assert len(name) > 30 and "照片" not in name


def test_withdrawing_needs_a_reason_and_ends_the_case(people, stored):
	case = people.submitted()
	people.printed(case)
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="撤回")
		assert refused.status == 417 and "“撤回”须写明理由。" in refused.text
	found = people.applicant.portal("act", case=case, action="撤回", reason="改到别处经营")
	assert found["workflow_state"] == "已撤回" and found["actions"] == [] and found["closed_on"]
	assert stored.sql("select status from `tabStage Checklist` where case_name = %s", case) == (("未完成",),)
	people.printed(case)
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="撤回", reason="再撤")
		assert refused.status == 417 and "不能“撤回”" in refused.text


def test_the_card_is_downloaded_and_verified_and_the_service_rated_once(people, stored, guest):
	case = people.closed()
	found = of(people.applicant, case)
	assert found["workflow_state"] == "办结" and found["decision"] == "准予" and found["can_rate"] == 1
	card = next(row for row in found["documents"] if row["kind"] == "card")
	content = people.applicant.portal("download", document=card["name"])
	assert content.startswith(b"%PDF")
	text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
	assert card["number"] in text and "赵春梅" in text
	assert guest.portal("verify", code=card["verify_code"])["number"] == card["number"]
	assert people.applicant.portal("rate", case=case, grade=5, comment="很快")["grade"] == 5
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "rate", case=case, grade=1)
		assert refused.status == 403 and "每件只评价一次" in refused.text


def test_rating_before_the_end_or_beyond_the_scale_is_refused(people, stored, frozen_case):
	closed = people.closed()
	with stored.unchanged(frozen_case), stored.unchanged(closed):
		refused = refusal(people.applicant.portal, "rate", case=frozen_case, grade=5)
		assert refused.status == 403 and "办结以后才能评价。" in refused.text
		for grade in (0, 6, -1):
			refused = refusal(people.applicant.portal, "rate", case=closed, grade=grade)
			assert refused.status == 417 and "请选择 1 至 5 的评价。" in refused.text


def test_staff_rate_nothing_though_they_see_the_case(people, stored):
	case = people.closed()
	with stored.unchanged(case):
		for officer in ("reviewer", "approver", "deliverer", "acceptor", "Administrator"):
			refused = refusal(getattr(people, officer).portal, "rate", case=case, grade=5)
			assert refused.status == 403 and "只有申请人本人可以评价。" in refused.text


def test_the_list_of_cases_is_paged_newest_first(people):
	applicant = people.newcomer()
	cases = [people.draft(applicant) for _ in range(3)]
	assert [row["case"] for row in applicant.portal("my_cases", page_length=2)] == cases[:0:-1]
	assert [row["case"] for row in applicant.portal("my_cases", start=2)] == cases[:1]
	assert applicant.portal("my_cases", start=3) == []
