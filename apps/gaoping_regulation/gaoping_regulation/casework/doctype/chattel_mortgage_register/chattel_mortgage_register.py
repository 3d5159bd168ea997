"""动产抵押登记簿: written by `casework.registers` alone, from a granted application."""

from frappe.model.document import Document


class ChattelMortgageRegister(Document):
	pass
