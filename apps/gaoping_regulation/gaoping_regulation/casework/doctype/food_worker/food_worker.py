from frappe.model.document import Document


class FoodWorker(Document):
	pass
