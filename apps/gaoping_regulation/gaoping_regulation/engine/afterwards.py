"""Events that outlive their request: what was only read or was refused rolls back, and is written after that.

Design 6: a denied action, a look at a sensitive file. The entry is about no case in the trail's own columns (the
request changed none); it names the case in its content, and concerns those who watch.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from gaoping_regulation.engine import events, registry, standing
from gaoping_regulation.engine.errors import SelfHandling, StateLocked, SystemField

REFUSED, LOOKED = "拒绝办理", "查看材料"
PEOPLE = ["applicant_user", "entered_by", "principal", "matter"]
TOLD = (SelfHandling, StateLocked, SystemField)


def record(kind: str, **content) -> None:
	"""Append an event once the request's transaction is over, whichever way it ends; nothing outside a request."""
	if not getattr(frappe.local, "request", None):
		return
	pending = [True]

	def write():
		if not pending:
			return
		pending.clear()
		try:
			events.append(kind, content, matter="")
			if kind == REFUSED:
				events.wake_follower()
			frappe.db.commit()
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"留痕失败 {kind}")

	frappe.db.after_commit.add(write)
	frappe.db.after_rollback.add(write)


def look(file) -> None:
	"""Record that somebody of the office opened a file of a case; the same look again within a minute is one look."""
	key = frappe.cache.make_key(f"gaoping_look:{frappe.session.user}:{file.name}")
	if not getattr(frappe.local, "request", None) or not frappe.cache.set(key, 1, nx=True, ex=60):
		return
	if registry.is_matter(file.attached_to_doctype):
		case = frappe.db.get_value(file.attached_to_doctype, file.attached_to_name, PEOPLE, as_dict=True) or {}
		if standing.is_behind(case, frappe.session.user):
			return
	of = {"类型": file.attached_to_doctype, "办件": file.attached_to_name}
	record(LOOKED, **of, 文件=file.name, 文件名=file.file_name)


@contextmanager
def attempt(doc, what: str) -> Iterator[None]:
	"""Record a refused attempt on a case: who, what, why. Drafts and forms with mistakes are no attempts."""
	try:
		yield
	except TOLD as error:
		if doc.get("case_no") and not getattr(error, "recorded", False):
			error.recorded = True
			content = {"办件": doc.name, "办件编号": doc.case_no, "类型": doc.doctype, "事项": doc.get("matter")}
			record(REFUSED, **content, 动作=what, 原因=type(error).__name__, 说明=str(error)[:300])
		raise
