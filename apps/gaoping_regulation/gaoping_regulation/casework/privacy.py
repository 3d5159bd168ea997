"""Consent to the handling of personal data: the text in force, who agreed to which text, and when.

个人信息保护法 art. 17 and 30 (what must be told), art. 29 (separate consent for sensitive data such as ID numbers and
health certificates). The text is a setting; each change of it is a version of its own, and a case's trail holds the
digest of the one that its applicant agreed to.
"""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation import seeding
from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.engine.masking import sha256

NOTICE, FIELD, AGREED = "Privacy Notice", "privacy_consent", "同意个人信息处理"
ONLINE, ON_PAPER = "网上确认", "窗口纸质同意书"
FIELDS = ["name", "version", "from_on", "digest", "text"]


def current() -> dict | None:
	"""The text in force: version, since when, digest, text; None before there is one."""
	found = frappe.get_all(NOTICE, FIELDS, order_by="version desc", limit=1)
	return found[0] if found else None


def keep_version(text: str | None) -> None:
	"""Keep the setting's text as a new version if it is another than the one in force. Raises FormErrors for none."""
	text = (text or "").strip()
	if not text:
		raise_form_errors([form_error("privacy_notice", "个人信息处理告知书不能为空：申请人须知道并同意处理的目的。请填写。")])
	last = current()
	digest = sha256(text.encode())
	if last and last.digest == digest:
		return
	notice = frappe.new_doc(NOTICE)
	notice.update({"version": (last.version if last else 0) + 1, "from_on": now_datetime(), "made_by": frappe.session.user})
	notice.update({"digest": digest, "text": text})
	notice.flags.by_engine = True
	notice.insert(ignore_permissions=True)


def settle() -> None:
	"""Give a site that has no text yet the app's own; at install and at each migrate."""
	if current() is None:
		text = (seeding.FOLDER / "privacy_notice.txt").read_text().strip()
		settings = frappe.get_doc("Regulation Settings")
		settings.privacy_notice = text
		settings.flags.seeding = True
		settings.save(ignore_permissions=True)


def is_asked(doc) -> bool:
	"""Whether an application has the consent's field; a matter made in the browser before it was there has none."""
	df = doc.meta.get_field(FIELD)
	return bool(df and not df.hidden) and current() is not None


def problems(doc) -> list[dict]:
	"""What keeps an application of the portal from being submitted for the first time: no consent."""
	if doc.get("case_no") or not doc.get("applicant_user") or doc.get(FIELD) or not is_asked(doc):
		return []
	return [form_error(FIELD, "请阅读《个人信息处理告知书》并勾选同意，再提交申请；不同意的，可以到窗口咨询其他办理方式。")]


def require(doc) -> None:
	"""Raise FormErrors for an application of the portal without consent."""
	raise_form_errors(problems(doc))


def record(doc) -> None:
	"""Note in the trail, once an application is submitted, that its applicant agreed, how, and to which text."""
	if not doc.get(FIELD) or not is_asked(doc):
		return
	notice = current()
	way = ONLINE if doc.get("applicant_user") else ON_PAPER
	events.record(doc, AGREED, 方式=way, 告知书版次=notice.version, 告知书摘要=notice.digest)


def of_user(user: str) -> list[dict]:
	"""The consents that a user gave, newest first."""
	rows = frappe.get_all("Case Event", ["case_no", "at", "content"], {"kind": AGREED, "actor": user}, order_by="seq desc")
	return [{"case_no": row.case_no, "at": str(row.at)[:19], **frappe.parse_json(row.content)} for row in rows]
