from frappe.model.document import Document


class MatterDocument(Document):
	pass
