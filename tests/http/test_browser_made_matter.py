"""An application DocType made in the browser takes part in the whole engine, without code and without restart."""

import json

import pytest

from tests import samples
from tests.client import Refused

DOCTYPE = "Trial Kiosk Permit"
STATES = ("草稿", "待审查", "待送达", "办结", "已撤回")


def field(name: str, label: str, kind: str = "Data", **more) -> dict:
	return {"fieldname": name, "label": label, "fieldtype": kind, **more}


FIELDS = [
	field("case_no", "办件编号", read_only=1),
	field("stage", "环节", read_only=1),
	field("due_on", "应办结日期", "Date", read_only=1),
	field("decision", "决定", "Select", options="\n准予\n不予", read_only=1),
	field("decision_reason", "决定理由", "Small Text", read_only=1),
	field("matter", "事项", read_only=1),
	field("config_version", "版本", read_only=1),
	field("applicant_user", "申请账号", read_only=1),
	field("entered_by", "录入人", read_only=1),
	field("principal", "委托人", read_only=1),
	*[field(f"{name}_on", label, "Datetime", read_only=1) for name, label in (
		("submitted", "提交时间"), ("accepted", "受理时间"), ("decided", "决定时间"), ("delivered", "送达时间"), ("closed", "办结时间"))],
	field("applicant_name", "申请人", reqd=1),
	field("phone", "手机", reqd=1),
	field("kiosk_place", "设置地点", reqd=1),
	field("materials", "申请材料", "Table", options="Case Material"),
]
ROLES = {"申请人": ("read", "write", "create"), "审查人": ("read", "write"), "审核人": ("read", "write"), "办理人": ("read", "write")}
TRANSITIONS = [
	("草稿", "提交", "待审查", "申请人"),
	("待审查", "准予备案", "待送达", "审查人"),
	("待审查", "撤回", "已撤回", "申请人"),
	("待送达", "送达", "办结", "办理人"),
]


def make(admin, doctype: str, **values) -> None:
	answer = admin.request("POST", f"/api/resource/{doctype}", json=values)
	assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def matter(server):
	"""The records an administrator would make in the browser: DocType, Workflow, Print Format, matter, chart."""
	admin = server.as_("Administrator")
	permissions = [{"role": role, **dict.fromkeys(rights, 1)} for role, rights in ROLES.items()]
	make(admin, "DocType", name=DOCTYPE, module="Casework", custom=1, autoname="hash", fields=FIELDS, permissions=permissions)
	make(
		admin,
		"Workflow",
		workflow_name="试验亭许可",
		document_type=DOCTYPE,
		is_active=1,
		workflow_state_field="workflow_state",
		states=[{"state": state, "doc_status": "0", "allow_edit": "审查人"} for state in STATES],
		transitions=[dict(zip(("state", "action", "next_state", "allowed"), row, strict=True)) for row in TRANSITIONS],
	)
	make(
		admin,
		"Print Format",
		name="试验亭许可证",
		doc_type="Issued Document",
		standard="No",
		custom_format=1,
		print_format_type="Jinja",
		html="<h1>{{ doc.title }}</h1><p>{{ doc.number }}　{{ doc.applicant_name }}　{{ doc.kiosk_place }}</p>{{ qr(doc.verify_url) }}",
	)
	key = ("key", "state", "stage")
	rows = [("draft", "草稿", "apply"), ("review", "待审查", "SC"), ("deliver", "待送达", "SD"), ("closed", "办结", "end"), ("withdrawn", "已撤回", "end")]
	action = ("key", "from_state", "action", "to_state", "kind", "decision", "document")
	steps = [
		("submit", "draft", "提交", "review", "applicant", "", ""),
		("approve", "review", "准予备案", "deliver", "officer", "准予", "permit"),
		("withdraw", "review", "撤回", "withdrawn", "applicant", "", ""),
		("deliver", "deliver", "送达", "closed", "officer", "", ""),
	]
	make(
		admin,
		"Administrative Matter",
		code="TK",
		title="试验亭许可",
		ref_doctype=DOCTYPE,
		workflow="试验亭许可",
		separate_duties=0,
		service_phone="0356-5220031",
		supervision_phone="0356-5220032",
		stages=[
			{"key": "apply", "title": "申请"},
			{"key": "SC", "title": "审查", "has_checklist": 1, "limit_days": 3},
			{"key": "SD", "title": "送达", "limit_days": 1},
		],
		states=[{**dict(zip(key, row, strict=True)), "is_final": int(row[2] == "end"), "applicant_edits": int(row[0] == "draft")} for row in rows],
		actions=[{**dict(zip(action, row, strict=True)), "needs_materials": int(row[0] == "submit")} for row in steps],
		materials=[{"code": "plan", "title": "设置方案", "required": 1, "accept": "pdf,jpg,png"}],
		documents=[{"key": "permit", "title": "试验亭许可证", "print_format": "试验亭许可证", "number_format": "试验许〔{year}〕{serial:04d}号", "needs_delivery": 1}],
	)
	make(
		admin,
		"Risk Control Chart",
		matter="TK",
		title="试验亭许可廉政风险防控图",
		stages=[{"stage": "SC", "title": "审查", "level": "中"}],
		points=[{"code": "TK-SC-1", "stage": "SC", "original_text": "把关不严", "level": "中", "question": "已核对？"}],
		measures=[{"stage": "SC", "number": "1", "original_text": "定期抽查"}],
	)
	return "TK"


def test_it_runs_from_the_portal_to_a_verified_document(server, matter):
	applicant = server.as_("applicant")
	form = applicant.portal("matter", code=matter)
	assert [row["fieldname"] for row in form["fields"]] == ["applicant_name", "phone", "kiosk_place"]
	values = {"applicant_name": "钱进", "phone": "13835600001", "kiosk_place": "高平市长平广场东侧"}
	case = applicant.portal("save_draft", matter=matter, values=values)["case"]
	with pytest.raises(Refused, match="缺少材料“设置方案”"):
		applicant.portal("act", case=case, action="提交")
	applicant.attach(case, "plan", "方案.pdf", samples.pdf("plan"), 0)
	found = applicant.portal("act", case=case, action="提交")
	assert found["case_no"].startswith("140581-TK-") and found["due_on"]

	reviewer = server.as_("reviewer")
	with pytest.raises(Refused, match="检查表尚未填写签字"):
		reviewer.apply(DOCTYPE, case, "准予备案")
	reviewer.sign(case)
	reviewer.apply(DOCTYPE, case, "准予备案")
	document = wait(lambda: applicant.portal("case", case=case)["documents"])[0]
	server.as_("deliverer").apply(DOCTYPE, case, "送达")
	assert applicant.portal("case", case=case)["workflow_state"] == "办结"
	verified = server.guest().portal("verify", code=document["verify_code"])
	assert verified["number"].startswith("试验许〔") and verified["holder"] == "钱*"


def test_row_rules_hold_through_list_get_count_report_and_link_search(server, matter):
	mine = server.as_("applicant")
	values = {"applicant_name": "孙秘", "phone": "13835600002", "kiosk_place": "高平市泫氏街"}
	case = mine.portal("save_draft", matter=matter, values=values)["case"]
	mine.attach(case, "plan", "方案.pdf", samples.pdf("plan"), 0)
	mine.portal("act", case=case, action="提交")
	stranger = server.as_("applicant2")
	assert case not in [row["case"] for row in stranger.portal("my_cases")]
	for name, more in (("case", {}), ("act", {"action": "提交"}), ("save_draft", {"matter": matter, "values": values})):
		with pytest.raises(Refused) as refused:
			stranger.portal(name, case=case, **more)
		assert refused.value.status in (403, 404), name
	officer, outsider = server.as_("reviewer"), server.as_("verifier")
	for client, expected in ((officer, True), (outsider, False)):
		listed = client.request("GET", f"/api/resource/{DOCTYPE}", params={"limit_page_length": 0})
		seen = listed.status_code == 200 and case in [row["name"] for row in listed.json()["data"]]
		assert seen is expected
		got = client.request("GET", f"/api/resource/{DOCTYPE}/{case}")
		assert (got.status_code == 200) is expected
		report = client.request(
			"POST",
			"/api/method/frappe.desk.reportview.get",
			data={"doctype": DOCTYPE, "fields": json.dumps(["name"]), "start": 0, "page_length": 500},
		)
		assert (case in report.text) is expected
		search = client.request(
			"POST", "/api/method/frappe.desk.search.search_link", data={"doctype": DOCTYPE, "txt": case, "reference_doctype": ""}
		)
		assert (case in search.text) is expected


def test_the_guard_holds_for_it_too(server, matter):
	applicant, admin = server.as_("applicant"), server.as_("Administrator")
	values = {"applicant_name": "李守", "phone": "13835600003", "kiosk_place": "高平市"}
	case = applicant.portal("save_draft", matter=matter, values=values)["case"]
	for change in ({"workflow_state": "办结"}, {"decision": "准予"}, {"case_no": "X"}, {"docstatus": 1}):
		answer = admin.request("PUT", f"/api/resource/{DOCTYPE}/{case}", json=change)
		assert answer.status_code in (403, 417), change
	assert applicant.portal("case", case=case)["workflow_state"] == "草稿"


def wait(read) -> list[dict]:
	import time

	until = time.monotonic() + 60
	while time.monotonic() < until:
		rows = read()
		if rows and all(row["ready"] for row in rows):
			return rows
		time.sleep(0.3)
	raise AssertionError("the document was not rendered")


def test_it_is_in_the_supervision_reports(server, matter):
	case = server.as_("applicant").portal(
		"save_draft", matter=matter, values={"applicant_name": "孙立", "phone": "13835600002", "kiosk_place": "高平市建设路口"}
	)["case"]
	server.as_("applicant").attach(case, "plan", "方案.pdf", samples.pdf("another plan"), 0)
	server.as_("applicant").portal("act", case=case, action="提交")
	reviewer, inspector = server.as_("reviewer"), server.as_("inspector")
	reviewer.sign(case, **{"TK-SC-1": {"result": "发现问题", "remark": "图纸不符"}})
	reviewer.apply(DOCTYPE, case, "准予备案")
	rows = {}
	for report in ("Supervision Trend", "Risk Heat Map", "Officer Workload"):
		answer = inspector.call("frappe.desk.query_report.run", "GET", report_name=report, filters={"matter": matter})
		rows[report] = [row for row in answer["result"] if isinstance(row, dict)]
	assert rows["Supervision Trend"][-1]["received"] >= 1 and rows["Supervision Trend"][-1]["decided"] >= 1
	assert [(row["stage_title"], row["problems_中"]) for row in rows["Risk Heat Map"] if row["total"]] == [("审查", 1)]
	assert [row["problems"] for row in rows["Officer Workload"] if row["officer"] == reviewer.user] == [1]
