from frappe.model.document import Document


class RiskControlChart(Document):
	pass
