from frappe.model.document import Document


class BlindReviewItem(Document):
	pass
