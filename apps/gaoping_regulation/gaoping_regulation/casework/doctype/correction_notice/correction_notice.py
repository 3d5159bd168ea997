from frappe.model.document import Document


class CorrectionNotice(Document):
	pass
