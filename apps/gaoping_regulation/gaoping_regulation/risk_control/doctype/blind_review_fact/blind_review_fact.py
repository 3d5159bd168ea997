from frappe.model.document import Document


class BlindReviewFact(Document):
	pass
