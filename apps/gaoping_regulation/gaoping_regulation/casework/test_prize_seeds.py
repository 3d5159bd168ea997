"""The seeds of 抽奖式有奖销售的备案 against the bureau's charts: flow, materials, documents, risk points, measures."""

import pytest

from gaoping_regulation import seeding

STATES = {
	"draft": ("草稿", "apply"),
	"accept": ("待受理", "SL"),
	"fix_on_spot": ("当场更正", "SL"),
	"correction": ("待补正", "SL"),
	"review": ("审查中", "SC"),
	"decide": ("待决定", "JD"),
	"deliver": ("待送达", "SD"),
	"closed": ("办结", "end"),
	"rejected": ("不予受理", "end"),
	"withdrawn": ("已撤回", "end"),
	"terminated": ("已终止", "end"),
}
TRANSITIONS = """
草稿 提交 待受理 申请人 受理人
待受理 受理 审查中 受理人
待受理 当场更正 当场更正 受理人
待受理 要求补正 待补正 受理人
待受理 不予受理 不予受理 受理人
当场更正 更正完成 待受理 申请人 受理人
待补正 补正提交 待受理 申请人 受理人
待补正 终止 已终止 业务管理员
审查中 提交审查意见 待决定 审查人
待决定 同意备案 待送达 审核人 业务股所长
待决定 不同意备案 待送达 审核人 业务股所长
待决定 退回审查 审查中 审核人 业务股所长
待送达 送达 办结 办理人
待受理 撤回 已撤回 申请人 受理人
当场更正 撤回 已撤回 申请人 受理人
待补正 撤回 已撤回 申请人 受理人
审查中 撤回 已撤回 申请人 受理人
待决定 撤回 已撤回 申请人 受理人
"""
# The chart's own words, without the numbers before them.
POINTS = {
	"YJ-SL-1": "故意刁难申请人；",
	"YJ-SL-2": "不按固定程序受理，",
	"YJ-SL-3": "无原因超时办理；",
	"YJ-SL-4": "不能一次告知所需材料；",
	"YJ-SL-5": "不严格审查或者故意让虚假资料通过",
	"YJ-SC-1": "擅自增加或减少审查条件、程序；",
	"YJ-SC-2": "对申报材料的审核把关不严，对重大质疑点，疏忽或者故意隐瞒",
	"YJ-SC-3": "无原因超时办理",
	"YJ-SC-4": "故意刁难，附加有偿服务或者指定中介服务的；",
	"YJ-JD-1": "擅自改变审查结论。",
	"YJ-JD-2": "违反程序，违规越程作出决定。",
	"YJ-JD-3": "对符合条件的不批准",
	"YJ-SD-1": "擅自改动内容，制作文书不规范；",
	"YJ-SD-2": "不及时办结；",
	"YJ-SD-3": "未及时送达",
}
RESIDUE = {"T-1": "批准把关不严。", "T-2": "审批不及时。"}
MEASURES = {
	"SL": (
		"实行受理单制；",
		"严格履行服务承诺制度，做到首问责任和一次性告知；",
		"政务公开，明确工作程序、时限等，按照 项目核准规定办理；",
		"内部监督检查、投诉举报受理",
	),
	"SC": (
		"量化审查标准，执行回避制度；",
		"实行审批留痕制度；",
		"定期抽查集体评议；",
		"强化监管，发现并及时纠正审查过程中存在的问题；",
		"设立举报电话，举报箱和信访受理",
	),
	"JD": ("强化事后监管，发现并及时纠正审批过程中存在的问题", "严格执行责任追究制度"),
	"SD": ("严格执行文书制作，送达，办结流程；", "落实限时办结制；", "严格执行责任追究制度"),
}
LEVELS = {"SL": "低", "SC": "高", "JD": "中", "SD": "低"}
CORRECTED = {"YJ-SL-2": "不按规定程序受理。", "YJ-JD-2": "违反程序，违规越权作出决定。"}
MATERIALS = {
	"filing_form": ("填写《有奖销售备案表》2份", "《有奖销售备案表》", 2, ""),
	"application": ("申请书", "申请书", 1, ""),
	"plan": ("活动方案", "活动方案", 1, ""),
	"licence_copy": ("营业执照副本复印件", "营业执照副本复印件", 1, ""),
	"prize_certificate": ("商品合格证书", "商品合格证书", 1, ""),
	"agent_id_copy": ("被委托人身份复印件", "被委托人身份证复印件", 1, "has_agent=1"),
	"mandate": ("举办单位委托书复印件和举办单位委托书", "举办单位委托书及复印件", 1, "has_agent=1"),
}
DOCUMENTS = {
	"receipt": "材料接收单",
	"acceptance": "受理通知书",
	"correction": "一次性补正告知书",
	"rejection": "不予受理通知书",
	"filing_form": "有奖销售备案表",
	"filing_archive": "有奖销售备案表（存档）",
	"refusal": "不同意备案告知书",
	"delivery_receipt": "送达回证",
	"termination": "终止办理通知书",
	"extension_notice": "延期通知书",
	"archive_index": "归档目录",
}


def seed(kind: str, field: str, value: str) -> dict:
	return next(record for record in seeding.seeds(kind) if record.get(field) == value)


@pytest.fixture(scope="module")
def matter() -> dict:
	return seed("administrative_matter", "code", "YJ")


@pytest.fixture(scope="module")
def chart() -> dict:
	return seed("risk_control_chart", "matter", "YJ")


def test_states_and_stages(matter):
	assert {row["key"]: (row["state"], row["stage"]) for row in matter["states"]} == STATES
	limits = {row["key"]: (row["limit_days"], row.get("limit_unit"), row.get("clock_group")) for row in matter["stages"]}
	assert limits == {
		"apply": (0, "工作日", None),
		"SL": (1, "工作日", None),
		"SC": (3, "工作日", "decision"),
		"JD": (3, "工作日", "decision"),
		"SD": (3, "工作日", None),
	}


def test_transitions_and_their_roles(matter):
	found: dict[tuple, set] = {}
	for row in seed("workflow", "workflow_name", matter["workflow"])["transitions"]:
		found.setdefault((row["state"], row["action"], row["next_state"]), set()).add(row["allowed"])
	lines = [line.split() for line in TRANSITIONS.split("\n") if line]
	assert found == {tuple(words[:3]): set(words[3:]) for words in lines}
	names = {key: state for key, (state, _) in STATES.items()}
	actions = {(names[row["from_state"]], row["action"], names[row["to_state"]]) for row in matter["actions"]}
	assert actions == set(found)


def test_materials_have_the_charts_words_and_the_correct_ones(matter):
	found = {row["code"]: (row["original_text"], row["title"], row["copies"], row.get("only_if", "")) for row in matter["materials"]}
	assert found == MATERIALS and all(row["required"] for row in matter["materials"])


def test_documents(matter):
	assert {row["key"]: row["title"] for row in matter["documents"]} == DOCUMENTS
	delivered = {row["key"] for row in matter["documents"] if row.get("needs_delivery")}
	assert delivered == {"filing_form", "refusal"}
	formats = {record["name"] for record in seeding.seeds("print_format")}
	assert {row["print_format"] for row in matter["documents"]} <= formats
	assert len({row["number_format"] for row in matter["documents"]}) == len(DOCUMENTS)


def test_fifteen_risk_points_and_the_stray_boxes_hidden(chart):
	points = {row["code"]: row for row in chart["points"]}
	assert {code: row["original_text"] for code, row in points.items()} == POINTS | RESIDUE
	assert {code for code, row in points.items() if row.get("is_template_residue")} == set(RESIDUE)
	for code in POINTS:
		row = points[code]
		assert row["stage"] == code.split("-")[1] and row["level"] == LEVELS[row["stage"]] and row["question"]
		assert row["text"] == CORRECTED.get(code, row["original_text"])


def test_fourteen_measures_by_stage_in_their_order(chart):
	found = {stage: tuple(row["original_text"] for row in chart["measures"] if row["stage"] == stage) for stage in LEVELS}
	assert found == MEASURES and len(chart["measures"]) == 14
	assert {row["stage"]: row["level"] for row in chart["stages"]} == LEVELS
	assert {row["responsible"] for row in chart["stages"]} == {"各业务股、所长"}


def test_the_counties_boilerplate_is_nowhere():
	texts = [record["html"] for record in seeding.seeds("print_format")]
	assert not any("县市场监督管理局" in text for text in texts)
