"""Invented people, firms and reasons for `make seed-demo`, so that its cases do not all look the same."""

import random

from tests import matters, samples

SURNAMES = "赵牛秦申姬常郭崔宋毕李张王焦邢"
GIVEN = ("春梅", "志强", "秀英", "建国", "丽娟", "文斌", "晓燕", "海军", "彩霞", "永红", "俊峰", "玉兰")
STREETS = ("康乐街", "长平街", "建设路", "泫氏街", "育才街", "丹河路", "神农路", "友谊街")
STALLS = ("早点", "煎饼", "凉皮", "烤红薯", "馄饨", "炒粉", "糖葫芦", "豆腐脑")
SHOPS = ("小吃店", "面馆", "副食店", "熟食店", "糕点坊", "饺子馆")
FIRMS = ("铸造", "机械", "丝织", "建材", "农机", "煤机配件", "商贸")
REASONS = {
	"withdraw": ("暂不经营", "资料准备不足，改日再办", "合作方改变了计划"),
	"reject": ("不属于本机关职权范围", "经营场所不在高平市范围内"),
	"refuse": ("不符合规定的条件，理由见审查意见", "现场条件与申报内容不一致"),
	"send_back": ("读数需要复核", "审查意见未写明核对情况"),
}
OTHER_REASON = ("情况已核实", "按规定办理")


def form(code: str, serial: int, rng: random.Random) -> dict:
	"""A valid form of a matter, its people and names varied."""
	values = matters.of(code).form(serial)
	vary = {"XT": stall, "XD": shop, "QJ": firm, "DY": firm, "YJ": firm}[code]
	vary(values, serial, rng)
	return values


def person(rng: random.Random) -> str:
	return rng.choice(SURNAMES) + rng.choice(GIVEN)


def stall(values: dict, serial: int, rng: random.Random) -> None:
	name = person(rng)
	values.update({"applicant_name": name, "trade_name": f"{name[1:]}{rng.choice(STALLS)}"})
	values["business_address"] = f"高平市{rng.choice(STREETS)}便民市场{serial}号位"
	values["workers"][0]["worker_name"] = name


def shop(values: dict, serial: int, rng: random.Random) -> None:
	stall(values, serial, rng)
	values["trade_name"] = f"{values['applicant_name'][1:]}{rng.choice(SHOPS)}"
	values["business_address"] = f"高平市{rng.choice(STREETS)}{serial}号"
	values["business_area"] = rng.randint(15, 90)


def firm(values: dict, serial: int, rng: random.Random) -> None:
	values["applicant_name"] = f"高平市{rng.choice(SURNAMES)}氏{rng.choice(FIRMS)}有限公司第{serial}号"
	if "claim_amount" in values:
		values["claim_amount"] = rng.randint(2, 120) * 10_000


def change(rng: random.Random) -> dict:
	"""What a 变更 of a mortgage changes."""
	return {"claim_amount": rng.randint(1, 100) * 10_000, "term_to": samples.day(400), "change_reason": "部分清偿并展期"}


def reason(action: dict, rng: random.Random) -> str | None:
	"""Why, for the actions that ask for it, and where a stage is late."""
	return rng.choice(REASONS.get(action["key"], OTHER_REASON))


def details(action: dict) -> dict:
	if action.get("needs_items"):
		return {"items": [{"text": "第二页的签名看不清，请重新签名后扫描上传。"}]}
	return {"competent_office": "泽州县市场监督管理局"} if action["key"] == "reject" else {}
