from frappe.model.document import Document


class DraftField(Document):
	pass
