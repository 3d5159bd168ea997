from frappe.model.document import Document


class Mandate(Document):
	pass
