from frappe.model.document import Document


class MatterVersion(Document):
	pass
