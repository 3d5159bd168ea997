from frappe.model.document import Document


class BlindReviewSource(Document):
	pass
