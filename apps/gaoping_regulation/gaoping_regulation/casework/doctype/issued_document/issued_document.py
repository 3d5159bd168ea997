from frappe.model.document import Document


class IssuedDocument(Document):
	pass
