from frappe.model.document import Document


class ReviewVote(Document):
	pass
