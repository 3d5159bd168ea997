from frappe.model.document import Document


class RiskPoint(Document):
	pass
