from frappe.model.document import Document


class MatterPersonalField(Document):
	pass
