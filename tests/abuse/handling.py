"""Abuses by officers who use the system: late, asking twice, refusing without ground, ticking without looking."""

from tests.abuse.world import Abuse, World
from tests.http.prize_story import REVIEW
from tests.http.story import STALL, Refused, own_materials

SIGN_AGAIN = {"code": "id_copy", "field": "身份证复印件", "text": "身份证复印件请本人签名"}
NEW_DEMAND = {"code": "photo", "field": "照片", "text": "照片不清楚，请重新提交"}


def late(world: World) -> str:
	case = world.people.submitted()
	world.backdate(case, 9)
	world.people.signed("reviewer", case, "资料齐全", reason="忙")
	return case


def second_notice(world: World) -> str:
	case = world.people.submitted()
	world.asked(case, SIGN_AGAIN)
	world.again(case)
	world.asked(case, NEW_DEMAND)
	return case


def needless_return(world: World) -> str:
	case = world.people.submitted()
	world.asked(case, SIGN_AGAIN)
	world.again(case)
	world.people.signed("reviewer", case, "资料齐全")
	return case


def many_rounds(world: World) -> str:
	case = world.people.submitted()
	for _ in range(3):
		world.asked(case, SIGN_AGAIN)
		world.again(case)
	return case


def extra_request(world: World) -> str:
	case = world.people.submitted()
	world.asked(case, {"text": "请提供房东的房产证"})
	return case


def paid_service(world: World) -> str:
	case = world.people.submitted()
	world.asked(case, {"code": "filing_form", "text": "备案表请联系 13803561234 代办，收费二百元"})
	return case


def told_too_late(world: World) -> str:
	case = world.people.submitted()
	world.sql(f"update `tab{STALL}` set submitted_on = date_sub(submitted_on, interval 20 day) where name = %s", case)
	world.asked(case, SIGN_AGAIN)
	return case


def long_pause(world: World) -> str:
	case = world.people.submitted()
	world.asked(case, SIGN_AGAIN)
	world.sql("update `tabClock Pause` set started_on = date_sub(started_on, interval 60 day) where case_name = %s", case)
	return case


def hurried_ticks(world: World) -> str:
	case = world.people.submitted()
	world.people.signed("reviewer", case, "资料齐全")
	return case


def doubt_waved_through(world: World) -> str:
	case = world.people.submitted()
	for _ in range(2):
		world.asked(case, SIGN_AGAIN)
		world.again(case)
	world.people.reviewer.sign(case)
	return case


def problem_found(world: World) -> str:
	case = world.people.submitted()
	world.people.reviewer.sign(case, **{"XT-SC-5": {"result": "发现问题", "remark": "有人打招呼要求关照"}})
	return case


def passed_with_problem(world: World) -> str:
	case = problem_found(world)
	world.people.reviewer.apply(STALL, case, "资料齐全")
	world.people.signed("approver", case, "准予备案")
	return case


def not_applicable(world: World) -> str:
	case = world.people.submitted()
	given = {point: {"result": "不适用", "remark": "本件不涉及"} for point in ("XT-SC-1", "XT-SC-2", "XT-SC-3", "XT-SC-4")}
	world.people.reviewer.sign(case, **given)
	return case


def shared_file(world: World) -> str:
	first = world.people.submitted(applicant_name="赵春梅")
	case = world.people.filled(applicant_name="王建国")
	name, content = own_materials(first)["photo"]
	world.people.applicant.attach(case, "photo", name, content)
	world.people.applicant.portal("act", case=case, action="提交")
	world.people.signed("reviewer", case, "资料齐全")
	return case


def refused_all_green(world: World) -> str:
	return world.people.decided("不予备案", "不行")


def refused_then_granted(world: World) -> str:
	refused = world.people.decided("不予备案", "不在划定的经营区域，见《山西省食品小作坊小经营店小摊点管理条例》")
	case = world.people.draft()
	for code, (name, content) in own_materials(refused).items():
		world.people.applicant.attach(case, code, name, content)
	world.people.applicant.portal("act", case=case, action="提交")
	world.people.signed("reviewer", case, "资料齐全")
	world.people.signed("approver", case, "准予备案")
	return case


def same_officer(world: World) -> str:
	both = world.officer("审查人", "审核人")
	case = world.people.submitted()
	for action in ("资料齐全", "准予备案"):
		both.sign(case)
		both.apply(STALL, case, action)
	return case


def against_conclusion(world: World) -> str:
	case = world.filings.reviewed("同意")
	article = "《规范促销行为暂行规定》第十七条"
	world.filings.act("approver", case, "不同意备案", reason="奖品价值说明不充分，与规定不符", decision_article=article)
	return case


def one_hand_twice(world: World) -> str:
	"""受理 and 审查 of one filing by one person, who holds both roles: refused, and the attempt is found."""
	both = world.officer("受理人", "审查人")
	case = world.filings.submitted()
	both.sign(case)
	both.apply("Prize Promotion Filing", case, "受理")
	must_be_refused(both.sign, case)
	must_be_refused(both.apply, "Prize Promotion Filing", case, "提交审查意见", details=REVIEW)
	return case


def own_application(world: World) -> str:
	"""An officer applies as a citizen and examines his own case: refused, and the attempt is found."""
	both = world.officer("审查人", "申请人")
	case = world.people.submitted(both)
	must_be_refused(both.apply, STALL, case, "资料齐全")
	return case


def forbidden_again_and_again(world: World) -> str:
	case = world.people.submitted()
	stranger = world.officer("办理人")
	for _ in range(5):
		must_be_refused(stranger.apply, STALL, case, "资料齐全")
	return case


def must_be_refused(call, *arguments, **more) -> None:
	try:
		call(*arguments, **more)
	except Refused:
		return
	raise AssertionError("not refused")


HANDLING = (
	Abuse("late", "审查超时", "XT-SC-6", late),
	Abuse("empty-reason", "超时理由空洞", "XT-SC-6", late),
	Abuse("second-notice", "第二次补正提出新要求", "XT-SC-2", second_notice),
	Abuse("needless-return", "退回后未改即过", "XT-SC-5", needless_return),
	Abuse("many-rounds", "反复补正", "XT-SC-5", many_rounds),
	Abuse("extra-request", "清单外的要求", "XT-SC-5", extra_request),
	Abuse("paid-service", "指定代办并收费", "XT-SC-5", paid_service),
	Abuse("told-too-late", "逾期才告知补正", "XT-SC-2", told_too_late),
	Abuse("long-pause", "借暂停拖延", "XT-SC-6", long_pause),
	Abuse("hurried-ticks", "匆忙打勾", "XT-SC-3", hurried_ticks),
	Abuse("doubt-waved-through", "疑点未核实即通过", "XT-SC-2", doubt_waved_through),
	Abuse("problem-found", "检查发现问题", "XT-SC-5", problem_found),
	Abuse("passed-with-problem", "发现问题仍通过", "XT-BA-1", passed_with_problem),
	Abuse("not-applicable", "大量填不适用", "XT-SC-4", not_applicable),
	Abuse("shared-file", "两名申请人同一张照片", "XT-SC-3", shared_file),
	Abuse("refused-all-green", "合格而不予备案", "XT-BA-2", refused_all_green),
	Abuse("refused-then-granted", "先不予后以相同材料准予", "XT-BA-2", refused_then_granted),
	Abuse("same-officer", "一人审查并决定", "XT-BA-1", same_officer),
	Abuse("against-conclusion", "擅自改变审查结论", "YJ-JD-1", against_conclusion),
	Abuse("refused-attempt", "一人兼办受理和审查", "YJ-JD-2", one_hand_twice),
	Abuse("refused-attempt", "办理本人的申请", "XT-SC-4", own_application),
	Abuse("refused-attempt", "反复越权办理", "XT-SC-4", forbidden_again_and_again),
)
