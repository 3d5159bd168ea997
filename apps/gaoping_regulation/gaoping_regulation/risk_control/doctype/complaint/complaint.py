from frappe.model.document import Document


class Complaint(Document):
	pass
