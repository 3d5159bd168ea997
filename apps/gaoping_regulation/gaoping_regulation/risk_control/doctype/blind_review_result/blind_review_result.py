from frappe.model.document import Document


class BlindReviewResult(Document):
	pass
