from frappe.model.document import Document


class MatterStage(Document):
	pass
