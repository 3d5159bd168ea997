from frappe.model.document import Document


class RegisterVersion(Document):
	pass
