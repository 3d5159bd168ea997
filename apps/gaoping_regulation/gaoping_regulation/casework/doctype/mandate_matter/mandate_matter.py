from frappe.model.document import Document


class MandateMatter(Document):
	pass
