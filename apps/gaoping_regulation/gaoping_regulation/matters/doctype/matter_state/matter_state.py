from frappe.model.document import Document


class MatterState(Document):
	pass
