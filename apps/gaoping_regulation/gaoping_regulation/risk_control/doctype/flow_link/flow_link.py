from frappe.model.document import Document


class FlowLink(Document):
	pass
