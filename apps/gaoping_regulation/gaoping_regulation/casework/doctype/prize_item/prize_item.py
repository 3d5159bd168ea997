from frappe.model.document import Document


class PrizeItem(Document):
	pass
