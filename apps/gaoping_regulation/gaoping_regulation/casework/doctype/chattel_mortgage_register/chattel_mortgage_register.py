"""动产抵押登记簿: written by `casework.registers` alone, from a granted application; open to be looked up."""

from frappe.model.document import Document


class ChattelMortgageRegister(Document):
	@staticmethod
	def search(query: str, start: int, length: int) -> list[dict]:
		"""What the public finds by number, credit code or name (portal API `search_register`)."""
		# Imported here: the rules read this DocType.
		from gaoping_regulation.casework import mortgage_register

		return mortgage_register.search(query, start, length)
