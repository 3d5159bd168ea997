"""计量强制器具检定 as the app brings it, against the agreed table of states, actions and roles, and its documents."""

import json
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "apps" / "gaoping_regulation" / "gaoping_regulation" / "seed"
STATES = {
	"draft": "草稿",
	"accept": "待受理",
	"correction": "待补正",
	"verify": "待检定",
	"check": "待核验",
	"sign": "待签发",
	"hand_out": "待发放",
	"closed": "办结",
	"rejected": "不予受理",
	"withdrawn": "已撤回",
	"terminated": "已终止",
}
TRANSITIONS = {
	("草稿", "提交", "待受理", "申请人"),
	("草稿", "提交", "待受理", "检测所受理人"),
	("待受理", "受理", "待检定", "检测所受理人"),
	("待受理", "要求补正", "待补正", "检测所受理人"),
	("待受理", "不予受理", "不予受理", "检测所受理人"),
	("待补正", "补正提交", "待受理", "申请人"),
	("待补正", "补正提交", "待受理", "检测所受理人"),
	("待补正", "终止", "已终止", "业务管理员"),
	("待检定", "完成检定", "待核验", "检定员"),
	("待核验", "核验通过", "待签发", "核验员"),
	("待核验", "退回检定", "待检定", "核验员"),
	("待签发", "签发", "待发放", "授权签字人"),
	("待签发", "签发", "待发放", "分管领导"),
	("待签发", "退回检定", "待检定", "授权签字人"),
	("待签发", "退回检定", "待检定", "分管领导"),
	("待发放", "发放", "办结", "检测所办理人"),
}
WITHDRAWN_FROM = ("待受理", "待补正", "待检定", "待核验", "待签发")
DOCUMENTS = {"检定证书", "检定结果通知书", "受理单", "样品收发单", "检定业务申请书", "归档目录"}
LIMITS = {"受理": 1, "检定": 20, "决定": 2, "送达": 2}


def seed(kind: str) -> dict:
	(record,) = json.loads((SEEDS / kind / "QJ.json").read_text())
	return record


def test_states_and_who_takes_which_action():
	matter, workflow = seed("administrative_matter"), seed("workflow")
	assert {row["key"]: row["state"] for row in matter["states"]} == STATES
	found = [(row["state"], row["action"], row["next_state"], row["allowed"]) for row in workflow["transitions"]]
	withdrawals = {(state, "撤回", "已撤回", role) for state in WITHDRAWN_FROM for role in ("申请人", "检测所受理人")}
	assert len(found) == len(set(found)) and set(found) == TRANSITIONS | withdrawals


def test_limits_documents_and_the_catalogue():
	matter = seed("administrative_matter")
	assert {row["title"]: row["limit_days"] for row in matter["stages"] if row.get("has_checklist")} == LIMITS
	assert {row["key"]: row["pause_kinds"] for row in matter["stages"] if row.get("pause_kinds")} == {"SC": "检定运输"}
	assert matter["separate_duties"] == 1
	assert DOCUMENTS <= {row["title"] for row in matter["documents"]}
	catalogue = json.loads((SEEDS / "instrument_catalogue_item.json").read_text())
	assert len(catalogue) >= 23 and not any(row.get("verified") for row in catalogue), "nothing of it is checked yet"
