from frappe.model.document import Document


class VerificationPoint(Document):
	pass
