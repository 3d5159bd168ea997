from frappe.model.document import Document


class MatterMaterial(Document):
	pass
