from frappe.model.document import Document


class SpotCheckCandidate(Document):
	pass
