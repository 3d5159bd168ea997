"""抽奖式有奖销售的备案 (YJ): the rules that are this matter's own. Everything else is the engine's."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation import validators
from gaoping_regulation.casework import application, prize, prize_results
from gaoping_regulation.engine import changes, clock, events, registry
from gaoping_regulation.engine.errors import SystemField, form_error, refuse

CAP, LEAD_DAYS = 50_000, 3
# The reviewer's own fields: they come with his action and stay as he left them.
REVIEW = ("review_conclusion", "review_opinion", "decision_article")
AGREED = {"准予": "同意", "不予": "不同意"}
COPY_MARKS = {"filing_form": "交申请备案方", "filing_archive": "存档"}


class PrizePromotionFiling(Document):
	def validate(self):
		self.refuse_review_elsewhere()
		self.credit_code = (self.credit_code or "").strip().upper()
		if not self.may_win_again:
			self.max_wins = 0

	def refuse_review_elsewhere(self) -> None:
		"""审查结论 and 审查意见 are written by the action that asks for them, and by nothing else (risk YJ-JD-1)."""
		before = self.get_doc_before_save()
		asked = (self.flags.case_action or {}).get("action")
		wrong = [field for field in REVIEW if changes.differs(self.get(field), before.get(field) if before else None)]
		if wrong and not asked:
			refuse(f"“{self.meta.get_label(wrong[0])}”只能在办理时填写，之后不能修改。请用页面上的办理动作。", SystemField)

	def content_problems(self) -> list[dict]:
		"""Mistakes in what is filled in, each with its field and row; asked by the engine when content is saved."""
		found = prize.problems(self, prize_results.setting("prize_value_limit", CAP), self.filed_on())
		if self.has_agent and (message := validators.phone(self.agent_phone)):
			found.append(form_error("agent_phone", message))
		return found

	def missing_problems(self) -> list[dict]:
		"""What the law wants filled in, with its clause; asked before submission and before a decision."""
		return prize.incomplete(self)

	def filed_on(self):
		"""The day the filing counts as made: dates are measured from it, however long the bureau takes."""
		return getdate(self.submitted_on) if self.submitted_on else getdate()

	def doubts(self) -> list[str]:
		"""What the officers should look at: shown in the case and in the pre-answer to YJ-SC-2."""
		lead = clock.due(self.filed_on(), prize_results.setting("prize_lead_days", LEAD_DAYS))
		return prize.doubts(self, prize_results.setting("prize_value_limit", CAP), lead, getdate())

	def reason_needed(self, action: dict) -> str | None:
		"""A decision that differs from the reviewer's conclusion is explained in writing (risk YJ-JD-1)."""
		wanted = AGREED.get(action.get("decision") or "")
		if not wanted or wanted == self.review_conclusion:
			return None
		return f"审查结论为“{self.review_conclusion}”，“{action['action']}”与之不一致，须书面写明理由。"

	def after_transition(self, action: dict, details: dict) -> None:
		if self.reason_needed(action):
			events.record(self, "决定与审查结论不一致", 审查结论=self.review_conclusion, 决定=self.decision, 理由=self.decision_reason)

	def document_values(self, kind: str) -> dict:
		return {
			**application.document_values(self),
			"copy_mark": COPY_MARKS.get(kind, ""),
			"filing_no": self.filing_number() if kind == "filing_archive" else "",
			"officer": events.full_name(frappe.session.user),
			"limit_text": self.limit_text(),
			"prizes": [prize.printed(row) for row in self.prizes],
		}

	def limit_text(self) -> str:
		"""The limit of the decision, as the matter of this case has it."""
		stage = registry.version_of(self).stages["JD"]
		return f"{stage.get('limit_days') or 0}{'日' if stage.get('limit_unit') == clock.NATURAL else '个工作日'}"

	def filing_number(self) -> str:
		"""The number of the applicant's copy, which the archived one repeats."""
		filters = {"case_name": self.name, "kind": "filing_form"}
		return frappe.db.get_value("Issued Document", filters, "number", order_by="creation desc") or ""

	def after_closing(self) -> dict | None:
		"""What the applicant's page shows once the case is closed: the results of the draw."""
		return prize_results.summary(self)
