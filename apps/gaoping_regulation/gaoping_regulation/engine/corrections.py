"""一次性告知: one notice that lists everything to be corrected, with its limit; the clock rests meanwhile.

优化营商环境条例 art. 36 (all at once); 行政许可法 art. 32(4) by analogy. The limit is a setting (30 days, 依据待确认).
"""

import frappe
from frappe.utils import add_days, getdate, now_datetime

from gaoping_regulation.casework import application
from gaoping_regulation.engine import documents, materials, registry
from gaoping_regulation.engine.errors import TransitionRefused, refuse

DEFAULT_DAYS = 30
WAITING, DONE, EXPIRED, ENDED = "待补正", "已补正", "逾期", "已结束"


def missing_items(doc, version: registry.Version) -> list[dict]:
	"""What the engine itself finds missing or wrong now: [{"code", "field", "text"}]."""
	titles = {row["code"]: row["title"] for row in version.materials}
	found = []
	for problem in materials.problems(doc, version) + application.problems(doc):
		label = titles.get(problem["field"]) or doc.meta.get_label(problem.get("table") or problem["field"])
		row = f"第{problem['row']}行" if problem.get("row") else ""
		found.append({"code": code_of(problem), "field": f"{label}{row}", "text": problem["message"]})
	return found


def code_of(problem: dict) -> str:
	"""Where a mistake stands in the form: a field, a material, or a table's field as `table.row.field`."""
	path = (problem["table"], str(problem["row"])) if problem.get("row") else ()
	return ".".join((*path, problem["field"]))


def unsuitable(doc) -> list[dict]:
	"""The materials that the officer marked 不合格, with his remark."""
	return [
		{"code": row.material, "field": row.title, "text": row.remark or f"“{row.title}”不合格，请重新提交。"}
		for row in doc.materials
		if row.verdict == "不合格"
	]


def parse_items(given, doc, version: registry.Version) -> list[dict]:
	"""The notice's items: what the officer lists, and all that the engine or his marks found besides.

	Raises TransitionRefused without any item, or for one without a text.
	"""
	items = []
	for row in given if isinstance(given, list) else []:
		text = str(row.get("text") or "").strip() if isinstance(row, dict) else ""
		if not text:
			refuse("补正事项须写明需要补正的内容。", TransitionRefused)
		items.append({"code": str(row.get("code") or "")[:140], "field": str(row.get("field") or "")[:140], "text": text[:1000]})
	listed = {item["code"] for item in items if item["code"]}
	items += [item for item in unsuitable(doc) + missing_items(doc, version) if item["code"] not in listed]
	if not items:
		refuse("请列出需要补正的事项：勾选材料或写明内容，一次性全部告知。", TransitionRefused)
	return items


def give_notice(doc, version: registry.Version, kind: str, given) -> object:
	"""Create the notice and its document; returns the Correction Notice."""
	items = parse_items(given, doc, version)
	days = frappe.get_cached_doc("Regulation Settings").correction_days or DEFAULT_DAYS
	notice = frappe.new_doc("Correction Notice")
	notice.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"sent_on": now_datetime(),
			"due_on": add_days(getdate(), days),
			"officer": frappe.session.user,
			"status": WAITING,
			"items": items,
		}
	)
	extra = {"correction_items": items, "correction_due": str(notice.due_on)}
	notice.document = documents.issue(doc, version, kind, extra).name
	write(notice)
	return notice


def write(notice) -> None:
	notice.flags.by_engine = True
	notice.flags.ignore_permissions = True
	notice.save()


def answered_by(action: dict, version: registry.Version) -> str:
	"""What becomes of the open notices by an action that no officer takes: answered, run out, or ended by 撤回."""
	if action["kind"] == "system":
		return EXPIRED
	return ENDED if version.states[action["to_state"]].get("is_final") else DONE


def close_notices(doc, status: str) -> None:
	"""Give the case's open notices their last status."""
	for name in frappe.get_all("Correction Notice", {"case_name": doc.name, "status": WAITING}, pluck="name"):
		notice = frappe.get_doc("Correction Notice", name)
		notice.status = status
		write(notice)
