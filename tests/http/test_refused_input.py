"""Each mistake in the form is refused with its own message and field, and what is stored stays as it was."""

import pytest

from tests import samples
from tests.http.story import STALL, refusal

VALID = samples.id_number(1)
SYSTEM = (
	"case_no",
	"decision",
	"decision_reason",
	"workflow_state",
	"stage",
	"owner",
	"applicant_user",
	"entered_by",
	"principal",
	"docstatus",
	"name",
	"matter",
	"config_version",
	"due_on",
	"submitted_on",
	"accepted_on",
	"decided_on",
	"delivered_on",
	"closed_on",
	"creation",
	"modified",
	"materials",
)


def worker(**changes) -> list[dict]:
	return [{**samples.stall()["workers"][0], **changes}]


MISTAKES = [
	("id_no", "14058119850312001", "身份证号应为18位（末位可为X），请核对后重新填写。"),
	("id_no", "abc", "身份证号应为18位（末位可为X），请核对后重新填写。"),
	("id_no", VALID[:-1] + ("0" if VALID[-1] != "0" else "1"), "身份证号校验位不正确，请对照证件重新填写。"),
	("id_no", samples.id_number(1, "19850230"), "身份证号中的出生日期不存在，请对照证件重新填写。"),
	("id_no", samples.id_number(1, "20990101"), "身份证号中的出生日期不存在，请对照证件重新填写。"),
	("id_no", samples.id_number(1, samples.day(-3650).replace("-", "")), "经营者须年满16周岁。"),
	("agent_id_no", "123", "身份证号应为18位（末位可为X），请核对后重新填写。"),
	("phone", "12345678901", "电话号码不正确"),
	("phone", "1383560000", "电话号码不正确"),
	("phone", "138-3560-0001", "电话号码不正确"),
	("credit_code", "91140581MA0ABCDE1I", "统一社会信用代码不正确"),
	("business_address", "太原市小店区长风街1号", "经营地点须在高平市（140581）辖区内"),
	("business_address", "晋城市城区凤台街1号", "经营地点须在高平市（140581）辖区内"),
	("business_address", "长平街便民早市3号位", "经营地点须在高平市（140581）辖区内"),
	("stall_type", "餐馆", "“主体业态”只能在所列选项中选择，请重新选择。"),
	("gender", "其他", "“性别”只能在所列选项中选择，请重新选择。"),
	("township", "不存在镇", "“乡镇（街道）”中没有“不存在镇”，请重新选择。"),
	("opening_date", "不是日期", "“开业日期”填写不正确，请按提示的格式重新填写。"),
	("opening_date", "2026-02-30", "“开业日期”填写不正确，请按提示的格式重新填写。"),
	("opening_date", "0000-00-00", "“开业日期”填写不正确，请按提示的格式重新填写。"),
	("opening_date", "99999-01-01", "“开业日期”填写不正确，请按提示的格式重新填写。"),
	("applicant_name", "长" * 81, "“经营者姓名”过长，请缩短。"),
	("applicant_name", ["李四"], "“经营者姓名”的值格式不对，请重新填写。"),
	("business_items", "不存在的项目", "“不存在的项目”不在可选项目中，请重新选择。"),
	("workers", "李四", "“从业人员”应为若干行，请重新填写。"),
	("workers", ["李四"], "“从业人员”应为若干行，请重新填写。"),
]
WORKER_MISTAKES = [
	("valid_until", worker(issued_on=samples.day(-400), valid_until=samples.day(-36)), "健康证明已于"),
	("valid_until", worker(issued_on=samples.day(-10), valid_until=samples.day(800)), "健康证明有效期最长1年"),
	("valid_until", worker(issued_on=samples.day(5), valid_until=samples.day(300)), "健康证明的发证日期晚于今天"),
	("id_no", worker(id_no="140581198503120010"), "身份证号校验位不正确"),
	("certificate_no", worker() + worker(worker_name="王五", id_no=samples.id_number(2)), "同一健康证明编号用于两人"),
]


@pytest.fixture(scope="module")
def draft(people) -> str:
	return people.draft()


@pytest.mark.parametrize(("field", "value", "message"), MISTAKES)
def test_a_mistake_is_refused_with_its_own_message_and_field(people, stored, draft, field, value, message):
	with stored.unchanged(draft):
		response = save(people, draft, {field: value})
		assert response.status_code == 417, response.text
		(error,) = [error for error in response.json()["errors"] if error["field"] == field]
		assert error["message"].startswith(message) and not error["row"]


@pytest.mark.parametrize(("field", "rows", "message"), WORKER_MISTAKES)
def test_a_mistake_in_a_row_names_the_row(people, stored, draft, field, rows, message):
	with stored.unchanged(draft):
		response = save(people, draft, {"workers": rows})
		assert response.status_code == 417, response.text
		error = next(error for error in response.json()["errors"] if error["field"] == field)
		assert message in error["message"]
		assert (error["table"], error["row"]) == ("workers", 1)


def test_all_mistakes_are_told_at_once(people, stored, draft):
	with stored.unchanged(draft):
		response = save(people, draft, {"phone": "1", "business_address": "太原市", "id_no": "1"})
		assert {error["field"] for error in response.json()["errors"]} >= {"phone", "business_address", "id_no"}


@pytest.mark.parametrize("field", SYSTEM)
def test_a_field_of_the_system_is_refused_by_name(people, stored, draft, field):
	values = {"decision": "准予", "workflow_state": "办结", "docstatus": 1, "materials": []}
	with stored.unchanged(draft), stored.as_many(STALL):
		for case in (draft, None):
			response = save(people, case, {field: values.get(field, "reviewer@gaoping.local")})
			assert response.status_code == 403, response.text
			assert "由系统填写，不能自行指定" in refused_text(response)


@pytest.mark.parametrize("field", ["id_no_masked", "agent_id_no_masked", "_comments", "__islocal", "flags", "doctype", "parent", "x" * 300, "", "1"])
def test_a_name_that_the_form_does_not_have_is_not_written(people, stored, draft, field):
	assert save(people, draft, {field: "hack"}).status_code == 200
	assert "hack" not in str(stored.rows(draft))


def test_a_rows_own_system_fields_are_not_written(people, stored):
	case = people.draft()
	rows = worker(name="myname", parent="other", docstatus=1, id_no_masked="hack", idx=9, doctype="User")
	assert save(people, case, {"workers": rows}).status_code == 200
	((name, parent, docstatus, masked),) = stored.sql(
		"select name, parent, docstatus, id_no_masked from `tabFood Worker` where parent = %s", case
	)
	assert name != "myname" and parent == case and docstatus == 0 and masked != "hack"


def test_a_matter_that_does_not_exist_or_is_not_the_cases_is_refused(people, stored, draft):
	with stored.unchanged(draft), stored.as_many(STALL):
		for matter, case in (("XX", None), ("XD", draft), ("xt", draft), (STALL, None)):
			refused = refusal(people.applicant.portal, "save_draft", matter=matter, case=case, values={"phone": "13800000000"})
			assert refused.status in (404, 417), matter
			assert "事项" in refused.text


def test_staff_do_not_apply_on_the_portal(people, stored):
	with stored.as_many(STALL):
		for who in ("reviewer", "acceptor", "business_admin", "Administrator"):
			if who == "Administrator":
				continue
			refused = refusal(getattr(people, who).portal, "save_draft", matter="XT", values=samples.stall())
			assert refused.status == 403 and "本账号不是申请人账号。" in refused.text


def test_a_submission_lists_all_that_is_missing_at_once(people, stored):
	case = people.applicant.portal("save_draft", matter="XT", values={"applicant_name": "李四"})["case"]
	with stored.unchanged(case):
		response = people.applicant.request(
			"POST", "/api/method/gaoping_regulation.portal.api.act", data={"case": case, "action": "提交"}
		)
		assert response.status_code == 417
		fields = {error["field"] for error in response.json()["errors"]}
		assert fields >= {"id_copy", "filing_form", "health_certificate", "photo", "id_no", "phone", "township", "workers"}


@pytest.mark.parametrize("material", ["id_copy", "filing_form", "health_certificate", "photo"])
def test_a_missing_material_is_named(people, stored, material):
	case = people.filled(without=(material,))
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="提交")
		assert refused.status == 417 and "缺少材料“" in refused.text and "请上传。" in refused.text


@pytest.mark.parametrize("material", ["id_copy", "health_certificate"])
def test_an_unsigned_copy_is_named(people, stored, material):
	case = people.filled()
	people.applicant.portal("attach", case=case, material=material, signed=0)
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="提交")
		assert refused.status == 417
		assert "须由本人签名：请在复印件上签名后勾选“本人已签名”。" in refused.text


def test_without_the_commitment_nothing_is_submitted(people, stored):
	case = people.filled(commitment=0)
	with stored.unchanged(case):
		refused = refusal(people.applicant.portal, "act", case=case, action="提交")
		assert refused.status == 417 and "本人承诺" in refused.text


@pytest.mark.parametrize("action", ["资料齐全", "准予备案", "送达", "补正提交", "终止", "要求补正", "提交 ", "submit", "", "x"])
def test_an_action_that_is_not_the_applicants_now_is_refused(people, stored, frozen_case, action):
	with stored.unchanged(frozen_case):
		refused = refusal(people.applicant.portal, "act", case=frozen_case, action=action or " ", reason="x")
		assert refused.status in (400, 403, 417), refused.text


def test_a_submitted_case_takes_no_more_changes_by_its_applicant(people, stored, frozen_case):
	with stored.unchanged(frozen_case):
		response = save(people, frozen_case, {"trade_name": "改名"})
		assert response.status_code == 403 and "现在不能修改" in refused_text(response)


def save(people, case: str | None, values: dict):
	data = {"matter": "XT", "values": values, **({"case": case} if case else {})}
	return people.applicant.request("POST", "/api/method/gaoping_regulation.portal.api.save_draft", json=data)


def refused_text(response) -> str:
	from tests.client import message_of

	return message_of(response)


def test_controls_that_change_how_a_text_reads_are_taken_out(people, stored):
	case = people.draft(applicant_name="李\u202e四\x00\x1b\ufeff", address="高平市\u200b北城街道\r\n1号")
	assert stored.value(STALL, case, "applicant_name") == "李四"
	assert stored.value(STALL, case, "address") == "高平市北城街道\r\n1号"
