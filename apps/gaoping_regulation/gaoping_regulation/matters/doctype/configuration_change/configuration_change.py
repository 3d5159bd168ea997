from frappe.model.document import Document


class ConfigurationChange(Document):
	pass
