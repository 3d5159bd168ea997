"""抽奖式有奖销售的备案: accepted in writing, examined, agreed to, one copy of the 备案表 handed back."""

from tests import samples
from tests.demo.stage import Stage
from tests.http.prize_story import Filings

DISAGREED = {"review_conclusion": "不同意", "review_opinion": "开奖方式未写明监督方式。"}


class Prize:
	def __init__(self, stage: Stage):
		self.stage = stage
		self.filings = Filings(stage.people, stage.serials)

	def play(self) -> None:
		self.agreed()
		self.refused()

	def agreed(self) -> None:
		print("抽奖式有奖销售的备案：同意备案")
		values = samples.prize_draw()
		case = self.filings.closed()
		self.stage.step("申请、受理、审查、同意备案、送达")
		self.stage.expect_state(case, "办结", "准予")
		prizes = [text for row in values["prizes"] for text in (row["grade"], row["prize_name"])]
		wanted = [values["applicant_name"], values["activity_name"], values["activity_place"], *prizes, "同意备案"]
		form = self.stage.check_text(case, "filing_form", wanted)
		self.stage.check_text(case, "acceptance", [values["applicant_name"], "3个工作日"])
		self.stage.check_verified(form)

	def refused(self) -> None:
		print("抽奖式有奖销售的备案：不同意备案")
		case = self.filings.accepted()
		self.filings.act("reviewer", case, "提交审查意见", **DISAGREED)
		reason = "开奖方式不明确，不能保证公开公平"
		article = "《规范促销行为暂行规定》第十三条"
		self.filings.act("approver", case, "不同意备案", reason=reason, decision_article=article)
		self.stage.documents(case)
		self.filings.act("deliverer", case, "送达", received_by="李国强")
		self.stage.expect_state(case, "办结", "不予")
		self.stage.check_text(case, "refusal", [reason, article, "行政复议"])
