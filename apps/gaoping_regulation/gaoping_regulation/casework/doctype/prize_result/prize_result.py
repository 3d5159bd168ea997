from frappe.model.document import Document


class PrizeResult(Document):
	pass
