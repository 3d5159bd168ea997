from frappe.model.document import Document


class RecordStandard(Document):
	pass
