from frappe.model.document import Document


class VerificationOfficer(Document):
	pass
