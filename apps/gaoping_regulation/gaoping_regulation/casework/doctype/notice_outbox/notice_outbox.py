"""One notice on one way to one recipient; written and marked by the engine alone (casework/notices)."""

from frappe.model.document import Document


class NoticeOutbox(Document):
	pass
