from frappe.model.document import Document


class ControlMeasure(Document):
	pass
