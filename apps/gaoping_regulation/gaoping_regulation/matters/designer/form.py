"""The designer's page as a list of fields, drawn by the same form as the counter's entry."""

import json
from functools import lru_cache
from pathlib import Path

FIELD_KINDS = {
	"单行文字": "Data",
	"多行文字": "Small Text",
	"整数": "Int",
	"小数": "Float",
	"金额": "Currency",
	"日期": "Date",
	"选择": "Select",
	"勾选": "Check",
	"电话": "Phone",
}
LEVELS = ["低", "中", "高"]
STAGES = {"SL": "受理", "SC": "审查", "JD": "决定", "SD": "送达"}
STEPS = ("一、名称与依据", "二、申请表", "三、流程与时限", "四、申请材料", "五、风险防控图", "六、结果文书")


@lru_cache(maxsize=1)
def patterns() -> dict:
	"""The ways that a new matter may run, and the documents that all of them issue."""
	return json.loads((Path(__file__).parent / "patterns.json").read_text())


def pattern(title: str) -> dict | None:
	return next((row for row in patterns()["patterns"] if row["title"] == title), None)


def field(step: int, fieldname: str, label: str, fieldtype: str = "Data", **more) -> dict:
	blank = {"options": [], "reqd": 0, "description": "", "default": "", "depends_on": "", "mandatory_depends_on": "", "length": 0, "columns": []}
	return {**blank, "fieldname": fieldname, "label": label, "fieldtype": fieldtype, "section": STEPS[step - 1], **more}


def column(fieldname: str, label: str, fieldtype: str = "Data", **more) -> dict:
	return field(1, fieldname, label, fieldtype, **more)


def fields() -> list[dict]:
	"""The six steps of the page."""
	titles = [row["title"] for row in patterns()["patterns"]]
	full = f"eval:doc.pattern=='{titles[1]}'"
	return [
		field(1, "title", "事项名称", reqd=1, description="如：某某登记、某某备案"),
		field(1, "code", "事项代码", reqd=1, description="2至4位大写字母或数字，不含I、O、S、V、Z；用在办件编号中，由名称拟出，可改"),
		field(1, "new_doctype", "单据英文名", reqd=1, description="系统内部使用，由名称拟出，可改；建立后不能改"),
		field(1, "audience", "办理对象", "Small Text"),
		field(1, "legal_basis", "依据", "Small Text", description="写明法律法规的条款；未核实的，办事指南上显示“依据待确认”"),
		field(1, "service_phone", "服务电话", reqd=1),
		field(1, "supervision_phone", "监督电话", reqd=1, description="两个电话印在办事指南上，没有电话的指南不能公开"),
		field(2, "form_fields", "申请表字段", "Table", description="申请人、证件、电话、住所、代理人每个事项都有，不必再加", columns=[
			column("label", "名称", reqd=1),
			column("kind", "类型", "Select", options=list(FIELD_KINDS), default="单行文字"),
			column("options", "选项", description="类型为“选择”时填写，用顿号分隔"),
			column("required", "必填", "Check"),
			column("personal", "含个人信息", "Check", description="保存期限到期时清除"),
		]),
		field(3, "pattern", "办理流程", "Select", options=titles, default=titles[0], reqd=1),
		field(3, "limit_SL", "受理时限（工作日）", "Int", default="1", depends_on=full),
		field(3, "limit_SC", "审查时限（工作日）", "Int", default="3"),
		field(3, "limit_JD", "决定时限（工作日）", "Int", default="2"),
		field(3, "limit_SD", "送达时限（工作日）", "Int", default="3"),
		field(3, "separate_duties", "受理、审查、决定不得同一人", "Check", default="1"),
		field(4, "materials", "申请材料", "Table", columns=[
			column("title", "材料名称", reqd=1),
			column("required", "必交", "Check", default=1),
			column("needs_signature", "须本人签名", "Check"),
			column("help", "填报说明"),
		]),
		field(5, "points", "风险点", "Table", description="每个有检查表的环节至少一条；检查问题显示在经办人的检查表上", columns=[
			column("stage", "环节", "Select", options=list(STAGES.values()), default="审查"),
			column("original_text", "风险点", reqd=1),
			column("level", "等级", "Select", options=LEVELS, default="中"),
			column("question", "检查问题"),
		]),
		field(5, "measures", "防控措施", "Table", columns=[
			column("stage", "环节", "Select", options=list(STAGES.values()), default="审查"),
			column("original_text", "防控措施", reqd=1),
		]),
		field(6, "result_title", "结果文书名称", reqd=1, description="准予后发给申请人的证或书，如：某某登记证"),
		field(6, "mark", "文号用字", reqd=1, description="一至三个字，如“广”：文号为 高市监（广）字〔年份〕第0001号", length=3),
		field(6, "valid_years", "有效年数", "Int", description="长期有效的留空"),
		field(6, "is_public", "在公开登记簿中公开", "Check", default="1"),
	]
