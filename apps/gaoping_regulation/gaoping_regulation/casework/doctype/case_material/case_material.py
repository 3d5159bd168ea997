from frappe.model.document import Document


class CaseMaterial(Document):
	pass
