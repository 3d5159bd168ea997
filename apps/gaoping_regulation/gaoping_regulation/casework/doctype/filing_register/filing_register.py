from frappe.model.document import Document


class FilingRegister(Document):
	pass
