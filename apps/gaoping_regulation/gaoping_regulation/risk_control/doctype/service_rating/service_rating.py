from frappe.model.document import Document


class ServiceRating(Document):
	pass
