from frappe.model.document import Document


class MatterRequirement(Document):
	pass
