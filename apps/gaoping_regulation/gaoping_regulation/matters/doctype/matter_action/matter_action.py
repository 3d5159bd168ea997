from frappe.model.document import Document


class MatterAction(Document):
	pass
