"""What happens to a case becomes a notice: by the template of its kind, to those who stand behind the case."""

import re

import frappe
from frappe.utils import now_datetime

from gaoping_regulation import validators
from gaoping_regulation.casework.notices import EMAIL, MESSAGE, OUTBOX, SENT, SMS, WAITING
from gaoping_regulation.casework.notices.sending import wake
from gaoping_regulation.engine import registry, rows, standing

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What a template may print; nothing of it is personal.
NAMES = ("事项", "办件编号", "状态", "环节", "理由", "期限", "文书", "机关", "电话", "网址")
# Addresses that nobody reads: accounts without an e-mail of their own have one of these.
UNREAD = (".invalid", ".local", ".localhost", ".example")
LONGEST = 500
# 电子送达 is itself made by its notice: the address that the applicant agreed to, and nothing switched off.
ELECTRONIC = "e_delivered"
SAVEPOINT = "notice"


def of_transition(doc, version: registry.Version, action: dict, reason: str | None, electronic: bool = False) -> None:
	"""Write the notices of a workflow action, in its transaction; nothing for steps between officers."""
	kind = kind_of(version, action)
	if kind == "delivered" and electronic:
		kind = ELECTRONIC
	if kind:
		write(doc, kind, reason=reason, due=correction_due(doc) if kind == "correction" else None)


def kind_of(version: registry.Version, action: dict) -> str | None:
	"""The kind of notice that an action means, by stable keys only."""
	target = version.states[action["to_state"]]
	if action.get("decision"):
		return "granted" if action["decision"] == "准予" else "refused"
	if action.get("needs_items"):
		return "correction"
	if action["kind"] == "system":
		return "terminated" if target.get("is_final") else None
	if action["key"] == "accept":
		return "accepted"
	if action["kind"] == "applicant":
		return "submitted" if action["key"] in ("submit", "resubmit", "submit_prereview") else None
	if target.get("is_final"):
		return "delivered" if action["key"] in ("deliver", "hand_out") else "rejected"
	# An officer's action into a state where no officer acts: 预审通过, 当场更正.
	return None if version.officers_of(target["key"]) else "your_turn"


def correction_due(doc):
	"""Until when the applicant may correct, by his open notice."""
	return frappe.db.get_value("Correction Notice", {"case_name": doc.name, "status": "待补正"}, "due_on")


def write(doc, kind: str, **values) -> None:
	"""Put one happening into the outbox: a message for each account, and what else its template says.

	Args:
		doc: the case
		kind: name of a Notice Template; one that is missing or switched off writes nothing
		values: `reason`, `due` and `document`, where the happening has them

	What cannot be written is logged and left out: a notice never undoes a case.
	"""
	frappe.db.savepoint(SAVEPOINT)
	try:
		put(doc, kind, values)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		# The database has given the whole transaction up: whoever asked for it must begin again.
		raise
	except Exception:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.log_error(title=f"通知没有写成 {kind} {doc.name}")


def put(doc, kind: str, values: dict) -> None:
	"""The lines of the outbox for one happening."""
	template = template_of(kind)
	if template is None:
		return
	facts = facts_of(doc, values)
	shared = {
		"kind": kind,
		"matter": doc.matter,
		"case_doctype": doc.doctype,
		"case_name": doc.name,
		"case_no": doc.case_no,
		"subject": fill(template.subject, facts)[:140],
	}
	found = [row(shared, fill(template.text, facts), MESSAGE, user=user) for user in people(doc)]
	if template.by_sms and (phone := mobile_of(doc)):
		found.append(row(shared, fill(template.sms_text or template.text, facts), SMS, recipient=phone))
	if template.by_email and (address := address_of(doc)):
		found.append(row(shared, fill(template.text, facts), EMAIL, recipient=address))
	rows.insert(OUTBOX, found)
	if any(one["status"] == WAITING for one in found):
		wake()


def template_of(kind: str):
	"""The template of a kind that is switched on, or None."""
	if not frappe.db.exists("Notice Template", kind, cache=True):
		return None
	template = frappe.get_cached_doc("Notice Template", kind)
	return template if template.enabled else None


def row(shared: dict, text: str, channel: str, user: str | None = None, recipient: str | None = None) -> dict:
	"""One line of the outbox; a message on the portal is there as soon as the case is committed."""
	now = now_datetime()
	here = channel == MESSAGE
	return {
		**shared,
		"text": text[:LONGEST],
		"channel": channel,
		"user": user,
		"recipient": recipient,
		"recipient_masked": mask(recipient) if recipient else "",
		"status": SENT if here else WAITING,
		"attempts": 0,
		"next_try_on": None if here else now,
		"sent_on": now if here else None,
	}


def facts_of(doc, values: dict) -> dict:
	"""{placeholder: text} of a case now."""
	version = registry.version_of(doc)
	matter = frappe.get_cached_doc("Administrative Matter", doc.matter)
	return {
		"事项": version.title,
		"办件编号": doc.case_no or "",
		"状态": doc.workflow_state,
		"环节": version.stages.get(doc.stage, {}).get("title", ""),
		"理由": values.get("reason") or "",
		"期限": str(values.get("due") or doc.due_on or ""),
		"文书": values.get("document") or "",
		"机关": frappe.get_cached_doc("Regulation Settings").office_name or "",
		"电话": matter.service_phone or "",
		"网址": frappe.utils.get_url(f"/cases/{doc.name}"),
	}


def fill(text: str, facts: dict) -> str:
	"""A template's text with its placeholders replaced: no expression is evaluated, what is unknown prints as nothing."""
	filled = PLACEHOLDER.sub(lambda found: facts.get(found.group(1).strip(), ""), text or "")
	# The Desk shows a text without line marks as HTML: a reason that somebody typed becomes no tag.
	return filled.replace("<", "＜").replace(">", "＞").strip()


def unknown(text: str | None) -> list[str]:
	"""The placeholders of a text that are none."""
	return sorted({name for name in PLACEHOLDER.findall(text or "") if name.strip() not in NAMES})


def people(doc) -> list[str]:
	"""The person of a case and who filed it for him, while he may; at the counter there may be none."""
	filer = doc.get("applicant_user")
	mine = {standing.person(doc), filer if filer and standing.is_behind(doc, filer) else None}
	return sorted(mine - {None, ""})


def mobile_of(doc) -> str | None:
	"""The mobile number that the application names, or else its account's."""
	account = account_of(doc, "mobile_no")
	numbers = (agreed(doc), doc.get("phone"), account)
	found = [number for number in numbers if validators.MOBILE.fullmatch(number or "")]
	return found[0] if found else None


def address_of(doc) -> str | None:
	"""The e-mail address for 电子送达, or else the account's own."""
	found = [address for address in (agreed(doc), account_of(doc, "email")) if is_email(address)]
	return found[0] if found else None


def account_of(doc, field: str) -> str | None:
	whose = standing.person(doc)
	return frappe.db.get_value("User", whose, field) if whose else None


def agreed(doc) -> str | None:
	"""Where the applicant agreed to receive 电子送达: a mobile number or an e-mail address."""
	return doc.get("e_delivery_to") if doc.get("e_delivery") else None


def is_email(address: str | None) -> bool:
	return bool(address and validators.EMAIL.fullmatch(address)) and not address.lower().endswith(UNREAD)


def mask(recipient: str) -> str:
	"""138****5678, z***@example.cn"""
	name, at, domain = recipient.partition("@")
	if at:
		return f"{name[:1]}***@{domain}"
	return f"{name[:3]}****{name[-4:]}" if len(name) > 7 else "*" * len(name)
