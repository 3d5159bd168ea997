from frappe.model.document import Document


class CorrectionItem(Document):
	pass
