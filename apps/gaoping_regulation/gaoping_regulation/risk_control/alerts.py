"""Risk Alerts: what a detector, a checklist or a person found, and what becomes of it.

待核 → 属实 / 误报 (by 纪检监察) → 申诉 (by the officer concerned, once) → 已办结 with the measures taken. Whoever acts in
the matter reviews none of its alerts (design 9 of the chart: 加强纪检监察; never the officer's own line).
"""

import json

import frappe
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import clock, events, registry, rows
from gaoping_regulation.engine.access import role_name
from gaoping_regulation.engine.actors import roles_of
from gaoping_regulation.engine.errors import CaseError, SelfHandling, StateLocked, refuse, to_json
from gaoping_regulation.engine.masking import sha256
from gaoping_regulation.risk_control import officers

ALERT = "Risk Alert"
PENDING, CONFIRMED, FALSE, APPEALED, CLOSED = "待核", "属实", "误报", "申诉", "已办结"
VERDICTS = (CONFIRMED, FALSE)
LEVELS = ("低", "中", "高")
# Working days for 纪检监察 to look into an alert, by its level (依据待确认: the charts name none).
REVIEW_DAYS = {"高": 3, "中": 5, "低": 10}


def raise_alert(
	rule: str,
	summary: str,
	evidence: dict,
	*,
	title: str | None = None,
	doc=None,
	officer: str | None = None,
	points: tuple[str, ...] | list[str] = (),
	level: str | None = None,
	stage: str | None = None,
	key: str = "",
	observed: bool = False,
) -> str | None:
	"""Put an alert on record, once for the same finding; returns its name, None if it is known already.

	Args:
		rule: the detector's key
		summary: what was found, in one sentence
		evidence: values that prove it; never a full ID number
		doc: the case concerned
		officer: the user concerned
		points: risk points (codes of the chart)
		level: 低, 中, 高; the highest of the points' in the chart if left out
		stage: the case's stage then (its title)
		key: tells findings of one rule about one case apart
		observed: the rule only watches: kept and counted, nobody is told
	"""
	identity = sha256("\n".join((rule, doc.name if doc else "", officer or "", key)).encode())[:40]
	if frappe.db.exists(ALERT, {"identity_key": identity}):
		return None
	level = level or level_of(doc, points)
	now = now_datetime()
	record = {
		"rule": rule,
		"rule_title": title or frappe.db.get_value("Detection Rule", rule, "title") or rule,
		"level": level,
		"status": PENDING,
		"observed": int(observed),
		"point": next(iter(points), None),
		"points": "、".join(points),
		"raised_on": now,
		"due_on": clock.due(now, REVIEW_DAYS[level]),
		"matter": doc.matter if doc else None,
		"case_no": doc.case_no if doc else None,
		"stage": stage,
		"case_doctype": doc.doctype if doc else None,
		"case_name": doc.name if doc else None,
		"officer": officer,
		"officer_name": events.full_name(officer) if officer else None,
		"summary": summary[:1000],
		"evidence": json.dumps(evidence, ensure_ascii=False, indent=1, sort_keys=True, default=str),
		"identity_key": identity,
	}
	try:
		(name,) = rows.insert(ALERT, [record])
	except frappe.db.IntegrityError:
		# Found by two jobs at once.
		return None
	if not observed:
		append("发出预警", name, record, 规则=record["rule_title"], 风险点=record["points"], 等级=level)
		tell(officer, name, f"风险预警（{level}）：{record['rule_title']}。{summary}")
		tell_all(inspectors(), name, f"待核预警（{level}）：{record['rule_title']} {record['case_no'] or ''}")
	return name


def level_of(doc, points) -> str:
	"""The highest level that the chart gives the points."""
	chart = registry.version_of(doc).chart if doc else {}
	found = [row["level"] for row in chart.get("points", []) if row["code"] in points]
	return max(found, key=LEVELS.index, default="中")


def append(kind: str, alert: str, about: dict, **content) -> None:
	"""An alert's events are no part of the case's own trail, which all its officers read: those who watch see them."""
	events.append(kind, {"预警": alert, "办件编号": about.get("case_no") or "", **content})


def inspectors() -> list[str]:
	return holders("inspector")


def holders(*keys: str) -> list[str]:
	"""The enabled accounts that hold one of the roles, by the roles' keys."""
	return [user.name for user in officers.having([role_name(key) for key in keys])]


def tell(user: str | None, alert: str, text: str) -> None:
	"""A line about an alert in the Desk's bell of an officer."""
	tell_of(user, ALERT, alert, text)


def tell_of(user: str | None, doctype: str, name: str, text: str, once: bool = False) -> None:
	"""A line in the Desk's bell of an officer, about any record; `once`: not again in the same words."""
	if not user or user in frappe.STANDARD_USERS or not frappe.db.exists("User", user):
		return
	about = {"for_user": user, "document_type": doctype, "document_name": name, "subject": text[:400]}
	if once and frappe.db.exists("Notification Log", about):
		return
	line = frappe.new_doc("Notification Log")
	line.update({**about, "type": "Alert"})
	line.flags.ignore_permissions = True
	line.insert()


def tell_all(users: list[str], alert: str, text: str) -> None:
	for user in users:
		tell(user, alert, text)


def locked(alert: str, *statuses: str):
	"""The alert, read for update, in one of the statuses; raises CaseError."""
	if not frappe.db.exists(ALERT, alert):
		refuse("没有这条预警，请刷新页面后重试。", frappe.DoesNotExistError)
	doc = frappe.get_doc(ALERT, alert, for_update=True)
	if doc.status not in statuses:
		refuse(f"预警已是“{doc.status}”，不能再这样处理。请刷新页面。", CaseError)
	return doc


def write(doc, kind: str, **content) -> None:
	doc.flags.by_engine = True
	doc.save(ignore_permissions=True)
	append(kind, doc.name, doc.as_dict(), 规则=doc.rule_title, **content)


def require_text(text: str | None, what: str) -> str:
	if not (text or "").strip():
		refuse(f"请写明{what}。", CaseError)
	return text.strip()[:2000]


def require_reviewer(doc) -> None:
	"""纪检监察 alone reviews, and nobody whom the alert concerns or who acts in its matter."""
	user = frappe.session.user
	roles = roles_of(user)
	if role_name("inspector") not in roles:
		refuse("预警由纪检监察核查，您没有该角色。", StateLocked)
	version = registry.latest_version(doc.matter) if doc.matter else None
	line = {role for state in version.states for role in version.officers_of(state)} if version else set()
	if user == doc.officer or roles & line:
		refuse("您是预警涉及人员或本事项的经办人员，不能核查本预警。请由其他纪检监察人员核查。", SelfHandling)


def state(alert: str, text: str):
	"""The officer concerned explains himself, while the alert is not closed."""
	doc = locked(alert, PENDING, CONFIRMED, FALSE, APPEALED)
	require_concerned(doc)
	doc.statement, doc.stated_on = require_text(text, "说明"), now_datetime()
	write(doc, "预警说明")
	return doc


def require_concerned(doc) -> None:
	if frappe.session.user != doc.officer:
		refuse("只有预警涉及的人员本人可以说明或申诉。", StateLocked)


def review(alert: str, verdict: str, remark: str):
	"""纪检监察 finds the alert 属实 or 误报, with what was looked at."""
	doc = locked(alert, PENDING, APPEALED)
	require_reviewer(doc)
	if verdict not in VERDICTS:
		refuse("请选择核查结论：属实或者误报。", CaseError)
	if doc.status == APPEALED and doc.reviewed_by == frappe.session.user and len(inspectors()) > 1:
		refuse("申诉须由原核查人以外的纪检监察人员复核。", SelfHandling)
	doc.verdict, doc.verdict_remark = verdict, require_text(remark, "核查情况")
	doc.status, doc.reviewed_by, doc.reviewed_on = verdict, frappe.session.user, now_datetime()
	write(doc, "核查预警", 结论=verdict)
	tell(doc.officer, doc.name, f"预警核查结论：{verdict}（{doc.rule_title}）")
	return doc


def appeal(alert: str, reason: str):
	"""The officer concerned appeals against 属实, once."""
	doc = locked(alert, CONFIRMED)
	require_concerned(doc)
	if doc.appealed_on:
		refuse("本预警已申诉过一次，不能再申诉。可以向纪检监察机构反映。", CaseError)
	doc.appeal, doc.appealed_on, doc.status = require_text(reason, "申诉理由"), now_datetime(), APPEALED
	write(doc, "预警申诉")
	tell_all(inspectors(), doc.name, f"预警申诉待复核：{doc.rule_title}")
	return doc


def close(alert: str, measures: str):
	"""纪检监察 closes a reviewed alert with the measures that were taken."""
	doc = locked(alert, CONFIRMED, FALSE)
	require_reviewer(doc)
	doc.measures_taken = require_text(measures, "处理措施")
	doc.closed_by, doc.closed_on, doc.status = frappe.session.user, now_datetime(), CLOSED
	write(doc, "预警办结", 结论=doc.verdict)
	return doc


def false_rate(rule: str) -> dict:
	"""{"reviewed", "false"} of a rule; the rate is the caller's to show, with how many it rests on."""
	found = frappe.get_all(ALERT, {"rule": rule, "verdict": ("in", VERDICTS)}, pluck="verdict")
	return {"reviewed": len(found), "false": found.count(FALSE)}


def overdue(today=None) -> list:
	"""Alerts that 纪检监察 has not reviewed in time."""
	filters = {"status": ("in", (PENDING, APPEALED)), "observed": 0, "due_on": ("<", today or getdate())}
	return frappe.get_all(ALERT, filters, ["name", "rule_title", "level", "due_on"])


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook on Risk Alert: those who watch see all, an officer what is about himself and in force."""
	user = user or frappe.session.user
	if doc.is_new() or watches(user):
		return None
	return None if doc.officer == user and not doc.observed else False


def query_condition(user: str | None = None) -> str:
	user = user or frappe.session.user
	if watches(user):
		return ""
	return f"(`tabRisk Alert`.`officer` = {frappe.db.escape(user)} and `tabRisk Alert`.`observed` = 0)"


def watches(user: str) -> bool:
	names = {role_name("inspector"), role_name("deputy_director"), "System Manager"}
	return user == "Administrator" or bool(names & set(frappe.get_roles(user)))


def evidence_digest(evidence: dict) -> str:
	"""Tells two findings apart by what proves them."""
	return sha256(to_json(evidence).encode())[:12]
