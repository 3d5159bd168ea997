from frappe.model.document import Document


class CoveredInstrumentKind(Document):
	pass
