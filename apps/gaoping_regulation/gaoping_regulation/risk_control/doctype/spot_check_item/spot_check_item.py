from frappe.model.document import Document


class SpotCheckItem(Document):
	pass
