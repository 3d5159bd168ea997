from frappe.model.document import Document


class DeliveryReceipt(Document):
	pass
