"""待核实事项 (issue 4.5, domain 0): what nobody has verified yet, matter by matter, with the place where it is decided.

All of it is read from the configuration, so an answer takes its line away. Only whether the bureau still handles a
matter stays listed once decided: with what was decided, on which paper, by whom and when.
"""

from collections.abc import Iterator
from urllib.parse import quote

import frappe

from gaoping_regulation.engine.events import full_name
from gaoping_regulation.matters import guide
from gaoping_regulation.portal.forms import unverified

MATTER = "Administrative Matter"
OPEN, DECIDED = "待核实", "已确认"
# What the seeds write into a text, and whoever fills one in without its source.
MARK = "待确认"
ADMINISTRATOR, MANAGER = "业务管理员", "系统管理员"
TEXTS = ("Data", "Small Text", "Text")


def rows() -> list[dict]:
	"""Every question, by matter: list of {"matter", "question", "detail", "state", "who", "where", "route"}."""
	codes = frappe.get_all(MATTER, pluck="name", order_by="sort_order asc, name asc")
	return [{"matter": doc.title, **row} for doc in (frappe.get_doc(MATTER, code) for code in codes) for row in of(doc)]


def of(doc) -> Iterator[dict]:
	"""One matter's questions."""
	form = f"/app/administrative-matter/{quote(doc.name)}"
	yield decision(doc, form)
	if not doc.legal_basis_confirmed:
		yield line("办理依据", "没有核对原文，办事指南显示“依据待确认”", "核对后勾选“依据已确认”", form)
	if missing := guide.blank_phones(doc):
		yield line("、".join(missing), "没有填写，办事指南显示“待公布”；取消公开后须填齐才能再公开", "在“办事指南”页填写", form)
	if labels := marked(doc):
		yield line("办事指南的文字", f"{'、'.join(labels)}中写有“{MARK}”", "核对后改写", form)
	if stages := [row.title for row in doc.stages if MARK in (row.limit_basis or "")]:
		yield line("时限的依据", "、".join(stages), "起草修改，改写“时限依据”，经批准发布", form)
	if not doc.retention_confirmed:
		yield line("保存期限", f"办结后保存 {doc.retention_years} 年，没有经档案部门确认", "确认后勾选，才自动清理", form, MANAGER)
	yield from catalogues(doc)


def line(question: str, detail: str, where: str, route: str, who: str = ADMINISTRATOR, state: str = OPEN) -> dict:
	return {"question": question, "detail": detail, "state": state, "who": who, "where": where, "route": route}


def decision(doc, form: str) -> dict:
	"""Whether the bureau handles the matter: asked for, or as decided."""
	if not doc.status_confirmed:
		detail = doc.open_question or "没有核对本局公布的职权清单"
		return line("是否由本局办理", detail, f"选定“事项状态”（现为{doc.status}），勾选“是否办理已确认”", form)
	return line("是否由本局办理", f"{doc.status}；依据：{doc.status_basis}", confirmed_by(doc.name), form, state=DECIDED)


def confirmed_by(code: str) -> str:
	"""Who confirmed a matter's status last, and when, by the record's own history."""
	found = frappe.get_all(
		"Version",
		["owner", "creation"],
		{"ref_doctype": MATTER, "docname": code, "data": ("like", '%"status_confirmed"%')},
		order_by="creation desc",
		limit=1,
	)
	return f"{full_name(found[0].owner)} {found[0].creation:%Y-%m-%d %H:%M} 确认" if found else "随配置带入"


def marked(doc) -> list[str]:
	"""The labels of the guide's texts that say of themselves that they are unconfirmed."""
	skipped = ("open_question", "status_basis")
	texts = [df for df in doc.meta.fields if df.fieldtype in TEXTS and df.fieldname not in skipped]
	return [df.label for df in texts if MARK in (doc.get(df.fieldname) or "")]


def catalogues(doc) -> Iterator[dict]:
	"""The lists that the matter's form offers, with entries that are 待核对 (器具目录)."""
	forms = [doc.ref_doctype, *(df.options for df in frappe.get_meta(doc.ref_doctype).get_table_fields())]
	links = [df for form in forms for df in frappe.get_meta(form).get_link_fields()]
	for catalogue, entries in {df.options: unverified(df) for df in links}.items():
		if entries:
			route = f"/app/{frappe.scrub(catalogue).replace('_', '-')}?verified=0"
			detail = f"{len(entries)} 条没有与目录原文核对，申请人和经办人看到“待核对”"
			yield line(frappe._(catalogue), detail, "逐条核对后勾选", route)
