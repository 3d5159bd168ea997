from frappe.model.document import Document


class StageChecklist(Document):
	pass
