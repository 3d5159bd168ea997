from frappe.model.document import Document


class InstrumentCatalogueItem(Document):
	pass
