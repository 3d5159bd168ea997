"""Staff API of the checklists (contract: `risk_control.api`)."""

import frappe

from gaoping_regulation.engine import checklist as engine
from gaoping_regulation.engine.cases import get_case
from gaoping_regulation.engine.errors import ChecklistError, refuse
from gaoping_regulation.portal import uploads
from gaoping_regulation.risk_control import alerts

SHOWN = ("name", "case_no", "stage", "stage_title", "level", "status", "opened_on", "due_on", "signed_by", "signed_on")
ITEM = ("point", "text", "level", "question", "measures", "pre_answer", "evidence", "result", "remark", "attachment")


@frappe.whitelist(methods=["GET", "POST"])
def checklist(case: str) -> dict:
	"""The checklist of the stage a case is in, with its items and what the machine can answer by itself."""
	doc = get_case(case)
	doc.check_permission("read")
	found = engine.current(doc, doc.stage)
	if found is None:
		refuse(f"办件在“{doc.workflow_state}”状态，本环节没有检查表。", ChecklistError)
	document = frappe.get_doc("Stage Checklist", found.name)
	if document.status == engine.OPEN:
		engine.with_preanswers(document)
		engine.seen(document)
	return as_dict(document)


@frappe.whitelist(methods=["POST"])
def sign_checklist(checklist: str, answers: str | dict) -> dict:
	"""Answer and sign a checklist as the caller; answers = {risk point: {"result", "remark"}}."""
	return as_dict(engine.sign(existing(checklist), parse(answers)))


@frappe.whitelist(methods=["POST"])
def attach_evidence(checklist: str, point: str) -> dict:
	"""Upload evidence to an answer of an open checklist (multipart field `file`); {"attachment": its address}."""
	document = frappe.get_doc("Stage Checklist", existing(checklist))
	engine.require_officer(frappe.get_doc(document.case_doctype, document.case_name), document)
	if point not in [item.point for item in document.items]:
		refuse(f"检查表中没有{point[:20]}，请只填表中列出的风险点。", ChecklistError)
	upload = (frappe.request.files or {}).get("file")
	if upload is None:
		refuse("没有收到文件，请选择文件后再上传。", ChecklistError)
	content = upload.stream.read(uploads.LIMIT + 1)
	kind = uploads.check({"code": point, "title": "佐证材料", "accept": "pdf,jpg,png"}, upload.filename or "", content)
	url, digest = uploads.store(document, content, kind)
	return {"attachment": url, "sha256": digest}


@frappe.whitelist(methods=["POST"])
def countersign(checklist: str, remark: str) -> dict:
	"""Confirm a checklist of a 高 stage that found problems, as a second officer."""
	return as_dict(engine.countersign(existing(checklist), remark))


def existing(name: str) -> str:
	if not frappe.db.exists("Stage Checklist", name):
		refuse("没有这份检查表，请刷新页面后重试。", ChecklistError)
	case = frappe.db.get_value("Stage Checklist", name, ["case_doctype", "case_name"], as_dict=True)
	frappe.get_doc(case.case_doctype, case.case_name).check_permission("read")
	return name


def parse(answers: str | dict) -> dict[str, dict]:
	"""The answers as a dict of dicts, or ChecklistError."""
	try:
		found = frappe.parse_json(answers)
	except ValueError:
		found = None
	if not isinstance(found, dict) or not all(isinstance(value, dict) for value in found.values()):
		refuse("answers 应为 {风险点编号: {result, remark}} 的 JSON。", ChecklistError)
	return found


def as_dict(document) -> dict:
	shown = {field: document.get(field) for field in SHOWN}
	shown["items"] = [{field: item.get(field) for field in ITEM} for item in document.items]
	return shown




@frappe.whitelist(methods=["POST"])
def state_alert(alert: str, text: str) -> dict:
	"""The officer concerned explains himself about an alert."""
	return shown_alert(alerts.state(alert, text))


@frappe.whitelist(methods=["POST"])
def review_alert(alert: str, verdict: str, remark: str) -> dict:
	"""纪检监察 finds an alert 属实 or 误报."""
	return shown_alert(alerts.review(alert, verdict, remark))


@frappe.whitelist(methods=["POST"])
def appeal_alert(alert: str, reason: str) -> dict:
	"""The officer concerned appeals against 属实, once."""
	return shown_alert(alerts.appeal(alert, reason))


@frappe.whitelist(methods=["POST"])
def close_alert(alert: str, measures: str) -> dict:
	"""纪检监察 closes a reviewed alert with the measures taken."""
	return shown_alert(alerts.close(alert, measures))


def shown_alert(doc) -> dict:
	return {"alert": doc.name, "status": doc.status, "verdict": doc.verdict}
