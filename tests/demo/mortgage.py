"""动产抵押登记: 设立 after 预审, then 变更 and 注销 of the same registration, each with its 登记书."""

from tests import samples
from tests.demo.stage import Stage
from tests.http.mortgages import Mortgages

COPIES = ("登记机关存档", "抵押权人保存", "抵押人保存", "置备于登记簿供查询")


class Mortgage:
	def __init__(self, stage: Stage):
		self.stage = stage
		self.desk = Mortgages(stage.people)

	def play(self) -> None:
		number = self.registered()
		self.changed(number)
		self.cancelled(number)

	def registered(self) -> str:
		"""设立 with 预审; returns the registration's number."""
		print("动产抵押登记：设立（先预审）")
		case = self.desk.draft()
		self.desk.act(case, "提交预审")
		self.desk.officer("acceptor", case, "预审通过")
		self.stage.step("申请人提交预审，acceptor 签检查表，预审通过")
		self.desk.upload(case)
		self.desk.act(case, "提交审核")
		self.closed(case)
		values = self.stage.case(case)["values"]
		party, item = values["mortgagees"][0], values["collateral"][0]
		wanted = [values["applicant_name"], party["party_name"], item["item_name"], item["serial_no"], "1,200,000.00元（120万元）", *COPIES]
		row = self.stage.check_text(case, "certificate", wanted)
		self.stage.check_verified(row)
		return row["number"]

	def changed(self, number: str) -> None:
		print("动产抵押登记：变更")
		values = {"claim_amount": 900_000, "term_to": samples.day(500), "change_reason": "部分清偿并展期"}
		case = self.desk.sent(self.desk.begun(number, "变更", **values))
		self.closed(case)
		wanted = ["动产抵押变更登记书", f"{number}-2", "变更前后对照", "1,200,000.00", "900,000.00", "部分清偿并展期"]
		self.stage.check_verified(self.stage.check_text(case, "change_certificate", wanted))

	def cancelled(self, number: str) -> None:
		print("动产抵押登记：注销")
		case = self.desk.sent(self.desk.begun(number, "注销", cancel_reason="主债权消灭"))
		self.closed(case)
		row = self.stage.check_text(case, "cancel_certificate", ["动产抵押注销登记书", f"{number}-3", "主债权消灭", "本登记已注销"])
		self.stage.check_verified(row)

	def closed(self, case: str) -> None:
		self.stage.step("申请人盖章上传、提交审核")
		self.desk.closed(case)
		self.stage.step("受理、审查、审核通过、送达，各环节检查表由经办人签字")
		self.stage.expect_state(case, "办结", "准予")
