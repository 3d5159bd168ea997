"""抽奖结果登记: who won what, entered after the draw of a filing that was agreed to and closed.

令32 art. 19 has the organiser keep winners' records for two years, art. 13 publish winners of more than 500 yuan at an
on-site draw at once (both 依据待确认). Winners' names are stored masked, and a record once written stays.
"""

from collections import Counter

import frappe
from frappe.utils import add_days, cint, get_datetime, getdate, now_datetime

from gaoping_regulation.casework import prize
from gaoping_regulation.engine import cases, events, registry
from gaoping_regulation.engine.actors import is_own_case, roles_of
from gaoping_regulation.engine.casting import CONTROLS, parse_object
from gaoping_regulation.engine.errors import StateLocked, TransitionRefused, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.masking import mask_name

FILING, RESULT = "Prize Promotion Filing", "Prize Result"
PUBLISH_VALUE, REMINDER_DAYS, MOST_ROWS = 500, 30, 500
REGISTERED, REMINDED = "抽奖结果登记", "抽奖结果登记提醒"


@frappe.whitelist(methods=["POST"])
def enter(case: str, values: str | dict) -> dict:
	"""An officer of the matter enters the result that the organiser handed in on paper."""
	doc = cases.get_case(case, for_update=True)
	doc.check_permission("read")
	version = registry.version_of(doc)
	roles = {role for state in version.states for role in version.officers_of(state)}
	if not roles & roles_of(frappe.session.user):
		refuse("抽奖结果由申请人或者本事项的办理人员登记，您没有该角色。", StateLocked)
	return register(doc, parse_object(values, "values"))


def register(doc, values: dict) -> dict:
	"""Write one record of results; later winners are further records. Returns what `summary` tells.

	Args:
		doc: the filing, read for update; that the caller may do this is his to check
		values: {"winners": [{"winner", "grade", "won_on", "claimed"}], "published": 0/1, "remark": text}

	Raises TransitionRefused before the end of the case or the draw, FormErrors for what is wrong in the values.
	"""
	require_open(doc)
	winners = values.get("winners") or []
	if not isinstance(winners, list) or not all(isinstance(row, dict) for row in winners) or len(winners) > MOST_ROWS:
		raise_form_errors([form_error("winners", f"“中奖情况”应为若干行，每次最多 {MOST_ROWS} 行，请重新填写。")])
	rows, problems = read_rows(doc, winners)
	remark = CONTROLS.sub("", str(values.get("remark") or "")).strip()[:1000]
	if not rows and not problems and not remark:
		problems.append(form_error("remark", "没有人中奖的，请在“说明”中写明情况。"))
	published = cint(values.get("published"))
	limit = setting("prize_publish_value", PUBLISH_VALUE)
	if doc.on_site_draw and not published and any(prize.amount(row["unit_value"]) > limit for row in rows):
		text = f"现场即时开奖、奖品价值超过 {limit} 元的中奖情况须随时公布：{prize.DISCLOSURE_CLAUSE}（依据待确认）。请公布后勾选。"
		problems.append(form_error("published", text))
	raise_form_errors(problems)
	write(doc, rows, published, remark)
	return summary(doc)


def require_open(doc) -> None:
	if doc.doctype != FILING or not doc.closed_on or doc.decision != "准予":
		refuse("同意备案并办结以后，才能登记抽奖结果。", TransitionRefused)
	if get_datetime(doc.draw_time) > now_datetime():
		refuse(f"开奖时间为 {str(doc.draw_time)[:16]}，开奖以后才能登记抽奖结果。", TransitionRefused)


def read_rows(doc, winners: list[dict]) -> tuple[list[dict], list[dict]]:
	"""The rows as they are stored, names masked, and what is wrong with them."""
	prizes = {row.grade: row for row in doc.prizes}
	rows, problems = [], []
	for number, given in enumerate(winners, 1):
		row, wrong = read_row(doc, given, prizes)
		rows.append(row)
		problems += [form_error(field, text, "winners", number) for field, text in wrong]
	return rows, problems or too_many(doc, rows, prizes)


def read_row(doc, given: dict, prizes: dict) -> tuple[dict, list[tuple[str, str]]]:
	name = CONTROLS.sub("", str(given.get("winner") or "")).strip()
	grade, wrong = str(given.get("grade") or "").strip(), []
	if not name or len(name) > 80:
		wrong.append(("winner", "请填写中奖者姓名（不超过80字，保存时自动隐去）。"))
	if grade not in prizes:
		wrong.append(("grade", f"备案的奖项中没有“{grade[:40]}”，请从{'、'.join(prizes)}中选择。"))
	day = read_day(given.get("won_on"))
	if day is None or not getdate(doc.activity_start) <= day <= getdate():
		wrong.append(("won_on", f"中奖日期应在活动开始（{getdate(doc.activity_start)}）至今天之间，请核对。"))
	won = prizes.get(grade)
	return {
		"winner": mask_name(name),
		"grade": grade,
		"prize_name": won.prize_name if won else "",
		"unit_value": won.unit_value if won else 0,
		"won_on": day,
		"claimed": cint(given.get("claimed")),
	}, wrong


def read_day(value):
	try:
		return getdate(str(value)) if value else None
	except Exception:
		return None


def too_many(doc, rows: list[dict], prizes: dict) -> list[dict]:
	"""No more winners of a grade than the filing has prizes of it, earlier records counted."""
	won = Counter(row["grade"] for row in rows)
	for record in records(doc):
		won.update(row.grade for row in record.winners)
	return [
		form_error("winners", f"“{grade}”备案 {prizes[grade].quantity} 份，登记的中奖者有 {count} 人，请核对。")
		for grade, count in won.items()
		if grade in prizes and prizes[grade].quantity and count > prizes[grade].quantity
	]


def write(doc, rows: list[dict], published: int, remark: str) -> None:
	record = frappe.new_doc(RESULT)
	record.update(
		{
			"matter": doc.matter,
			"case_doctype": doc.doctype,
			"case_name": doc.name,
			"case_no": doc.case_no,
			"applicant_name": doc.applicant_name,
			"activity_name": doc.activity_name,
			"published": published,
			"remark": remark,
			"winners": rows,
			"registered_on": now_datetime(),
			"registered_by": frappe.session.user,
		}
	)
	record.flags.by_engine = True
	record.insert(ignore_permissions=True)
	claimed = sum(row["claimed"] for row in rows)
	by = "申请人" if is_own_case(doc, frappe.session.user) else "工作人员"
	events.record(doc, REGISTERED, 中奖人数=len(rows), 已兑奖=claimed, 登记人=by)


def records(doc) -> list:
	names = frappe.get_all(RESULT, {"case_name": doc.name}, pluck="name", order_by="creation asc", ignore_permissions=True)
	return [frappe.get_doc(RESULT, name) for name in names]


def summary(doc) -> dict | None:
	"""What the case's page shows of the results, or None while there can be none."""
	if not doc.closed_on or doc.decision != "准予":
		return None
	return {
		"open": int(get_datetime(doc.draw_time) <= now_datetime()),
		"draw_time": str(doc.draw_time)[:16],
		"grades": [row.grade for row in doc.prizes],
		"must_publish": int(doc.on_site_draw or 0),
		"publish_value": setting("prize_publish_value", PUBLISH_VALUE),
		"records": [as_dict(record) for record in records(doc)],
	}


def as_dict(record) -> dict:
	fields = ("winner", "grade", "prize_name", "won_on", "claimed")
	return {
		"registered_on": str(record.registered_on)[:16],
		"remark": record.remark or "",
		"winners": [{field: str(row.get(field) or "") for field in fields} for row in record.winners],
	}


def remind() -> None:
	"""Daily: once for each agreed filing whose activity ended so many days ago (setting) without a result."""
	last = add_days(getdate(), -setting("prize_result_days", REMINDER_DAYS))
	filters = {"decision": "准予", "closed_on": ("is", "set"), "activity_end": ("<", str(last))}
	for name in frappe.get_all(FILING, filters, pluck="name"):
		known = {"case_name": name}
		if frappe.db.exists(RESULT, known) or frappe.db.exists("Case Event", {**known, "kind": REMINDED}):
			continue
		doc = frappe.get_doc(FILING, name)
		events.record(doc, REMINDED, 活动结束=str(doc.activity_end)[:16], 说明="尚未登记抽奖结果")
		frappe.db.commit()


def setting(field: str, default: int) -> int:
	return int(frappe.get_cached_doc("Regulation Settings").get(field) or default)
