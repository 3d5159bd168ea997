"""Writes `docs/权限.md` from a site: who may do what, in Chinese; the same site gives the same bytes.

Run on the served site: `env/bin/python -m tests.access_matrix [SITE]`.
"""

import os
import sys
from pathlib import Path

from tests.access_rules import (
	MANAGER,
	RIGHTS,
	core_doctypes,
	editor,
	frappe,
	matters,
	our_doctypes,
	portal_methods,
	rights,
	roles,
	roles_of,
	rules,
	takers,
)

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "权限.md"
KINDS = {"officer": "工作人员", "applicant": "申请人或录入人本人", "system": "系统"}
ACTIONS_WITH = {"needs_reason": "写明理由", "needs_materials": "材料齐全"}


def document() -> str:
	"""The whole page, in Chinese; the same site gives the same bytes."""
	parts = [
		"# 权限",
		"本页由系统按实际配置生成（`tests/access_matrix.py`），测试逐格以真实账号验证。改了权限或流程，请重新生成并审阅差异。",
		*on_doctypes(),
		*on_core(),
		*[part for version in matters() for part in on_matter(version)],
		*on_portal(),
		*on_hidden_fields(),
		*on_fence(),
	]
	return "\n\n".join(parts) + "\n"


def title_of(doctype: str) -> str:
	title = frappe()._(doctype)
	return f"{title}（{doctype}）" if title != doctype else doctype


def table(head: list[str], rows: list[list[str]]) -> str:
	lines = [head, ["---"] * len(head), *rows]
	return "\n".join("| " + " | ".join(cell or "" for cell in line) + " |" for line in lines)


def words(found: list[str]) -> str:
	return "、".join(RIGHTS[right] for right in found)


def on_doctypes() -> list[str]:
	names = roles()
	rows = []
	for doctype in our_doctypes():
		by_right: dict[str, list[str]] = {}
		for role in (*names.values(), MANAGER, "All"):
			if text := words(rights(doctype, role)):
				by_right.setdefault(text, []).append("全部账号" if role == "All" else role)
		rows.append([title_of(doctype), "<br>".join(f"{'、'.join(who)}：{text}" for text, who in by_right.items())])
	return [
		"## 一、角色与本系统的单据",
		"“看”不等于看全部：办件提交前只有本人看得到；提交后，有该事项角色的工作人员可看，申请人只看自己的。"
		"办件的留痕、检查表、文书、补正告知、送达回证随办件：看不到该事项办件的人也看不到它们。"
		"“改”不等于随时可改：办件按第三部分的状态和角色，其余按业务管理员的范围（第六部分）。没有列出的角色没有权限。",
		table(["单据", "角色：权限"], rows),
		"表格（子表）随所属单据，不能单独查看、增改、删除。",
	]


def on_core() -> list[str]:
	rows = []
	for doctype in core_doctypes():
		for role in roles().values():
			if text := words(rights(doctype, role)):
				rows.append([title_of(doctype), role, text])
	return ["## 二、角色与框架的单据", "只有业务管理员有，且限于第六部分的范围。", table(["单据", "角色", "权限"], rows)]


def by_whom(action: dict) -> str:
	return KINDS[action["kind"]] + ("，或有角色的工作人员" if action.get("officer_too") else "")


def on_matter(version) -> list[str]:
	names = roles()
	rows, edits = [], []
	for state in version.states.values():
		who = editor(version, state)
		text = "申请人或录入人本人：申请内容" if who == "applicant" else f"{names[who]}：材料核对意见、办理字段" if who in names else "无"
		edits.append([state["state"], "是" if state.get("is_final") else "", text])
		for action in (row for row in version.actions if row["from_state"] == state["key"]):
			taken = takers(version, state["key"], action)
			stage = version.stages.get(state["stage"], {})
			target = version.states[action["to_state"]]
			leaves = action["kind"] == "officer" and target["stage"] != state["stage"]
			needs = ["本环节检查表已由本人签字"] if leaves and stage.get("has_checklist") else []
			needs += [text for key, text in ACTIONS_WITH.items() if action.get(key)]
			cells = ["✓" if key in taken else "" for key in roles_of(version)]
			rows.append([state["state"], action["action"], target["state"], by_whom(action), *cells, "、".join(needs)])
	head = ["状态", "动作", "到达", "由谁", *[names[key] for key in roles_of(version)], "条件"]
	rest = "、".join(name for key, name in names.items() if key not in roles_of(version))
	return [
		f"## 三、{version.title}（{version.code}）：角色 × 状态 × 动作",
		f"没有办理动作的角色：{rest}。任何人不得办理本人申请、录入或委托的办件。",
		table(head, rows),
		f"### {version.title}：各状态谁可修改内容",
		table(["状态", "终态", "可修改"], edits),
	]


def on_portal() -> list[str]:
	from gaoping_regulation.portal import allowlist

	rows = [[f"`{name}`", "任何人" if guest else "登录后，限本人办件", "、".join(verbs)] for name, guest, verbs in portal_methods()]
	return [
		"## 四、未登录者和申请人可用的接口和页面",
		"只有下列接口和页面；框架的其他接口（`/api/resource`、`frappe.*`、`/api/v2`、`run_doc_method` 等）一律拒绝。"
		f"接口前缀 `{allowlist.PORTAL_MODULE}.`。",
		table(["接口", "谁可用", "方法"], rows),
		"登录相关：" + "、".join(f"`{name}`" for name in sorted(allowlist.GUEST_METHODS)) + "。",
		"页面（网址的正则表达式）：",
		f"```\n{allowlist.PAGES.pattern}\n```",
		f"登录后另有本人办件的文件：`{allowlist.APPLICANT_FILES.pattern}`。",
	]


def on_hidden_fields() -> list[str]:
	rows = []
	for doctype in (*our_doctypes(), *our_doctypes(tables=True)):
		hidden = [df.label or df.fieldname for df in frappe().get_meta(doctype).fields if df.permlevel]
		readers = sorted({row.role for row in rules(doctype) if row.permlevel and row.read})
		if hidden:
			rows.append([title_of(doctype), "、".join(hidden), "、".join(readers) or "无"])
	return ["## 五、任何角色都不能直接看的字段", "完整证件号只能逐次说明理由查看，并留痕。", table(["单据", "字段", "可看的角色"], rows)]


def on_fence() -> list[str]:
	return [
		"## 六、业务管理员的范围",
		"- 只能自定义行政事项的单据及其表格；系统字段、证件号字段和完整性属性不能改，必填字段不能直接新增。\n"
		"- 工作流：只用本系统的办理角色，条件只能比较本单据的字段；运行中的状态、动作、模板、事项不能改名或删除。\n"
		"- 打印模板：只显示 doc 的值，不能调用函数、查询数据库、引用外部内容或运行脚本。\n"
		"- 事项：单据、工作流、检查表、终态、动作的作出者和决定不能改；防控图的原文不能删改。\n"
		"- 工作人员账号：只能通过专用接口增加、调整角色、停用；不能动本人、系统管理员、业务管理员、纪检监察和申请人，"
		"也不能授予这些角色；初始密码只显示一次，首次登录必须修改；每一步留痕。",
	]


def main(site: str) -> None:
	os.chdir(ROOT / "sites")
	import frappe
	from gaoping_regulation import compat

	frappe.init(site=site, sites_path=str(ROOT / "sites"))
	frappe.connect()
	compat.apply()
	frappe.local.lang = "zh"
	TARGET.write_text(document())
	print(TARGET.relative_to(ROOT))
	frappe.destroy()


if __name__ == "__main__":
	main(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("GAOPING_SITE", "gaoping.localhost"))
