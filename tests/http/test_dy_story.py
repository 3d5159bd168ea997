"""动产抵押登记 over HTTP: with and without 预审, both rejections, the documents and the register."""

import pytest

from tests import samples
from tests.http.mortgages import DOCTYPE, OPINION, PRINTING, Mortgages, text_of
from tests.http.story import refusal

ITEMS = [{"code": "scope", "field": "担保的范围", "text": "担保的范围与主合同不一致。"}, {"text": "请写明第二台设备的序列号。"}]


@pytest.fixture(scope="module")
def desk(people) -> Mortgages:
	return Mortgages(people)


def test_a_mortgage_is_registered_without_prereview(desk, stored):
	case = desk.draft()
	assert [row["action"] for row in desk.view(case)["actions"]] == ["提交预审", "下一步"]
	after = desk.act(case, "下一步")
	assert after["workflow_state"] == "待盖章上传" and not after["case_no"] and not after["editable"]
	desk.upload(case)
	sent = desk.act(case, "提交审核")
	assert sent["workflow_state"] == "待受理" and sent["case_no"].startswith("140581-DY-") and sent["due_on"]
	desk.closed(case)
	found = desk.view(case)
	assert found["workflow_state"] == "办结" and found["decision"] == "准予"
	kinds = [row["kind"] for row in found["documents"]]
	assert kinds == ["receipt", "acceptance", "certificate", "delivery_receipt"]
	text = desk.text(case, "certificate")
	values = found["values"]
	for part in ("动产抵押登记书", values["applicant_name"], values["mortgagees"][0]["party_name"], "1,200,000.00元（120万元）"):
		assert "".join(part.split()) in text
	for copy in ("登记机关存档", "抵押权人保存", "抵押人保存", "置备于登记簿供查询"):
		assert copy in text
	assert "民法典第四百零三条" in text and values["collateral"][0]["serial_no"] in text
	assert samples.id_number(1)[:14] not in text and "民法典第四百零三条" in desk.text(case, "acceptance")


def test_the_opinion_and_the_archive_are_the_offices_own(desk, people, stored):
	"""审查意见表 at 提交审查意见, 归档目录 at 送达 with the digest of every file; neither is the applicant's."""
	case = desk.submitted()
	desk.officer("acceptor", case, "受理")
	shown = people.reviewer.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)
	assert shown["ceiling"]["days"] == 3 and shown["ceiling"]["on"] > str(desk.view(case)["due_on"])
	desk.officer("reviewer", case, "提交审查意见", details=OPINION)
	desk.officer("approver", case, "审核通过")
	people.printed(case, PRINTING)
	desk.officer("deliverer", case, "送达")
	rows = {row["kind"]: row for row in people.printed(case, PRINTING)}
	opinion, index = (text_of(people.approver.portal("download", document=rows[kind]["name"])) for kind in ("review_form", "archive_index"))
	assert "审查意见" in opinion and "".join(OPINION["review_opinion"].split()) in opinion and "DY-SC-1" in opinion and "应办结日期" in opinion
	files = stored.sql("select sha256 from `tabCase Material` where parent = %s and attachment != ''", case)
	issued = stored.sql("select number, sha256 from `tabIssued Document` where case_name = %s and kind in ('certificate', 'acceptance', 'review_form')", case)
	assert files and len(issued) == 3
	for wanted in [digest for (digest,) in files] + [text for row in issued for text in row]:
		assert "".join(wanted.split()) in index, wanted
	assert "与本目录同时签发" in index and "审查" in index
	assert not {"review_form", "archive_index"} & {row["kind"] for row in desk.view(case)["documents"]}
	for client in (people.applicant, people.applicant2):
		assert refusal(client.portal, "download", document=rows["archive_index"]["name"]).status in (403, 404)


def test_prereview_passes_and_starts_no_statutory_clock(desk, stored):
	case = desk.draft()
	before = desk.act(case, "提交预审")
	assert before["workflow_state"] == "待预审" and before["case_no"].startswith("140581-DY-")
	desk.officer("acceptor", case, "预审通过")
	found = desk.view(case)
	assert found["workflow_state"] == "待盖章上传" and found["due_on"] is None and not found["accepted_on"]
	assert found["uploadable"] == 1 and not found["editable"]
	desk.upload(case)
	assert desk.act(case, "提交审核")["case_no"] == before["case_no"]
	desk.officer("acceptor", case, "受理")
	assert desk.view(case)["accepted_on"]


def test_the_list_of_prereview_is_that_of_acceptance(desk, people):
	case = desk.draft()
	desk.act(case, "提交预审")
	found = people.acceptor.staff("risk_control.api.checklist", case=case)
	assert [item["point"] for item in found["items"]] == [f"DY-SL-{number}" for number in range(1, 6)]
	answers = {item["point"]: item["pre_answer"] for item in found["items"]}
	assert answers["DY-SL-5"] == "符合", "materials are not due in 预审"


def test_prereview_rejects_with_a_list_and_the_applicant_comes_back(desk, people):
	case = desk.draft()
	number = desk.act(case, "提交预审")["case_no"]
	people.acceptor.sign(case)
	refused = refusal(people.acceptor.apply, DOCTYPE, case, "预审驳回")
	assert refused.status == 417 and "请列出需要补正的事项" in refused.text
	people.acceptor.apply(DOCTYPE, case, "预审驳回", details={"items": ITEMS})
	found = desk.view(case)
	assert found["workflow_state"] == "预审驳回" and found["editable"] == 1 and found["case_no"] == number
	(notice,) = found["notices"]
	assert [item["text"] for item in notice["items"]] == [item["text"] for item in ITEMS], "no material is missing yet"
	text = desk.text(case, "prereview_rejection")
	assert "预审驳回意见" in text and all(item["text"] in text for item in ITEMS) and "经预审" in text
	desk.applicant.portal("save_draft", matter="DY", case=case, values={"scope": "主债权及利息"})
	again = desk.act(case, "提交预审")
	assert again["workflow_state"] == "待预审" and again["case_no"] == number and again["notices"][0]["status"] == "已补正"
	desk.officer("acceptor", case, "预审驳回", details={"items": ITEMS})
	assert desk.act(case, "下一步")["workflow_state"] == "待盖章上传", "预审 is optional"


def test_the_review_rejects_with_a_list_and_the_case_is_decided_later(desk, people):
	case = desk.examined(desk.submitted())
	desk.officer("approver", case, "审核驳回", details={"items": ITEMS})
	found = desk.view(case)
	assert found["workflow_state"] == "审核驳回" and not found["decision"] and found["due_on"] is None
	text = desk.text(case, "review_rejection")
	assert "审核驳回通知书" in text and all(item["text"] in text for item in ITEMS) and "经审核" in text
	desk.applicant.portal("save_draft", matter="DY", case=case, values={"scope": "主债权及利息"})
	desk.act(case, "下一步")
	refused = refusal(desk.act, case, "提交审核")
	assert refused.status == 417 and "最后一次修改内容之前盖章" in refused.text
	desk.upload(case)
	desk.act(case, "提交审核")
	desk.closed(case)
	assert "主债权及利息" in desk.text(case, "certificate")


def test_sent_back_to_the_examiner_and_corrected_at_acceptance(desk, people):
	case = desk.submitted()
	people.acceptor.apply(DOCTYPE, case, "要求补正", details={"items": ITEMS})
	assert desk.view(case)["workflow_state"] == "待补正" and desk.view(case)["editable"] == 1
	assert desk.act(case, "补正提交")["workflow_state"] == "待受理"
	desk.examined(case)
	people.approver.sign(case)
	refused = refusal(people.approver.apply, DOCTYPE, case, "退回审查")
	assert "须写明理由" in refused.text
	people.approver.apply(DOCTYPE, case, "退回审查", reason="序列号未核对")
	desk.officer("reviewer", case, "提交审查意见", details={"review_opinion": "序列号已核对。"})
	people.approver.sign(case)
	people.approver.apply(DOCTYPE, case, "审核通过")
	assert stored_opinion(people, case) == "序列号已核对。"


def stored_opinion(people, case: str) -> str:
	return people.reviewer.request("GET", f"/api/resource/{DOCTYPE}/{case}").json()["data"]["review_opinion"]


def test_not_accepted_with_reason_and_competent_office(desk, people):
	case = desk.submitted()
	details = {"competent_office": "泽州县市场监督管理局"}
	desk.officer("acceptor", case, "不予受理", reason="抵押人住所地已迁出高平市", details=details)
	assert desk.view(case)["workflow_state"] == "不予受理"
	text = desk.text(case, "rejection")
	assert "泽州县市场监督管理局" in text and "抵押人住所地已迁出高平市" in text and "行政复议" in text


def test_an_opinion_is_asked_for(desk, people):
	case = desk.submitted()
	desk.officer("acceptor", case, "受理")
	people.reviewer.sign(case)
	refused = refusal(people.reviewer.apply, DOCTYPE, case, "提交审查意见")
	assert refused.status == 417 and "请填写“审查意见”" in refused.text


def test_going_back_from_the_sealed_form_and_withdrawing(desk):
	case = desk.draft()
	desk.act(case, "下一步")
	refused = refusal(desk.applicant.portal, "save_draft", matter="DY", case=case, values={"scope": "x"})
	assert refused.status == 403 and "现在不能修改" in refused.text
	assert desk.act(case, "返回修改")["workflow_state"] == "草稿"
	unsent = desk.draft()
	desk.act(unsent, "下一步")
	assert not desk.act(unsent, "撤回", reason="不办了")["case_no"], "what never reached the bureau gets no number"
	desk.act(case, "下一步")
	desk.upload(case)
	desk.act(case, "提交审核")
	assert desk.act(case, "撤回", reason="不办了")["workflow_state"] == "已撤回"


@pytest.mark.parametrize("missing", ["application_form", "agent_id", "mortgagor_id", "mortgagee_id"])
def test_every_statutory_material_is_asked_for(desk, missing):
	case = desk.draft()
	desk.act(case, "下一步")
	desk.upload(case, without=(missing,))
	refused = refusal(desk.act, case, "提交审核")
	assert refused.status == 417 and "缺少材料" in refused.text and refused.text.count("缺少材料") == 1


def test_the_system_prints_the_application_form_with_what_is_filled_in(desk):
	case = desk.draft()
	pdf = desk.applicant.portal("form", case=case, kind="application_form")
	values, text = desk.view(case)["values"], text_of(pdf)
	for part in ("动产抵押登记申请书", values["applicant_name"], values["id_no"], "内容校验码：", "抵押权人（签字或者盖章）"):
		assert part in text


def test_an_officer_does_not_decide_what_he_examined(desk, people):
	"""separate_duties: 受理、审查、决定 by different officers."""
	settings = people.Administrator.request("GET", "/api/resource/Administrative Matter/DY").json()["data"]
	assert settings["separate_duties"] == 1 and settings["status"] == "在办" and "zhongdengwang.org.cn" in settings["notice"]


def test_strangers_see_nothing(desk, people):
	case = desk.submitted()
	assert refusal(people.applicant2.portal, "case", case=case).status == 404
	assert people.lab_acceptor.request("GET", f"/api/resource/{DOCTYPE}/{case}").status_code == 403
