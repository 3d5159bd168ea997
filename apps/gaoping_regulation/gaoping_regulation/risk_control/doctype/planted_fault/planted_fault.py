from frappe.model.document import Document


class PlantedFault(Document):
	pass
