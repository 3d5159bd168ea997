"""One version of the text that applicants agree to; kept for good, as cases name its digest (casework/privacy)."""

from frappe.model.document import Document


class PrivacyNotice(Document):
	pass
