from frappe.model.document import Document


class InstrumentRegister(Document):
	pass
