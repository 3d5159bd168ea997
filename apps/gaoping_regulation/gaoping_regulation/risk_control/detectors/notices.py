"""一次性告知 and 故意刁难: second notices, requests outside the list, returns that asked for nothing, paid services."""

import re

from gaoping_regulation.risk_control.detectors import OBSERVE, Finding, Threshold, at, of_case

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")
# Words of charges, agents and accounts have no place in a notice: these matters are free.
PAID = re.compile(r"中介|代办|收费|咨询费|服务费|加急费|缴费|付款|转账|红包|账号|账户|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{16,19}(?!\d)")
BASIS = re.compile(r"《[^》]+》|第[一二三四五六七八九十百零\d]+条")


def identity(item) -> str:
	"""What an item asks for; in a table whichever row, as rows come and go between two notices."""
	table, _, rest = (item.code or "").partition(".")
	return f"{table}.{rest.partition('.')[2]}" if rest else item.code or item.text


@of_case(
	"second-notice",
	"再次补正提出新的要求",
	at("SL-4", TWO) + at("SC-2", FOOD),
	"补正告知应当一次告知全部内容。以后的补正告知书中有第一次没有列出的事项，而该事项不是在第一次告知之后才收到的材料引起的，即提示。",
)
def second_notice(facts, limits):
	if len(facts.notices) < 2:
		return
	first = facts.notices[0]
	told = {identity(item) for item in first["items"]}
	uploaded = {row.material: row.uploaded_on for row in facts.doc.materials if row.uploaded_on}
	for number, notice in enumerate(facts.notices[1:], 2):
		new = [item for item in notice["items"] if identity(item) not in told and not first_seen_after(uploaded.get(item.code), first.sent_on)]
		if new:
			evidence = {"第一次告知": str(first.sent_on), "第一次事项": sorted(told), "本次告知": str(notice.sent_on), "新增事项": [item.text for item in new]}
			yield Finding(f"第 {number} 次补正告知新增了 {len(new)} 项要求。", evidence, notice.officer, key=notice.name)


def first_seen_after(uploaded_on, sent_on) -> bool:
	return bool(uploaded_on and uploaded_on > sent_on)


@of_case(
	"extra-request",
	"清单以外的要求没有依据",
	at("SL-1 SC-1", TWO) + at("SC-5", FOOD),
	"补正事项不是材料清单或者表单中的项目，又没有写明法律依据（《…》第…条）的，视为增加条件。",
)
def extra_request(facts, limits):
	known = {row["code"] for row in facts.version.materials} | {df.fieldname for df in facts.doc.meta.fields}
	for notice in facts.notices:
		extra = [item.text for item in notice["items"] if (item.code or "").partition(".")[0] not in known and not BASIS.search(item.text or "")]
		if extra:
			evidence = {"告知": str(notice.sent_on), "清单外事项": extra}
			yield Finding(f"补正告知书有 {len(extra)} 项要求不在材料清单中，也没有写明依据。", evidence, notice.officer, key=notice.name)


@of_case(
	"needless-return",
	"退回补正后未作改动即通过",
	at("SL-1", TWO) + at("SC-5", FOOD),
	"要求补正以后，申请人没有修改内容、没有更换材料就重新提交，随后被受理或者通过：说明当初的退回没有必要。",
)
def needless_return(facts, limits):
	for notice in facts.notices:
		since = [event for event in facts.events if event["at"] >= notice.sent_on]
		back = next((event for event in since if event["kind"] == "补正提交"), None)
		if back is None:
			continue
		between = [event for event in since if event["seq"] < back["seq"]]
		changed = any(event["kind"] in ("修改内容", "上传材料") for event in between)
		onward = next((move for move in facts.moves if move["seq"] > back["seq"] and move["action"].get("kind") == "officer"), None)
		if not changed and onward and not onward["action"].get("needs_items") and onward["target"].get("is_final") != 1:
			evidence = {"告知": str(notice.sent_on), "重新提交": str(back["at"])[:19], "通过": onward["kind"], "事项": [item.text for item in notice["items"]]}
			yield Finding(f"要求补正后未作任何改动，即由“{onward['kind']}”通过。", evidence, notice.officer, key=notice.name)


@of_case(
	"many-rounds",
	"反复要求补正",
	at("SL-1 SC-4", TWO) + at("SC-5", FOOD),
	"同一办件的补正告知次数达到阈值的提示，由纪检监察核实有无刁难。",
	thresholds=(Threshold("rounds", "补正告知次数", 3, "次"),),
)
def many_rounds(facts, limits):
	if len(facts.notices) >= limits["rounds"]:
		evidence = {"次数": len(facts.notices), "时间": [str(notice.sent_on) for notice in facts.notices]}
		yield Finding(f"同一办件已告知补正 {len(facts.notices)} 次。", evidence, facts.notices[-1].officer, key=str(len(facts.notices)))


@of_case(
	"paid-service",
	"文书中出现收费、中介的字样",
	at("SC-4", TWO) + at("SC-5", FOOD) + ("QJ-SC-6",),
	"补正告知、办理理由中出现中介、代办、收费、电话号码、账号等字样的提示。本系统的事项均不收费，不得指定中介。",
)
def paid_service(facts, limits):
	texts = [(notice.officer, item.text, notice.name) for notice in facts.notices for item in notice["items"]]
	texts += [(move["actor"], move["reason"], str(move["seq"])) for move in facts.moves if move["action"].get("kind") == "officer"]
	for officer, text, key in texts:
		if found := PAID.search(text or ""):
			yield Finding(f"文字中出现“{found.group()}”。", {"原文": text, "字样": found.group()}, officer, level="高", key=f"{key} {found.group()}")


@of_case(
	"withdrawn-after-contact",
	"办理中撤回",
	at("SL-1", TWO) + at("SC-5", FOOD),
	"工作人员要求补正或者查看材料后一日内，申请人撤回申请。观察有无劝退。",
	mode=OBSERVE,
	thresholds=(Threshold("hours", "接触后多少小时内撤回", 24, "小时"),),
)
def withdrawn_after_contact(facts, limits):
	out = next((move for move in facts.moves if move["target"].get("key") == "withdrawn"), None)
	contact = out and next((event for event in reversed(facts.events) if event["seq"] < out["seq"] and event["actor"] != out["actor"]), None)
	if contact and (out["at"] - contact["at"]).total_seconds() <= limits["hours"] * 3600:
		evidence = {"撤回": str(out["at"])[:19], "此前": contact["kind"], "时间": str(contact["at"])[:19]}
		yield Finding(f"“{contact['kind']}”之后不久，申请人撤回了申请。", evidence, contact["actor"], key=str(out["seq"]))
