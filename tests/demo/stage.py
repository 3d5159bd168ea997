"""What the demonstration's acts share: the trial accounts over HTTP, their steps as text, the documents in hand."""

import itertools
import json
import subprocess
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.client import Client, Place
from tests.http.story import People

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / ".bench" / "demo"
RENDER_SECONDS = 180
READING_SECONDS = 0.6
# How long the detectors, who follow behind, may take to look at the last step.
DETECTION_SECONDS = 10


class Mismatch(AssertionError):
	"""A document or an answer does not agree with the decision."""


class Reader(Client):
	"""An officer who reads each risk point that the machine leaves to him before he signs."""

	def sign(self, case: str, **answers) -> dict:
		found = self.staff("risk_control.api.checklist", case=case)
		time.sleep(READING_SECONDS * sum(item["pre_answer"] != "符合" for item in found["items"]))
		return super().sign(case, **answers)


class Stage:
	def __init__(self, address: str, accounts: dict[str, dict]):
		self.people = People(Place(address, accounts, Reader))
		# A site where the demonstration ran before takes the next one's applications as well.
		self.serials = itertools.count(int(time.time()) % 800_000)
		self.paths: list[Path] = []
		self.started = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")

	@property
	def applicant(self) -> Client:
		return self.people.applicant

	def step(self, text: str) -> None:
		print(f"  {text}", flush=True)

	def officer(self, role: str, doctype: str, case: str, action: str, sign: bool = True, **more) -> None:
		"""An officer signs the stage's checklist and takes an action."""
		client = getattr(self.people, role)
		if sign:
			client.sign(case)
		client.apply(doctype, case, action, **more)
		self.step(f"{role} {'签检查表，' if sign else ''}{action}")

	def expect_no_alert(self) -> None:
		"""Honest work raises nothing: no alert in force since the demonstration began; raises Mismatch."""
		time.sleep(DETECTION_SECONDS)
		filters = json.dumps([["raised_on", ">=", self.started], ["observed", "=", 0]])
		fields = json.dumps(["rule_title", "case_no", "summary"])
		found = self.people.inspector.request("GET", "/api/resource/Risk Alert", params={"filters": filters, "fields": fields}).json()["data"]
		expect("风险预警", found, [])
		self.step("全部办件没有风险预警")

	def case(self, case: str) -> dict:
		return self.applicant.portal("case", case=case)

	def documents(self, case: str) -> list[dict]:
		"""The case's documents once all are printed, as the applicant gets them."""
		self.people.printed(case, RENDER_SECONDS)
		return self.case(case)["documents"]

	def expect_state(self, case: str, state: str, decision: str | None) -> None:
		found = self.case(case)
		expect("状态", found["workflow_state"], state)
		expect("决定", found["decision"] or None, decision)
		self.step(f"{found['case_no'] or ''} 现为“{state}”")

	def check_text(self, case: str, kind: str, wanted: list) -> dict:
		"""Download all documents of a case; those of this kind hold their number, the first of them the wanted texts.

		Returns the document; raises Mismatch.
		"""
		case_no, found = self.case(case)["case_no"], []
		for row in self.documents(case):
			text = text_of(self.save(row, case_no))
			if row["kind"] == kind:
				found.append((row, text))
				require(row["title"], text, [row["number"]])
		if not found:
			raise Mismatch(f"没有生成文书 {kind}")
		row, text = found[0]
		require(row["title"], text, wanted)
		return row

	def save(self, row: dict, case_no: str) -> Path:
		path = OUTPUT / f"{case_no}-{row['title']}.pdf"
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_bytes(self.applicant.portal("download", document=row["name"]))
		if path not in self.paths:
			self.paths.append(path)
		return path

	def check_verified(self, row: dict, status: str = "有效") -> None:
		"""Anybody who scans the document's code finds its number and status."""
		found = self.people.server.guest().portal("verify", code=row["verify_code"])
		expect("查验编号", found["number"], row["number"])
		expect("查验状态", found["status"], status)
		self.step(f"{row['title']} {row['number']}：文字与决定一致，扫码查验为“{status}”")


def text_of(path: Path) -> str:
	"""The text layer of a PDF without white space."""
	text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
	return "".join(text.split())


def require(title: str, text: str, wanted: list) -> None:
	for piece in wanted:
		if "".join(str(piece).split()) not in text:
			raise Mismatch(f"{title}上没有“{piece}”：{text}")


def expect(what: str, found, wanted) -> None:
	if found != wanted:
		raise Mismatch(f"{what}应为“{wanted}”，实为“{found}”")
