from frappe.model.document import Document


class NumberCounter(Document):
	pass
