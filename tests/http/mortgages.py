"""动产抵押登记 for the HTTP tests: applications as far as a test needs them, over the portal and the Desk's methods."""

import itertools
import subprocess
import time

from tests import samples
from tests.client import Client
from tests.http.story import People

DOCTYPE = "Chattel Mortgage Registration"
REGISTER = "Chattel Mortgage Register"
OPINION = {"review_opinion": "主体、合同、债权和抵押财产均已核对，符合登记条件。"}
REQUIRED = ("application_form", "agent_id", "mortgagor_id", "mortgagee_id")
# The four copies of a register document, on a machine that does other things as well.
PRINTING = 180
# Numbers of things that the register must not find again in another test.
serials = itertools.count(int(time.time()) % 800_000)


class Mortgages:
	"""Takes applications of one applicant through the matter's states."""

	def __init__(self, people: People, applicant: Client | None = None):
		self.people = people
		self.applicant = applicant or people.applicant

	def form(self, **changes) -> dict:
		return samples.mortgage(next(serials), **changes)

	def draft(self, **changes) -> str:
		return self.applicant.portal("save_draft", matter="DY", values=self.form(**changes))["case"]

	def view(self, case: str) -> dict:
		return self.applicant.portal("case", case=case)

	def act(self, case: str, action: str, reason: str | None = None) -> dict:
		return self.applicant.portal("act", case=case, action=action, **({"reason": reason} if reason else {}))

	def upload(self, case: str, without: tuple[str, ...] = ()) -> None:
		wanted = [row["code"] for row in self.view(case)["materials"] if row["required"]]
		for code in wanted:
			if code not in without:
				content = samples.scan(f"{case} {code} {next(serials)}")
				self.applicant.attach(case, code, f"{code}.png", content, signed=0)

	def submitted(self, **changes) -> str:
		"""A case in 待受理, without 预审."""
		case = self.draft(**changes)
		self.act(case, "下一步")
		self.upload(case)
		self.act(case, "提交审核")
		return case

	def officer(self, who: str, case: str, action: str, **more) -> dict:
		"""An officer signs the stage's checklist and takes an action."""
		getattr(self.people, who).sign(case)
		return getattr(self.people, who).apply(DOCTYPE, case, action, **more)

	def examined(self, case: str) -> str:
		"""A submitted case taken to 待决定."""
		self.officer("acceptor", case, "受理")
		self.officer("reviewer", case, "提交审查意见", details=OPINION)
		return case

	def granted(self, case: str) -> str:
		self.examined(case)
		self.officer("approver", case, "审核通过")
		self.people.printed(case, PRINTING)
		return case

	def closed(self, case: str) -> str:
		self.granted(case)
		self.officer("deliverer", case, "送达")
		self.people.printed(case, PRINTING)
		return case

	def registered(self, **changes) -> str:
		"""The number of a registration made from a new application."""
		return self.document(self.closed(self.submitted(**changes)), "certificate")["number"]

	def begun(self, number: str, category: str, **changes) -> str:
		"""A draft of a change or cancellation of a registration: the declaration made anew, further values saved."""
		case = self.applicant.portal("begin_change", matter="DY", entry=number, category=category)["case"]
		self.applicant.portal("save_draft", matter="DY", case=case, values={"commitment": 1, "privacy_consent": 1, **changes})
		return case

	def sent(self, case: str) -> str:
		"""A draft taken to 待受理."""
		self.act(case, "下一步")
		self.upload(case)
		self.act(case, "提交审核")
		return case

	def document(self, case: str, kind: str) -> dict:
		return next(row for row in self.people.printed(case, PRINTING) if row["kind"] == kind)

	def text(self, case: str, kind: str) -> str:
		"""The text layer of a case's document, without spaces and line breaks."""
		pdf = self.applicant.portal("download", document=self.document(case, kind)["name"])
		return text_of(pdf)


def text_of(pdf: bytes) -> str:
	done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
	return "".join(done.stdout.decode().split())
