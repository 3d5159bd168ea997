from frappe.model.document import Document


class FoodBusinessItem(Document):
	pass
