"""`make demo`: applications from the portal to their issued documents, over HTTP, as the real roles.

Prints each step and the path of each PDF; ends with 0 only if every document agrees with its decision.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests import samples
from tests.client import Client

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / ".bench" / "demo"
RENDER_SECONDS = 60
STALL = "Small Food Stall Filing"


class Mismatch(AssertionError):
	"""A document or an answer does not agree with the decision."""


class Demo:
	def __init__(self, address: str, accounts: list[dict]):
		self.address = address
		self.accounts = {account["user"].split("@")[0]: account for account in accounts}
		self.clients: dict[str, Client] = {}
		self.serial = int(time.time()) % 100000
		self.paths: list[Path] = []

	def as_(self, name: str) -> Client:
		"""The client of a trial account, logged in once."""
		if name not in self.clients:
			account = self.accounts[name]
			self.clients[name] = Client(self.address).login(account["user"], account["password"])
		return self.clients[name]

	def step(self, text: str) -> None:
		print(f"  {text}", flush=True)

	def values(self) -> dict:
		self.serial += 1
		return samples.stall(self.serial)

	def apply_for_stall(self, values: dict) -> str:
		"""An application from the portal, submitted; returns the case."""
		applicant = self.as_("applicant")
		case = applicant.portal("save_draft", matter="XT", values=values)["case"]
		for code, (name, content) in samples.stall_materials().items():
			applicant.attach(case, code, name, content)
		submitted = applicant.portal("act", case=case, action="提交")
		self.step(f"申请人填表、上传四项材料、提交：{submitted['case_no']}，现为“{submitted['workflow_state']}”")
		return case

	def officer(self, role: str, case: str, action: str, sign: bool = True, **more) -> None:
		"""An officer signs the stage's checklist and takes an action."""
		client = self.as_(role)
		if sign:
			client.sign(case)
		client.apply(STALL, case, action, **more)
		self.step(f"{role} {'签检查表，' if sign else ''}{action}")

	def deliver(self, case: str) -> None:
		self.documents(case)
		self.officer("deliverer", case, "送达")

	def granted(self) -> None:
		print("食品小摊点备案：准予")
		values = self.values()
		case = self.apply_for_stall(values)
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		self.deliver(case)
		self.check_card(case, values)

	def refused(self) -> None:
		print("食品小摊点备案：不予")
		case = self.apply_for_stall(self.values())
		reason = "经营区域位于学校门口禁设区内，不符合划定的经营区域要求"
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "不予备案", reason=reason)
		self.deliver(case)
		self.expect_state(case, "办结", "不予")
		self.check_text(case, "refusal", [reason, "行政复议", "行政诉讼"])

	def corrected(self) -> None:
		print("食品小摊点备案：补正后准予")
		values = self.values()
		case = self.apply_for_stall(values)
		items = [{"code": "photo", "field": "一张一寸照片", "text": "照片背景不是纯色，请重新拍摄"}]
		self.officer("reviewer", case, "要求补正", sign=False, details={"items": items})
		self.check_text(case, "correction", ["照片背景不是纯色，请重新拍摄"])
		applicant = self.as_("applicant")
		applicant.attach(case, "photo", "照片.jpg", samples.photo("#ffffff"), 0)
		applicant.portal("act", case=case, action="补正提交")
		self.step("申请人更换照片，补正提交")
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		self.deliver(case)
		self.check_card(case, values)

	def withdrawn(self) -> None:
		print("食品小摊点备案：撤回")
		case = self.apply_for_stall(self.values())
		self.as_("applicant").portal("act", case=case, action="撤回", reason="暂不经营")
		self.expect_state(case, "已撤回", None)

	def rejected(self) -> None:
		print("食品小摊点备案：不予受理")
		case = self.apply_for_stall(self.values())
		reason = "该场所为固定门店，应按食品小经营店备案"
		self.officer("reviewer", case, "不予受理", reason=reason, details={"competent_office": "本局（食品小经营店备案）"})
		self.expect_state(case, "不予受理", None)
		self.check_text(case, "rejection", [reason, "本局（食品小经营店备案）"])

	def at_the_counter(self) -> None:
		print("食品小摊点备案：窗口录入")
		clerk, values = self.as_("acceptor"), self.values()
		case = clerk.staff("casework.api.enter_for", matter="XT", values=values)["case"]
		for code, (name, content) in samples.stall_materials().items():
			clerk.call(
				"gaoping_regulation.casework.desk_entry.attach_material",
				case=case,
				material=code,
				signed=1,
				files={"file": (name, content)},
			)
		clerk.apply(STALL, case, "提交")
		self.step("acceptor 录入纸质申请、扫描四项材料、提交")
		self.officer("reviewer", case, "资料齐全")
		self.officer("approver", case, "准予备案")
		rows = self.wait_for_documents(lambda: self.issued(case))
		self.officer("deliverer", case, "送达")
		card = next(row for row in rows if row["kind"] == "card")
		verified = Client(self.address).portal("verify", code=card["verify_code"])
		expect("查验编号", verified["number"], card["number"])
		self.step(f"备案卡 {card['number']} 查验一致")

	def issued(self, case: str) -> list[dict]:
		"""The documents of a case as staff see them."""
		fields = json.dumps(["name", "kind", "number", "verify_code", "sha256"])
		filters = json.dumps({"case_name": case})
		answer = self.as_("acceptor").request(
			"GET", "/api/resource/Issued Document", params={"fields": fields, "filters": filters}
		)
		return [{**row, "ready": bool(row["sha256"])} for row in answer.json()["data"]]

	def wait_for_documents(self, read) -> list[dict]:
		"""Wait for the worker to render all documents that `read` lists."""
		until = time.monotonic() + RENDER_SECONDS
		while time.monotonic() < until:
			rows = read()
			if rows and all(row["ready"] for row in rows):
				return rows
			time.sleep(0.3)
		raise Mismatch(f"文书 {RENDER_SECONDS} 秒内未生成")

	def documents(self, case: str) -> list[dict]:
		return self.wait_for_documents(lambda: self.as_("applicant").portal("case", case=case)["documents"])

	def expect_state(self, case: str, state: str, decision: str | None) -> None:
		found = self.as_("applicant").portal("case", case=case)
		expect("状态", found["workflow_state"], state)
		expect("决定", found["decision"] or None, decision)
		self.step(f"现为“{state}”")

	def check_card(self, case: str, values: dict) -> None:
		"""The card's text and the public verification say what was decided."""
		self.expect_state(case, "办结", "准予")
		number = values["id_no"]
		card = self.check_text(
			case,
			"card",
			[
				values["applicant_name"],
				f"{number[:10]}****{number[14:]}",
				values["business_address"],
				values["business_hours"],
				"热食类制售、自制饮品制售",
			],
		)
		verified = Client(self.address).portal("verify", code=card["verify_code"])
		expect("查验编号", verified["number"], card["number"])
		expect("查验状态", verified["status"], "有效")
		self.step("备案卡文字与决定一致，扫码查验一致")

	def check_text(self, case: str, kind: str, wanted: list[str]) -> dict:
		"""Download all documents of a case; the one of this kind must hold its number and the wanted texts."""
		case_no = self.as_("applicant").portal("case", case=case)["case_no"]
		found = None
		for row in self.documents(case):
			path = OUTPUT / f"{case_no}-{row['title']}.pdf"
			path.parent.mkdir(parents=True, exist_ok=True)
			path.write_bytes(self.as_("applicant").portal("download", document=row["name"]))
			if path not in self.paths:
				self.paths.append(path)
			if row["kind"] == kind:
				found, text = row, text_of(path)
		if found is None:
			raise Mismatch(f"没有生成文书 {kind}")
		for piece in [found["number"], *wanted]:
			if "".join(piece.split()) not in text:
				raise Mismatch(f"{found['title']}上没有“{piece}”：{text}")
		return found


def text_of(path: Path) -> str:
	"""The text layer of a PDF without white space."""
	text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
	return "".join(text.split())


def expect(what: str, found, wanted) -> None:
	if found != wanted:
		raise Mismatch(f"{what}应为“{wanted}”，实为“{found}”")


def main(address: str) -> int:
	accounts = json.loads((ROOT / ".bench" / "accounts.json").read_text())
	demo = Demo(address, accounts)
	for story in (demo.granted, demo.refused, demo.corrected, demo.withdrawn, demo.rejected, demo.at_the_counter):
		story()
	print("PDF:")
	for path in demo.paths:
		print(path.relative_to(ROOT))
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1]))
