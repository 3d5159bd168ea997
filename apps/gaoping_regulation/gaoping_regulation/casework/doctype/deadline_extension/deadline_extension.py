from frappe.model.document import Document


class DeadlineExtension(Document):
	pass
