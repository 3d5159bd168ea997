from frappe.model.document import Document


class DetectionThreshold(Document):
	pass
