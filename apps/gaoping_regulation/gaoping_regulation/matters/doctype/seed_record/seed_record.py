from frappe.model.document import Document


class SeedRecord(Document):
	pass
