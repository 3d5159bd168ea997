"""The seeds of 动产抵押登记 against the bureau's charts and the agreed tables, copied here as data."""

from unittest import TestCase

from gaoping_regulation import seeding

CODE = "DY"
# state code, state, stage, [(action, next state code, roles)]
FLOW = [
	("draft", "草稿", "申请", [("提交预审", "prereview", "申请人"), ("下一步", "sealed_upload", "申请人 受理人")]),
	("prereview", "待预审", "预审", [("预审通过", "sealed_upload", "受理人"), ("预审驳回", "prereview_rejected", "受理人")]),
	("prereview_rejected", "预审驳回", "申请", [("提交预审", "prereview", "申请人"), ("下一步", "sealed_upload", "申请人 受理人")]),
	("sealed_upload", "待盖章上传", "申请", [("提交审核", "accept", "申请人 受理人"), ("返回修改", "draft", "申请人 受理人")]),
	(
		"accept",
		"待受理",
		"受理",
		[("受理", "review", "受理人"), ("要求补正", "correction", "受理人"), ("不予受理", "rejected", "受理人")],
	),
	("correction", "待补正", "受理", [("补正提交", "accept", "申请人 受理人"), ("终止", "terminated", "业务管理员")]),
	("review", "审查中", "审查", [("提交审查意见", "decide", "审查人")]),
	(
		"decide",
		"待决定",
		"决定",
		[("审核通过", "deliver", "审核人"), ("审核驳回", "review_rejected", "审核人"), ("退回审查", "review", "审核人")],
	),
	("review_rejected", "审核驳回", "申请", [("下一步", "sealed_upload", "申请人 受理人")]),
	("deliver", "待送达", "送达", [("送达", "closed", "办理人")]),
	("closed", "办结", None, []),
	("rejected", "不予受理", None, []),
	("withdrawn", "已撤回", None, []),
	("terminated", "已终止", None, []),
]
WITHDRAWN_FROM = ["prereview", "prereview_rejected", "sealed_upload", "accept", "correction", "review", "decide", "review_rejected"]
EDITED = ["draft", "prereview_rejected", "correction", "review_rejected"]
# title, days, shared limit
STAGES = {"预审": (1, None), "受理": (0, "decide"), "审查": (0, "decide"), "决定": (0, "decide"), "送达": (0, None)}
# The chart's boxes, as seed.txt has them, and where the scan slipped, the corrected words.
POINTS = {
	"SL": [
		"1.故意刁难申请人。",
		"2.不按规定程序受理。",
		"3无原因超时办理。",
		"4不能一次告知所需材料。",
		"5.不严格审查或故意让虚假资料通过。",
	],
	"SC": [
		"1.擅自增加或减少审查条件、程序。",
		"2.对申报材料的审核把关不严，对重大质疑点，疏忽或故意隐瞒。",
		"3.无原因超时办理。",
		"4.故意刁难，附加有偿服务或指定中介服务。",
	],
	"JD": ["1.违反程序、违规越权审核审批。", "2.对符合条件的不批准。"],
	"SD": ["1.擅自改动内容，制作文书不规范。", "2.不及时办结。", "3.未及时送达。"],
}
MEASURES = {
	"SL": [
		"1.严格履行服务承诺制度，做到首问负责和一次性告知。",
		"2.政务公开，明确工作程序、时限等，按照项目核准规定办理。",
		"3.内部监督检查、投诉举报受理。",
	],
	"SC": ["1.定期抽查。", "2.加强纪检监察。", "3.设立举报电话、举报箱和信访受理。"],
	"JD": ["1.强化事后监管，发现并及时纠正审批过程中存在的问题。", "2.严格执行责任追究制度。"],
	"SD": ["1.严格执行文书制作操作规范。", "2.加强内部监管，落实责任追究。"],
}
LEVELS = [("SL", "受理", "中", "受理人"), ("SC", "审查", "高", "受理人"), ("JD", "决定", "高", "审核人"), ("SD", "送达", "低", "办理人")]
# code, required, category, the chart's words
MATERIALS = [
	("application_form", 1, None, "抵押人、抵押权人签字或者盖章的申请书"),
	("agent_id", 1, None, "抵押全同双方指定代表或者共同委托代理人的身份证明"),
	("mortgagor_id", 1, "category=设立|变更", None),
	("mortgagee_id", 1, "category=设立|变更", None),
	("change_proof", 0, "category=变更", None),
	("cancel_proof", 0, "category=注销", None),
]
DOCUMENTS = {
	"certificate": "动产抵押登记书",
	"change_certificate": "动产抵押变更登记书",
	"cancel_certificate": "动产抵押注销登记书",
	"acceptance": "受理通知书",
	"prereview_rejection": "预审驳回意见",
	"review_rejection": "审核驳回通知书",
	"rejection": "不予受理通知书",
	"correction": "一次性补正告知书",
	"receipt": "材料接收凭证",
	"delivery_receipt": "送达回证",
	"application_form": "动产抵押登记申请书",
	"termination": "终止办理通知书",
	"extension_notice": "延期通知书",
	"review_form": "动产抵押登记审查意见表",
	"archive_index": "归档目录",
}


def seed(kind: str, key: str) -> dict:
	return next(row for row in seeding.seeds(kind) if row.get(key) == (CODE if key != "document_type" else "Chattel Mortgage Registration"))


class TestMortgageSeeds(TestCase):
	@classmethod
	def setUpClass(cls):
		cls.matter = seed("administrative_matter", "code")
		cls.workflow = seed("workflow", "document_type")
		cls.chart = seed("risk_control_chart", "matter")
		cls.titles = {row["key"]: row["title"] for row in cls.matter["stages"]}

	def test_states_and_stages(self):
		found = [(row["key"], row["state"], self.titles.get(row["stage"])) for row in self.matter["states"]]
		self.assertEqual(found, [row[:3] for row in FLOW])
		self.assertEqual([row["key"] for row in self.matter["states"] if row["applicant_edits"]], EDITED)
		self.assertEqual([row["key"] for row in self.matter["states"] if row.get("uploads_only")], ["sealed_upload"])
		self.assertEqual([row["key"] for row in self.matter["states"] if row["pauses_clock"]], ["correction"])
		stages = {row["title"]: (row["limit_days"], row.get("clock_group")) for row in self.matter["stages"] if row["has_checklist"]}
		self.assertEqual(stages, STAGES)
		self.assertEqual({row["key"] for row in self.matter["stages"] if row.get("ceiling_days") == 3}, {"SL", "SC", "JD"})
		self.assertEqual(self.matter["separate_duties"], 1)

	def test_actions_and_who_takes_them(self):
		names = {key: state for key, state, _stage, _actions in FLOW}
		wanted = {(names[key], action, names[to], role) for key, _s, _g, actions in FLOW for action, to, roles in actions for role in roles.split()}
		wanted |= {(names[key], "撤回", "已撤回", role) for key in WITHDRAWN_FROM for role in ("申请人", "受理人")}
		found = [(row["state"], row["action"], row["next_state"], row["allowed"]) for row in self.workflow["transitions"]]
		self.assertEqual(len(found), len(set(found)))
		self.assertEqual(set(found), wanted)
		rows = {(names[row["from_state"]], row["action"], names[row["to_state"]]) for row in self.matter["actions"]}
		self.assertEqual(rows, {row[:3] for row in wanted})

	def test_lists_decisions_and_documents_of_actions(self):
		by_key = {row["key"]: row for row in self.matter["actions"]}
		needs_items = {row["key"] for row in self.matter["actions"] if row.get("needs_items")}
		self.assertEqual(needs_items, {"prereview_reject", "request_correction", "send_to_applicant"})
		self.assertEqual([row["key"] for row in self.matter["actions"] if row.get("decision")], ["approve"], "审核驳回 is no decision")
		self.assertEqual(by_key["accept"]["document"], "acceptance")
		self.assertEqual(by_key["conclude"]["document"], "review_form")
		self.assertEqual({row["key"] for row in self.matter["documents"] if row.get("staff_only")}, {"review_form", "archive_index"})
		self.assertEqual({row["key"]: row["title"] for row in self.matter["documents"]}, DOCUMENTS)

	def test_materials(self):
		found = [(row["code"], row["required"], row.get("only_if"), row.get("original_text")) for row in self.matter["materials"]]
		self.assertEqual(found, MATERIALS)
		self.assertIn("抵押合同双方", self.matter["materials"][1]["title"], "全同 is a slip of the scan")

	def test_the_chart_has_fourteen_points_and_ten_measures_word_for_word(self):
		stages = [(row["stage"], row["title"], row["level"], row["responsible_text"]) for row in self.chart["stages"]]
		self.assertEqual(stages, LEVELS)
		wanted = [(f"DY-{stage}-{number}", text) for stage, texts in POINTS.items() for number, text in enumerate(texts, 1)]
		self.assertEqual([row["code"] for row in self.chart["points"]], [code for code, _text in wanted])
		for row, (_code, text) in zip(self.chart["points"], wanted, strict=True):
			# Where the scan lost the dot behind the number, the number is part of the bureau's words.
			self.assertEqual(row["original_text"], text[2:] if text[1] == "." else text)
			self.assertEqual(row["text"], text[1:].lstrip("."))
			self.assertTrue(row["question"].endswith("？"))
			self.assertEqual(row["level"], dict((stage, level) for stage, _t, level, _r in LEVELS)[row["stage"]])
		measures = [(row["stage"], f"{row['number']}.{row['original_text']}") for row in self.chart["measures"]]
		self.assertEqual(measures, [(stage, text) for stage, texts in MEASURES.items() for text in texts])
		self.assertEqual((len(self.chart["points"]), len(self.chart["measures"])), (14, 10))
