"""A sixth matter from the designer: no code, no restart, by accounts that are not Administrator (issue 6)."""

import subprocess
import time

import pytest

from tests import samples
from tests.client import Refused
from tests.http.drafting import API, DOCTYPE, step
from tests.http.fence import Administrator, accepted, refused
from tests.http.story import STALL

DESIGNER = "gaoping_regulation.matters.designer.api."
VALUES = {
	"title": "牌匾设置备案",
	"code": "PB",
	"new_doctype": "Pai Bian She Zhi Bei An",
	"audience": "在本市设置门头牌匾的单位和个人",
	"legal_basis": "《广告法》（依据待确认）",
	"service_phone": "0356-5220011",
	"supervision_phone": "0356-5220012",
	"form_fields": [
		{"label": "设置地点", "kind": "单行文字", "required": 1},
		{"label": "广告形式", "kind": "选择", "options": "牌匾、灯箱、电子屏", "required": 1},
		{"label": "面积", "kind": "小数"},
		{"label": "经办人家庭情况", "kind": "多行文字", "personal": 1},
	],
	"pattern": "审查—决定—送达（当场或简单事项）",
	"limit_SC": 2,
	"limit_JD": 1,
	"limit_SD": 1,
	"separate_duties": 0,
	"materials": [{"title": "设置效果图", "required": 1}, {"title": "场地使用证明", "required": 0}],
	"points": [
		{"stage": "审查", "original_text": "对不符合设置条件的予以通过", "level": "高", "question": "是否已到现场核对？"},
		{"stage": "决定", "original_text": "超越权限作出决定", "level": "中"},
		{"stage": "送达", "original_text": "不按时送达", "level": "低"},
	],
	"measures": [{"stage": "审查", "original_text": "两人现场核查"}, {"stage": "决定", "original_text": "集体审议"}, {"stage": "送达", "original_text": "定期抽查"}],
	"result_title": "牌匾设置备案证",
	"mark": "匾",
	"valid_years": 2,
	"is_public": 1,
}


def made(admin, **changes):
	return admin.method(DESIGNER + "create_draft", values={**VALUES, **changes})


def errors(answer) -> list[tuple]:
	refused(answer)
	return [(row["field"], row["table"], row["row"]) for row in answer.json()["errors"]]


def test_names_are_proposed_in_ascii(admin):
	answer = admin.client.request("GET", f"/api/method/{DESIGNER}get_names", params={"title": "便民市场登记"})
	assert answer.json()["message"] == {"code": "BM", "new_doctype": "Bian Min Shi Chang Deng Ji"}
	taken = admin.client.request("GET", f"/api/method/{DESIGNER}get_names", params={"title": "<b>小摊</b>！"}).json()["message"]
	assert taken["new_doctype"].isascii() and taken["code"].isalnum()


@pytest.mark.parametrize(
	("changes", "expected"),
	[
		({"title": ""}, ("title", None, None)),
		({"service_phone": " "}, ("service_phone", None, None)),
		({"title": "食品小摊点备案"}, ("title", None, None)),
		({"title": "<script>"}, ("title", None, None)),
		({"code": "XT"}, ("code", None, None)),
		({"code": "IOS"}, ("code", None, None)),
		({"new_doctype": STALL}, ("new_doctype", None, None)),
		({"new_doctype": "User"}, ("new_doctype", None, None)),
		({"new_doctype": "户外"}, ("new_doctype", None, None)),
		({"pattern": "没有的流程"}, ("pattern", None, None)),
		({"limit_SC": -1}, ("limit_SC", None, None)),
		({"result_title": "食品小摊点备案卡"}, ("result_title", None, None)),
		({"mark": "{serial}"}, ("mark", None, None)),
		({"form_fields": [{"label": "", "kind": "选择"}]}, ("label", "form_fields", 1)),
		({"form_fields": [{"label": "形式", "kind": "选择"}]}, ("options", "form_fields", 1)),
		({"form_fields": [{"label": "附件", "kind": "Attach"}]}, ("kind", "form_fields", 1)),
		({"form_fields": "x"}, ("form_fields", None, None)),
		({"points": [{"stage": "审查", "original_text": "一"}, {"stage": "没有", "original_text": "x"}]}, ("stage", "points", 2)),
	],
)
def test_mistakes_are_named_by_field_and_row(admin, changes, expected):
	assert expected in errors(made(admin, **changes))


@pytest.mark.parametrize("who", ["applicant", "reviewer", "inspector", "deputy_director"])
def test_only_the_administrator_designs(people, who):
	client = getattr(people, who)
	assert Administrator(client).method(DESIGNER + "create_draft", values=VALUES).status_code == 403
	assert client.request("GET", f"/api/method/{DESIGNER}load_form").status_code == 403


def test_a_stage_without_risk_points_is_not_published(admin):
	name = accepted(made(admin, points=VALUES["points"][:1], code="HX", title="无风险点", new_doctype="No Points", result_title="无点证"), "message")["draft"]
	refused(step(admin.client, "submit_draft", draft=name, confirmed=1), "没有它的风险点")
	accepted(step(admin.client, "discard_draft", draft=name), "message")
	admin.delete("Print Format", "无点证")


@pytest.fixture(scope="module")
def rewritten(people):
	"""A draft of the page's that is then written by hand; put back after each test."""
	admin = Administrator(people.business_admin)
	values = {"code": "HY", "title": "改写事项", "new_doctype": "Rewritten Matter", "result_title": "改写证"}
	name = accepted(made(admin, **values), "message")["draft"]
	yield admin.read(DOCTYPE, name)
	accepted(step(admin.client, "discard_draft", draft=name), "message")


@pytest.mark.parametrize(
	("values", "text"),
	[
		({"new_doctype": "User"}, "单据英文名"),
		({"new_doctype": STALL}, "单据英文名"),
		({"code": "XT"}, "事项代码"),
		({"title": "食品小摊点备案"}, "事项名称"),
		({"supervision_phone": ""}, "没有电话的办事指南不能公开"),
		({"form_fields": [{"label": "甲", "fieldname": "owner", "fieldtype": "Data"}]}, "字段名“owner”不能用"),
		({"form_fields": [{"label": "甲", "fieldname": "id_no", "fieldtype": "Data"}]}, "字段名“id_no”不能用"),
		({"form_fields": [{"label": "甲{乙}", "fieldname": "bold", "fieldtype": "Data"}]}, "只能是普通文字"),
		({"form_fields": [{"label": "甲", "fieldname": "one", "fieldtype": "Data", "options": "User"}]}, "请清空"),
	],
)
def test_a_draft_that_is_rewritten_opens_nothing(admin, rewritten, values, text):
	"""What the page refuses is refused of the draft as well, however it was written."""
	refused_with(admin, rewritten, values, text)


def refused_with(admin, draft: dict, values: dict, text: str) -> None:
	accepted(admin.change(DOCTYPE, draft["name"], **values))
	try:
		refused(step(admin.client, "submit_draft", draft=draft["name"], confirmed=1), text)
	finally:
		before = {key: draft[key] for key in values}
		fresh = {key: [{**row, "name": None} for row in value] if isinstance(value, list) else value for key, value in before.items()}
		accepted(admin.change(DOCTYPE, draft["name"], **fresh))


def test_an_applicants_decision_and_a_foreign_role_are_refused(admin, rewritten):
	actions = [{**row, "kind": "applicant", "roles": "申请人"} if row["key"] == "approve" else row for row in rewritten["actions"]]
	refused_with(admin, rewritten, {"actions": actions}, "只能由工作人员作出")
	stages = [{**row, "responsible_role": "System Manager"} for row in rewritten["stages"]]
	refused_with(admin, rewritten, {"stages": stages}, "责任角色须是本系统的")


@pytest.fixture(scope="module")
def matter(people):
	"""牌匾设置备案, drafted by 业务管理员, approved by 分管领导."""
	admin = Administrator(people.business_admin)
	name = accepted(made(admin), "message")["draft"]
	refused(step(admin.client, "approve_draft", draft=name), "不能这样办理")
	accepted(step(admin.client, "submit_draft", draft=name, confirmed=1), "message")
	refused(step(admin.client, "approve_draft", draft=name), "起草人不能批准")
	answer = accepted(step(people.deputy_director, "approve_draft", draft=name), "message")
	assert (answer["status"], answer["version"][:5]) == ("已发布", "PB-1-")
	return admin.read(DOCTYPE, name)


def test_it_runs_from_the_portal_to_its_document(people, matter):
	applicant, doctype = people.applicant, VALUES["new_doctype"]
	assert "牌匾设置备案" in [row["title"] for row in people.server.guest().portal("matters")]
	form = {row["fieldname"]: row for row in applicant.portal("matter", code="PB")["fields"]}
	assert form["she_zhi_di_dian"]["reqd"] == 1 and form["guang_gao_xing_shi"]["options"] == ["牌匾", "灯箱", "电子屏"]
	values = {
		"applicant_type": "企业", "applicant_name": "高平市炎帝广告有限公司", "id_type": "统一社会信用代码", "id_no": samples.credit_code(7),
		"phone": "13835600011", "address": "山西省高平市长平街", "guang_gao_xing_shi": "灯箱", "mian_ji": "12.5",
		"privacy_consent": 1,
	}
	case = applicant.portal("save_draft", matter="PB", values=values)["case"]
	applicant.attach(case, "material_1", "效果图.pdf", samples.pdf("plan"), 0)
	with pytest.raises(Refused, match="请填写“设置地点”"):
		applicant.portal("act", case=case, action="提交")
	applicant.portal("save_draft", matter="PB", case=case, values={"she_zhi_di_dian": "高平市迎宾路口"})
	found = applicant.portal("act", case=case, action="提交")
	assert found["case_no"].startswith("140581-PB-") and found["due_on"]
	with pytest.raises(Refused, match="检查表尚未填写签字"):
		people.reviewer.apply(doctype, case, "资料齐全")
	items = people.reviewer.staff("risk_control.api.checklist", case=case)["items"]
	assert [(item["point"], item["question"]) for item in items] == [("PB-SC-1", "是否已到现场核对？")]
	people.reviewer.sign(case)
	people.reviewer.apply(doctype, case, "资料齐全")
	people.approver.sign(case)
	people.approver.apply(doctype, case, "准予")
	document = next(row for row in printed(applicant, case) if row["title"] == "牌匾设置备案证")
	assert document["number"].startswith("高市监（匾）字〔") and document["number"].endswith("第0001号")
	text = text_of(applicant.portal("download", document=document["name"]))
	assert "牌匾设置备案证" in text and "高平市迎宾路口" in text and "灯箱" in text
	people.deliverer.sign(case)
	people.deliverer.apply(doctype, case, "送达", details={"received_by": "李某", "method": "直接送达"})
	assert applicant.portal("case", case=case)["workflow_state"] == "办结"
	assert people.server.guest().portal("verify", code=document["verify_code"])["number"] == document["number"]


def text_of(pdf: bytes) -> str:
	return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def printed(applicant, case: str, seconds: int = 60) -> list[dict]:
	until = time.monotonic() + seconds
	while time.monotonic() < until:
		rows = applicant.portal("case", case=case)["documents"]
		if rows and all(row["ready"] for row in rows):
			return rows
		time.sleep(0.3)
	raise AssertionError("the documents were not rendered")


def test_a_field_that_was_drafted_as_personal_is_marked_at_the_matter(admin, matter):
	(field,) = [row["fieldname"] for row in matter["form_fields"] if row["personal"]]
	assert [(row["fieldname"], row["title"]) for row in admin.read("Administrative Matter", "PB")["personal_fields"]] == [(field, "经办人家庭情况")]


def test_row_rules_hold_for_it_at_once(people, matter):
	case = people.applicant.portal("save_draft", matter="PB", values={"applicant_name": "另一单位"})["case"]
	doctype = VALUES["new_doctype"]
	for who, expected in (("applicant2", (403, 404)), ("verifier", (403,)), ("reviewer", (403,))):
		assert getattr(people, who).request("GET", f"/api/resource/{doctype}/{case}").status_code in expected, who
	assert people.server.guest().request("GET", f"/api/resource/{doctype}/{case}").status_code in (401, 403)


def test_it_is_changed_like_the_others(people, matter):
	"""A second draft of the new matter: relabel a state, publish, and take it back."""
	from tests.http.drafting import published

	with published(people, "PB") as draft:
		accepted(draft.with_row("states", {"key": "decide"}, state="待核验"))
		draft.publish(people.deputy_director)
	admin = Administrator(people.business_admin)
	answer = admin.client.request("GET", f"/api/method/{API}load_versions", params={"matter": "PB"}).json()["message"]
	assert len(answer) == 3


def test_its_charts_are_drawn(people, matter):
	for kind in ("flow", "risk"):
		answer = people.reviewer.request(
			"GET", "/api/method/gaoping_regulation.risk_control.drawing.api.show_chart", params={"matter": "PB", "kind": kind}
		)
		assert answer.status_code == 200 and "<svg" in answer.json()["message"]["svg"], answer.text[:300]
