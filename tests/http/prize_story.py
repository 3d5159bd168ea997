"""Filings of 抽奖式有奖销售 for the HTTP tests, taken as far as a test needs them."""

import itertools
import json
import subprocess

from tests import samples

FILING = "Prize Promotion Filing"
REVIEW = {"review_conclusion": "同意", "review_opinion": "材料齐全，奖项符合规定。"}
PAPERS = ("filing_form", "application", "plan", "licence_copy", "prize_certificate")
AGENT_PAPERS = ("agent_id_copy", "mandate")
serials = itertools.count(40_000)


class Filings:
	"""Walks a filing through its states over HTTP as the trial accounts."""

	def __init__(self, people, numbers=serials):
		self.people, self.serials = people, numbers

	def draft(self, applicant=None, **changes) -> str:
		values = samples.prize_draw(next(self.serials), **changes)
		return (applicant or self.people.applicant).portal("save_draft", matter="YJ", values=values)["case"]

	def filled(self, without: tuple[str, ...] = (), **changes) -> str:
		case = self.draft(**changes)
		for code in PAPERS + (AGENT_PAPERS if changes.get("has_agent") else ()):
			if code not in without:
				self.people.applicant.attach(case, code, f"{code}.png", samples.scan(f"{code} {case}"))
		return case

	def submitted(self, **changes) -> str:
		"""A filing in 待受理."""
		case = self.filled(**changes)
		self.people.applicant.portal("act", case=case, action="提交")
		return case

	def act(self, officer: str, case: str, action: str, sign: bool = True, reason: str | None = None, **details):
		client = getattr(self.people, officer)
		if sign:
			client.sign(case)
		more = {"details": json.dumps(details)} if details else {}
		return client.apply(FILING, case, action, **more, **({"reason": reason} if reason else {}))

	def accepted(self, **changes) -> str:
		"""A filing in 审查中."""
		case = self.submitted(**changes)
		self.act("acceptor", case, "受理")
		return case

	def reviewed(self, conclusion: str = "同意", **changes) -> str:
		"""A filing in 待决定."""
		case = self.accepted(**changes)
		self.act("reviewer", case, "提交审查意见", **{**REVIEW, "review_conclusion": conclusion})
		return case

	def decided(self, **changes) -> str:
		"""A filing in 待送达, its two copies printed."""
		case = self.reviewed(**changes)
		self.act("approver", case, "同意备案")
		self.people.printed(case)
		return case

	def closed(self, **changes) -> str:
		"""A filing in 办结."""
		case = self.decided(**changes)
		self.act("deliverer", case, "送达", received_by="李国强")
		self.people.printed(case)
		return case

	def documents(self, case: str) -> dict[str, dict]:
		return {row["kind"]: row for row in self.people.printed(case)}

	def text(self, case: str, kind: str, reader: str = "applicant") -> str:
		"""The text layer of a document of the case, without white space."""
		pdf = getattr(self.people, reader).portal("download", document=self.documents(case)[kind]["name"])
		done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
		return "".join(done.stdout.decode().split())
