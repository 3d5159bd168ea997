"""动产抵押登记 over HTTP: with and without 预审, both rejections, the documents and the register."""

import pytest

from tests import samples
from tests.http.mortgages import DOCTYPE, OPINION, Mortgages, text_of
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
