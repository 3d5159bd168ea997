from frappe.model.document import Document


class RiskStage(Document):
	pass
