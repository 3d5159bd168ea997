from frappe.model.document import Document


class RegulationSettings(Document):
	pass
