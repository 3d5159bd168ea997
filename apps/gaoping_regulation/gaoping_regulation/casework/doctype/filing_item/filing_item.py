from frappe.model.document import Document


class FilingItem(Document):
	pass
