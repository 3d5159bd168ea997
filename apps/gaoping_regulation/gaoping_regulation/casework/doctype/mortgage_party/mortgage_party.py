from frappe.model.document import Document


class MortgageParty(Document):
	pass
