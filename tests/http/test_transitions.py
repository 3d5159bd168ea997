"""Each action of 食品小摊点备案 by each role: in turn, with its checklist, by the right officer, never one's own case."""

import json

import pytest

from tests import samples
from tests.http.story import APPLY, STALL, is_chinese, message_of, refusal

STAFF = ("acceptor", "reviewer", "approver", "deliverer", "division_head", "deputy_director", "inspector", "business_admin")
ACTORS = ("acceptor", "reviewer", "approver", "deliverer")
OUTSIDERS = ("lab_acceptor", "verifier", "lab_head")
BELONGS = {
	"要求补正": ("review", "reviewer"),
	"资料齐全": ("review", "reviewer"),
	"不予受理": ("review", "reviewer"),
	"准予备案": ("decide", "approver"),
	"不予备案": ("decide", "approver"),
	"退回审查": ("decide", "approver"),
	"送达": ("deliver", "deliverer"),
}
NEVER_OFFICERS = ("提交", "补正提交", "撤回", "终止", "没有的动作", "")


@pytest.fixture(scope="module")
def cases(people) -> dict[str, str]:
	"""A case in each of the officers' states, with signed checklists, so that only role and turn can refuse."""
	found = {"review": people.submitted(), "decide": people.examined(), "deliver": people.decided()}
	people.reviewer.sign(found["review"])
	people.approver.sign(found["decide"])
	people.deliverer.sign(found["deliver"])
	for case in found.values():
		people.printed(case)
	return found


@pytest.mark.parametrize("action", [*BELONGS, *NEVER_OFFICERS])
@pytest.mark.parametrize("who", [*STAFF, *OUTSIDERS])
def test_an_action_out_of_turn_or_by_the_wrong_role_is_refused(people, stored, cases, who, action):
	client = getattr(people, who)
	for state, case in cases.items():
		if BELONGS.get(action) == (state, who):
			continue
		with stored.unchanged(case):
			refused = refusal(client.apply, STALL, case, action, reason="理由", details={"items": [{"text": "x"}]})
			assert refused.status in (400, 403, 404, 409, 417), refused.text
			assert who not in ACTORS or is_chinese(refused.text), refused.text


@pytest.mark.parametrize("who", ["division_head", "deputy_director", "inspector", "business_admin"])
def test_who_only_reads_is_told_whose_action_it_is(people, cases, who):
	refused = refusal(getattr(people, who).apply, STALL, cases["review"], "资料齐全")
	assert refused.status == 403 and "须由审查人办理" in refused.text


def test_administrator_is_no_officer(people, stored):
	case = people.submitted()
	people.printed(case)
	with stored.unchanged(case):
		refused = refusal(people.Administrator.apply, STALL, case, "要求补正", details={"items": [{"text": "x"}]})
		assert refused.status == 403


@pytest.mark.parametrize("who", ["applicant", "applicant2"])
@pytest.mark.parametrize("action", BELONGS)
def test_an_applicant_takes_no_officers_action_by_any_door(people, stored, cases, who, action):
	client = getattr(people, who)
	for case in cases.values():
		with stored.unchanged(case):
			assert refusal(client.apply, STALL, case, action, reason="x").status == 403
			assert refusal(client.portal, "act", case=case, action=action, reason="x").status in (403, 404, 417)


@pytest.mark.parametrize("action", ["资料齐全", "不予受理"])
def test_a_stage_is_not_left_without_its_signed_checklist(people, stored, frozen_case, action):
	with stored.unchanged(frozen_case):
		refused = refusal(people.reviewer.apply, STALL, frozen_case, action, reason="x")
		assert refused.status == 417
		assert "“审查环节”的廉政风险检查表尚未填写签字。请先逐项检查并签字，再办理" in refused.text
		bulk = {"doctype": STALL, "docnames": json.dumps([frozen_case]), "action": action}
		people.reviewer.request("POST", "/api/method/frappe.model.workflow.bulk_workflow_approval", data=bulk)


def test_a_checklist_signed_by_another_does_not_serve(people, stored, server):
	case = people.submitted()
	people.printed(case)
	people.reviewer.sign(case)
	other = server.guest().login(people.new_account("审查人"), "Xt-7391-stalls-of-Gaoping")
	with stored.unchanged(case):
		refused = refusal(other.apply, STALL, case, "资料齐全")
		assert refused.status == 417 and "须由签字人办理“资料齐全”" in refused.text


def test_a_decision_is_named_and_not_guessed_from_its_state(people, stored, cases):
	with stored.unchanged(cases["decide"]):
		response = people.approver.request("PUT", f"/api/resource/{STALL}/{cases['decide']}", json={"workflow_state": "待送达"})
		assert response.status_code == 417
		assert "请指明办理动作（准予备案、不予备案），不能只改状态。" in message_of(response)


@pytest.mark.parametrize(("state", "action"), [("decide", "不予备案"), ("decide", "退回审查"), ("review", "不予受理")])
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_an_action_that_needs_a_reason_is_refused_without(people, stored, cases, state, action, reason):
	client = people.approver if state == "decide" else people.reviewer
	with stored.unchanged(cases[state]):
		refused = refusal(client.apply, STALL, cases[state], action, **({"reason": reason} if reason is not None else {}))
		assert refused.status == 417 and f"“{action}”须写明理由。" in refused.text


def test_the_officer_who_entered_a_case_does_not_handle_it(people, stored, server):
	"""受理人 and 审查人 in one person: he may enter and submit, another must examine."""
	user = people.new_account("受理人")
	roles = [{"role": "受理人"}, {"role": "审查人"}]
	assert people.Administrator.request("PUT", f"/api/resource/User/{user}", json={"roles": roles}).status_code == 200
	officer = server.guest().login(user, "Xt-7391-stalls-of-Gaoping")
	case = officer.staff("casework.api.enter_for", matter="XT", values=samples.stall(5))["case"]
	for code, (name, content) in samples.stall_materials().items():
		officer.attach(case, code, name, content)
	officer.apply(STALL, case, "提交")
	people.printed(case)
	with stored.unchanged(case):
		checklist = people.reviewer.staff("risk_control.api.checklist", case=case)["name"]
		refused = refusal(officer.staff, "risk_control.api.sign_checklist", checklist=checklist, answers={})
		assert refused.status == 403 and "回避" in refused.text
		refused = refusal(officer.apply, STALL, case, "资料齐全")
		assert refused.status == 403 and "不能办理本人申请或录入的办件" in refused.text
	assert people.signed("reviewer", case, "资料齐全")


def test_a_finished_case_takes_no_action_and_no_change(people, stored):
	case = people.closed()
	people.printed(case)
	with stored.unchanged(case):
		for who in ("reviewer", "approver", "deliverer", "Administrator"):
			client = getattr(people, who)
			for action in (*BELONGS, "撤回"):
				assert refusal(client.apply, STALL, case, action, reason="x").status in (403, 409, 417)
			response = client.request("PUT", f"/api/resource/{STALL}/{case}", json={"trade_name": "改名"})
			assert response.status_code in (403, 417)
			assert is_chinese(message_of(response))


def test_a_workflow_action_on_what_is_no_case_stays_the_frameworks(people):
	response = people.reviewer.request("POST", f"/api/method/{APPLY}", data={"doc": '{"doctype": "ToDo", "name": "x"}', "action": "提交"})
	assert response.status_code in (404, 417)


@pytest.mark.parametrize("doc", ["{", "[]", '"x"', "null", "{}", '{"doctype": ["x"], "name": {"a": 1}}'])
def test_a_broken_document_argument_is_refused_without_a_fault(people, doc):
	response = people.reviewer.request("POST", f"/api/method/{APPLY}", data={"doc": doc, "action": "资料齐全"})
	assert 400 <= response.status_code < 500, response.text
