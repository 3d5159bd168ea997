"""食品小摊点备案 (XT): the rules that are this matter's own. Everything else is the engine's."""

from frappe.model.document import Document

from gaoping_regulation.casework import application, food


class SmallFoodStallFiling(Document):
	def validate(self):
		food.mask_workers(self)

	def content_problems(self) -> list[dict]:
		"""Mistakes in what is filled in, each with its field and row; asked by the engine when content is saved."""
		return food.problems(self)

	def document_values(self, kind: str) -> dict:
		return application.document_values(self)

	def document_validity(self, kind: str, start, years: int):
		return food.validity(self, start, years)

	def after_transition(self, action: dict, details: dict) -> None:
		if action.get("decision") == "准予":
			food.write_register(self, "card")
