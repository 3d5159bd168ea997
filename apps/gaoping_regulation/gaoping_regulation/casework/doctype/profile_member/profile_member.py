from frappe.model.document import Document


class ProfileMember(Document):
	pass
