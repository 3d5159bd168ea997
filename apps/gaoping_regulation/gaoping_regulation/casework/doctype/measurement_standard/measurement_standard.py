from frappe.model.document import Document


class MeasurementStandard(Document):
	pass
