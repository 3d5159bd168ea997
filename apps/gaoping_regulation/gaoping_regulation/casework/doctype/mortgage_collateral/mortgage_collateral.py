from frappe.model.document import Document


class MortgageCollateral(Document):
	pass
