"""计量强制器具检定: two instruments of one case, one passes and gets its 检定证书, one fails and gets a 检定结果通知书."""

from tests.demo.stage import Stage, expect
from tests.http.verifications import BAD, GOOD, Verifications


class Verification:
	def __init__(self, stage: Stage):
		self.stage = stage
		self.lab = Verifications(stage.people, numbers=stage.serials)

	def play(self) -> None:
		print("计量强制器具检定：一台合格、一台不合格")
		case = self.lab.checked(GOOD, BAD)
		self.stage.step("申请、受理收样、检定、核验，原始记录由检定员填写")
		self.lab.act("signatory", case, "签发")
		self.stage.documents(case)
		self.lab.act("lab_deliverer", case, "发放")
		self.stage.expect_state(case, "办结", "准予")
		passed, failed = self.stage.case(case)["values"]["instruments"]
		holder = self.stage.case(case)["values"]["applicant_name"]
		certificate = self.stage.check_text(case, "certificate", [holder, passed["serial_no"], "合格", "有效期至", "JJG 52-2013"])
		notice = self.stage.check_text(case, "result_notice", [holder, failed["serial_no"], "不合格", "示值误差（0.80）"])
		expect("不合格的有效期", notice["valid_until"], None)
		for row in (certificate, notice):
			self.stage.check_verified(row)
