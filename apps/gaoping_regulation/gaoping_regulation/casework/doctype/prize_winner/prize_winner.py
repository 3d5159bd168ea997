from frappe.model.document import Document


class PrizeWinner(Document):
	pass
