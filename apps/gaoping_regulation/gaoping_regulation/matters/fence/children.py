"""Rows of a table are saved with their document, never by themselves.

REST lets whoever may write a document write a row of its tables (`/api/resource/Food Worker/…`); the document's own
checks, the case's gate among them, would not be asked. When a document is saved its rows raise no events of their
own, so an event of a row is such a way round.
"""

import frappe

from gaoping_regulation.engine.errors import StateLocked, refuse

MODULES = frozenset(("Matters", "Casework", "Risk Control"))
CORE = frozenset(("Dashboard", "Dashboard Chart", "Print Format", "Workflow"))


def refuse_alone(doc, method: str | None = None) -> None:
	"""before_validate and on_trash of every DocType; for all but rows it costs one look-up in the document."""
	if not doc.get("parenttype"):
		return
	before = doc.get_doc_before_save() if method != "on_trash" else None
	if any(is_kept_whole(row.get("parenttype")) for row in (doc, before) if row):
		refuse("表格中的行不能单独保存或删除，请打开所属的单据修改。", StateLocked, "不可修改")


def is_kept_whole(parenttype: str | None) -> bool:
	"""Whether a DocType's rows belong to it alone: ours, the matters' (browser-made too), and those the fence guards."""
	from gaoping_regulation.engine.registry import is_matter

	if not parenttype or parenttype in CORE:
		return bool(parenttype)
	return is_matter(parenttype) or (
		frappe.db.exists("DocType", parenttype, cache=True) and frappe.get_meta(parenttype).module in MODULES
	)
