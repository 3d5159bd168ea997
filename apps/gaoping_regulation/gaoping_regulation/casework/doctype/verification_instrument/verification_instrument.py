from frappe.model.document import Document


class VerificationInstrument(Document):
	pass
