"""What the engine prevents by refusing, said rule by rule; and refused attempts, which are signs themselves."""

import json

import frappe
from frappe.utils import add_to_date, now_datetime

from gaoping_regulation.engine.afterwards import REFUSED
from gaoping_regulation.risk_control.detectors import DETECT, Detector, Finding, Threshold, assists, at, prevents, register

TWO, FOOD = ("DY", "YJ"), ("XD", "XT")

prevents(
	"state-machine",
	"只能按流程办理",
	at("SL-2 JD-1", TWO) + ("YJ-JD-2",) + at("SC-4", FOOD),
	"办件的每一步由系统按流程图判断：次序、角色、检查表缺一不可。通过接口、批量修改、数据导入改写状态的，一律拒绝。",
)
prevents(
	"fixed-materials",
	"材料和条件只按公布的清单",
	at("SL-1 SC-1", TWO),
	"办件按提交时已公布的事项版本办理，审查条件、材料清单和检查表由版本锁定，经办人不能增减；修改只适用于以后的办件。",
)
prevents(
	"one-notice",
	"一次性告知",
	at("SL-4", TWO) + at("SC-2", FOOD),
	"补正告知书由系统列出全部缺项和错项，经办人不能少列；同一环节的缺项一次告知。",
)
prevents(
	"conditions-checked",
	"不符合条件的不能通过",
	at("SL-5 SC-2", TWO) + at("SC-1 SC-3 BA-1", FOOD),
	"证件号码、证件有效期、地址、限额、日期等由系统在提交和决定时逐项校验，校验不通过或者缺少材料的，不能受理和决定。",
)
prevents(
	"separate-duties",
	"受理、审查、决定由不同人员办理",
	("DY-JD-1", "YJ-JD-2", "QJ-JD-1"),
	"同一办件的受理、审查、决定须由不同人员办理，本人申请或者录入的办件本人不得办理。按事项设置；当场办理的食品备案默认关闭，另有观察规则统计。",
)
prevents(
	"reason-needed",
	"不予决定须写明理由和依据",
	("DY-JD-2", "YJ-JD-1", "YJ-JD-3") + at("BA-2", FOOD),
	"不予备案、驳回须写明理由，文书载明救济途径；决定与审查结论不一致的，须另行书面说明，否则不能办理。",
)
prevents(
	"frozen-documents",
	"文书内容由决定时的数据生成",
	at("SD-1", TWO) + ("QJ-SD-1",),
	"文书用固定格式，内容取自决定时冻结的数据，编号由系统连续编排；签发后任何人不能修改、删除。",
)
prevents(
	"verification-template",
	"原始记录按规程填写，结论由数据计算",
	("QJ-SC-2",),
	"原始记录须写明现行检定规程、环境条件、标准器和每个检定点的三次读数，缺项不能完成检定；结论由示值误差与最大允许误差比较得出，不能手填。",
)
prevents(
	"standards-in-date",
	"只能使用考核合格的计量标准",
	("QJ-SC-3",),
	"计量标准考核证书和溯源证书在检定日有效，种类、测量范围、准确度满足要求的，才能选用。",
)
prevents(
	"qualified-verifiers",
	"检定员持证",
	("QJ-SC-4",),
	"检定员、核验员的证件须在检定日有效并覆盖所检种类；检定员与核验员不得为同一人。",
)
prevents(
	"frozen-records",
	"核验后的数据和结论不能修改",
	("QJ-JD-2",),
	"核验后原始记录封存；退回重检另立新记录，原记录保留。签发时重新计算结论，不一致的不能签发。",
)
assists(
	"clock-colour",
	"期限提醒",
	at("SL-3 SC-3 SD-2 SD-3", TWO) + ("QJ-SC-5", "QJ-SD-2") + at("SC-6 SD-1", FOOD),
	"期限用去八成时办件变黄并提醒经办人，到期变红并提醒负责人。",
)
assists(
	"pre-answers",
	"检查表的系统预判",
	at("SL-4 SL-5 SC-2", TWO) + ("QJ-SL-2", "QJ-SC-1", "QJ-JD-1") + at("SC-1 SC-2 SC-3 BA-1", FOOD),
	"打开检查表时，系统对能判断的风险点先给出结论和证据，供经办人核实。",
)
register(
	Detector(
		"refused-attempt",
		"越权办理的企图",
		(*at("SL-2 JD-1", TWO), "YJ-JD-2", "QJ-JD-1", *at("SC-4", FOOD)),
		DETECT,
		"被系统拒绝的办理：办理本人的办件、一人兼办受理和决定的，每次都提示；改写系统字段和无权办理的，当日次数达到阈值的提示。",
		thresholds=(Threshold("times", "一人一日的次数", 5, "次"),),
	)
)


def attempt(event, limits: dict):
	"""Look at one refused attempt; yields a Finding for what is a sign by itself or has become one by repetition.

	Args:
		event: row of Case Event (seq, actor, content)
		limits: {"times": how many refused attempts of one person on one day are a sign}
	"""
	content = json.loads(event.content or "{}")
	if not is_staff(event.actor) or not frappe.db.exists(content.get("类型") or "", content.get("办件") or ""):
		return
	doc = frappe.get_doc(content["类型"], content["办件"])
	if content["原因"] == "SelfHandling":
		summary = f"试图办理不得由其办理的办件：{content['动作']}。{content['说明']}"
		yield Finding(summary, content, event.actor, doc, level="高", key=f"self {content['动作']}")
		return
	today = str(now_datetime().date())
	count = frappe.db.count("Case Event", {"kind": REFUSED, "actor": event.actor, "at": (">=", today)})
	if count >= limits["times"]:
		evidence = {**content, "当日次数": count, "自": str(add_to_date(now_datetime(), hours=-24))[:19]}
		yield Finding(f"当日 {count} 次无权办理被拒绝，最近一次：{content['动作']}。", evidence, event.actor, doc, key=f"{today} many")


def is_staff(user: str) -> bool:
	return user != "Administrator" and frappe.db.get_value("User", user, "user_type") == "System User"
