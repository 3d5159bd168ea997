"""集体评议 (a measure of the chart of 抽奖备案): a meeting on a case, each member votes himself, the majority concludes."""

from collections import Counter

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from gaoping_regulation.engine import events, registry
from gaoping_regulation.engine.access import reads_all
from gaoping_regulation.engine.actors import is_own_case
from gaoping_regulation.engine.errors import CaseError, StateLocked, form_error, raise_form_errors, refuse

VOTING, OVER = "表决中", "已结束"
FOR, AGAINST, ABSTAINED = "同意", "不同意", "弃权"
FEWEST = 3


class CollectiveReview(Document):
	def validate(self):
		before = self.get_doc_before_save()
		if before and before.status == OVER:
			refuse("评议已经结束，记录不能再改。需要重新评议时请另立一份。", StateLocked)
		case = self.find_case()
		if before and not self.flags.by_engine:
			self.refuse_votes_of_others(before)
		self.refuse_wrong_members(case)
		if not before:
			self.status, self.conclusion = VOTING, ""
			for row in self.votes:
				row.update({"vote": "", "opinion": "", "voted_on": None})

	def find_case(self):
		"""The case of the typed number, which the caller must be allowed to see."""
		for doctype in registry.live_matters():
			if name := frappe.db.get_value(doctype, {"case_no": (self.case_no or "").strip()}):
				case = frappe.get_doc(doctype, name)
				if not self.flags.by_engine and not reads_all(doctype, frappe.session.user):
					refuse("您不办理这个事项，不能组织评议。", StateLocked)
				self.update({"matter": case.matter, "case_doctype": doctype, "case_name": name, "case_no": case.case_no})
				return case
		raise_form_errors([form_error("case_no", "没有这个办件编号，请核对后重新填写。")])

	def refuse_votes_of_others(self, before) -> None:
		"""Members may join and leave before they voted; a vote is its member's own, by `vote`."""
		cast = {row.user: (row.vote or "", row.opinion or "") for row in before.votes}
		for row in self.votes:
			if (row.vote or "", row.opinion or "") != cast.get(row.user, ("", "")):
				refuse(f"第{row.idx}行：表决由成员本人在页面上进行，不能代填。", StateLocked)
		if {user for user, (vote, _) in cast.items() if vote} - {row.user for row in self.votes}:
			refuse("已经表决的成员不能移除。", StateLocked)

	def refuse_wrong_members(self, case) -> None:
		found, seen = [], set()
		for row in self.votes:
			row.user_name = events.full_name(row.user) if row.user else ""
			if row.user in seen:
				found.append(form_error("user", "同一成员只列一行，请删去重复的行。", "votes", row.idx))
			if row.user and is_own_case(case, row.user):
				found.append(form_error("user", f"{row.user_name}是本件的申请人或录入人，应当回避，请换人。", "votes", row.idx))
			seen.add(row.user)
		if len(seen) < FEWEST:
			found.append(form_error("votes", f"集体评议至少 {FEWEST} 人参加，请增加成员。"))
		raise_form_errors(found)

	def cast(self, user: str, choice: str, opinion: str) -> None:
		"""Enter a member's vote; the last one concludes. Raises CaseError or StateLocked."""
		row = next((row for row in self.votes if row.user == user), None)
		if row is None:
			refuse("您不是本次评议的成员，不能表决。", StateLocked)
		if row.vote:
			refuse("您已经表决，不能更改。", CaseError)
		if choice not in (FOR, AGAINST, ABSTAINED):
			refuse("请选择同意、不同意或者弃权。", CaseError)
		if choice != FOR and not opinion:
			refuse(f"表决“{choice}”须写明意见。", CaseError)
		row.update({"vote": choice, "opinion": opinion[:140], "voted_on": now_datetime()})
		if all(row.vote for row in self.votes):
			self.status, self.conclusion = OVER, conclusion([row.vote for row in self.votes])
		self.flags.by_engine = True
		self.save(ignore_permissions=True)
		case = frappe.get_doc(self.case_doctype, self.case_name)
		events.record(case, "集体评议表决", 评议=self.name, 表决=choice)
		if self.status == OVER:
			events.record(case, "集体评议结论", 评议=self.name, 结论=self.conclusion)

	def on_trash(self):
		refuse("集体评议记录不得删除。", StateLocked)


def conclusion(votes: list[str]) -> str:
	"""More than half of all members decide; otherwise there is no majority."""
	counted = Counter(votes)
	for choice in (FOR, AGAINST):
		if 2 * counted[choice] > len(votes):
			return f"{choice}（{counted[FOR]} 同意，{counted[AGAINST]} 不同意，{counted[ABSTAINED]} 弃权）"
	return f"未过半数（{counted[FOR]} 同意，{counted[AGAINST]} 不同意，{counted[ABSTAINED]} 弃权）"


@frappe.whitelist(methods=["POST"])
def vote(review: str, choice: str, opinion: str = "") -> dict:
	"""Vote as a member of a review; each member once."""
	if not frappe.db.exists("Collective Review", review):
		refuse("没有这次评议，请刷新页面后重试。", frappe.DoesNotExistError)
	doc = frappe.get_doc("Collective Review", review, for_update=True)
	if doc.status == OVER:
		refuse("评议已经结束，不能再表决。", CaseError)
	doc.cast(frappe.session.user, choice, (opinion or "").strip())
	return {"status": doc.status, "conclusion": doc.conclusion}
