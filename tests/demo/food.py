"""食品小摊点备案 through all its endings, 食品小经营店备案 to its 备案证."""

from tests import samples
from tests.demo.stage import Stage
from tests.matters import xd

STALL, SHOP = "Small Food Stall Filing", "Small Food Shop Filing"


class Food:
	def __init__(self, stage: Stage):
		self.stage = stage

	def play(self) -> None:
		for act in (self.granted, self.refused, self.corrected, self.withdrawn, self.rejected, self.at_the_counter, self.shop):
			act()

	def values(self) -> dict:
		return samples.stall(next(self.stage.serials))

	def apply(self, values: dict, matter: str = "XT") -> str:
		"""An application from the portal, submitted; returns the case."""
		shown = self.stage.applicant.portal("save_draft", matter=matter, values=values)
		case = shown["case"]
		for row in shown["materials"]:
			self.stage.applicant.attach(case, row["code"], *paper(row["code"], case))
		submitted = self.stage.applicant.portal("act", case=case, action="提交")
		self.stage.step(f"申请人填表、上传 {len(shown['materials'])} 项材料、提交：{submitted['case_no']}")
		return case

	def officer(self, role: str, case: str, action: str, **more) -> None:
		self.stage.officer(role, STALL, case, action, **more)

	def deliver(self, case: str) -> None:
		self.stage.documents(case)
		self.officer("deliverer", case, "送达")

	def granted(self) -> None:
		print("食品小摊点备案：准予")
		values = self.values()
		case = self.apply(values)
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		self.deliver(case)
		self.check_card(case, values)

	def refused(self) -> None:
		print("食品小摊点备案：不予")
		case = self.apply(self.values())
		reason = "经营区域位于学校门口禁设区内，不符合《山西省食品小作坊小经营店小摊点管理条例》划定经营区域的要求"
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "不予备案", reason=reason)
		self.deliver(case)
		self.stage.expect_state(case, "办结", "不予")
		self.stage.check_text(case, "refusal", [reason, "行政复议", "行政诉讼"])

	def corrected(self) -> None:
		print("食品小摊点备案：补正后准予")
		values = self.values()
		case = self.apply(values)
		items = [{"code": "photo", "field": "一张一寸照片", "text": "照片背景不是纯色，请重新拍摄"}]
		self.officer("reviewer", case, "要求补正", sign=False, details={"items": items})
		self.stage.check_text(case, "correction", ["照片背景不是纯色，请重新拍摄"])
		self.stage.applicant.attach(case, "photo", "照片.jpg", samples.photo("#ffffff"), 0)
		self.stage.applicant.portal("act", case=case, action="补正提交")
		self.stage.step("申请人更换照片，补正提交")
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		self.deliver(case)
		self.check_card(case, values)

	def withdrawn(self) -> None:
		print("食品小摊点备案：撤回")
		case = self.apply(self.values())
		self.stage.applicant.portal("act", case=case, action="撤回", reason="暂不经营")
		self.stage.expect_state(case, "已撤回", None)

	def rejected(self) -> None:
		print("食品小摊点备案：不予受理")
		case = self.apply(self.values())
		reason = "该场所为固定门店，不是《山西省食品小作坊小经营店小摊点管理条例》所称小摊点，应按食品小经营店备案"
		self.officer("reviewer", case, "不予受理", reason=reason, details={"competent_office": "本局（食品小经营店备案）"})
		self.stage.expect_state(case, "不予受理", None)
		self.stage.check_text(case, "rejection", [reason, "本局（食品小经营店备案）"])

	def at_the_counter(self) -> None:
		print("食品小摊点备案：窗口录入")
		clerk = self.stage.people.acceptor
		case = clerk.staff("casework.api.enter_for", matter="XT", values=self.values())["case"]
		method = "gaoping_regulation.casework.desk_entry.attach_material"
		for code in samples.stall_materials():
			clerk.call(method, case=case, material=code, signed=1, files={"file": paper(code, case)})
		clerk.apply(STALL, case, "提交")
		self.stage.step("acceptor 录入纸质申请、扫描四项材料、提交")
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		rows = self.stage.people.printed(case)
		self.officer("deliverer", case, "送达")
		self.stage.check_verified(next(row for row in rows if row["kind"] == "card"))

	def shop(self) -> None:
		print("食品小经营店备案：准予")
		values = xd.form(next(self.stage.serials))
		case = self.apply(values, "XD")
		for role, action in (("reviewer", "资料齐全"), ("approver", "准予备案")):
			self.stage.officer(role, SHOP, case, action)
		self.stage.documents(case)
		self.stage.officer("deliverer", SHOP, case, "送达")
		self.stage.expect_state(case, "办结", "准予")
		wanted = [values["applicant_name"], values["trade_name"], values["business_address"], values["shop_type"], values["credit_code"]]
		self.stage.check_verified(self.stage.check_text(case, "certificate", wanted))

	def check_card(self, case: str, values: dict) -> None:
		"""The card's text and the public verification say what was decided."""
		self.stage.expect_state(case, "办结", "准予")
		number = values["id_no"]
		masked = f"{number[:10]}****{number[14:]}"
		wanted = [values["applicant_name"], masked, values["business_address"], values["business_hours"], "热食类制售、自制饮品制售"]
		self.stage.check_verified(self.stage.check_text(case, "card", wanted))


def paper(code: str, case: str) -> tuple[str, bytes]:
	"""(file name, content) of a material of a case."""
	if code == "photo":
		return "照片.jpg", samples.photo(f"#{int(case, 36) % 0xFFFFFF:06x}")
	return f"{code}.png", samples.scan(f"{code} {case}")
