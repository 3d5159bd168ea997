"""动产抵押登记 (DY): the rules that are this matter's own. Everything else is the engine's."""

from frappe.model.document import Document

from gaoping_regulation.casework import application, mortgage, mortgage_register, registers
from gaoping_regulation.engine.errors import raise_form_errors

# The application is fixed in these actions: what is not complete goes no further (材料 come with the sealed form).
FORM_ACTIONS = ("submit_prereview", "next", "prereview_pass")
FORM_STATES = ("draft", "prereview", "prereview_rejected")


class ChattelMortgageRegistration(Document):
	def validate(self):
		application.normalise(self)
		if registers.is_first(self):
			# A number that was typed before 变更 became 设立 again names nothing here.
			self.register_entry = None
		mortgage.mask_parties(self)
		mortgage.stamp_content(self)

	def content_problems(self) -> list[dict]:
		"""Mistakes in what is filled in, each with its field and row; asked by the engine when content is saved."""
		return mortgage.problems(self) + registers.problems(self) + mortgage_register.locked(self)

	def materials_due(self) -> bool:
		"""预审 looks at what is filled in; the materials are uploaded after it (流程图)."""
		return self.workflow_state not in [mortgage.state_name(self, key) for key in FORM_STATES]

	def before_transition(self, action: dict, details: dict) -> None:
		if action["key"] in FORM_ACTIONS:
			raise_form_errors(application.problems(self))
		if action["key"] in ("submit", "resubmit", "accept", "approve"):
			raise_form_errors(mortgage.stale_form(self))

	def after_transition(self, action: dict, details: dict) -> None:
		if action["key"] == "approve":
			mortgage_register.enter(self)

	def document_values(self, kind: str) -> dict:
		return {**application.document_values(self), **mortgage.document_values(self, kind)}
