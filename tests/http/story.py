"""People and cases for the HTTP tests, made as a browser would make them."""

import itertools
import time

from tests import samples
from tests.client import Client, Refused, message_of  # noqa: F401

STALL = "Small Food Stall Filing"
PASSWORD = "Xt-7391-stalls-of-Gaoping"
APPLY = "frappe.model.workflow.apply_workflow"
serials = itertools.count(1)


class People:
	"""The trial accounts by their key, logged in once per run, and cases that they took as far as asked."""

	def __init__(self, server):
		self.server = server
		self.clients: dict[str, Client] = {}
		self.shared: str | None = None

	def __getattr__(self, name: str) -> Client:
		if name.startswith("_"):
			raise AttributeError(name)
		if name not in self.clients:
			self.clients[name] = self.server.as_(name)
		return self.clients[name]

	def newcomer(self) -> Client:
		"""A fresh account with the role 申请人, logged in."""
		return self.server.guest().login(self.new_account(), PASSWORD)

	def new_account(self, role: str = "申请人") -> str:
		"""A fresh account with one role and the password PASSWORD; returns its user name."""
		user = f"new{next(serials)}-{time.time_ns()}@gaoping.local"
		values = {
			"email": user,
			"first_name": f"新用户{next(serials)}",
			"new_password": PASSWORD,
			"send_welcome_email": 0,
			# What core takes it for until it looks at the roles: it makes the first System User a System Manager.
			"user_type": "Website User",
			"roles": [{"role": role}],
		}
		response = self.Administrator.request("POST", "/api/resource/User", json=values)
		assert response.status_code == 200, response.text
		return user

	def draft(self, applicant: Client | None = None, **changes) -> str:
		"""A saved draft with valid values; returns the case."""
		values = samples.stall(next(serials), **changes)
		return (applicant or self.applicant).portal("save_draft", matter="XT", values=values)["case"]

	def filled(self, applicant: Client | None = None, without: tuple[str, ...] = (), **changes) -> str:
		"""A draft with its materials attached."""
		case = self.draft(applicant, **changes)
		for code, (name, content) in own_materials(case).items():
			if code not in without:
				(applicant or self.applicant).attach(case, code, name, content)
		return case

	def submitted(self, applicant: Client | None = None, **changes) -> str:
		"""A case in 待审查."""
		case = self.filled(applicant, **changes)
		(applicant or self.applicant).portal("act", case=case, action="提交")
		return case

	def shared_case(self) -> str:
		"""One case in 待审查 for all the tests that only try to change it."""
		if self.shared is None:
			self.shared = self.submitted()
			self.printed(self.shared)
		return self.shared

	def signed(self, officer: str, case: str, action: str, **more) -> dict:
		"""An officer signs the checklist of the stage and takes an action."""
		getattr(self, officer).sign(case)
		return getattr(self, officer).apply(STALL, case, action, **more)

	def examined(self, **changes) -> str:
		"""A case in 待备案."""
		case = self.submitted(**changes)
		self.signed("reviewer", case, "资料齐全")
		return case

	def decided(self, action: str = "准予备案", reason: str | None = None, **changes) -> str:
		"""A case in 待送达, its document printed."""
		case = self.examined(**changes)
		self.signed("approver", case, action, **({"reason": reason} if reason else {}))
		self.printed(case)
		return case

	def closed(self, **changes) -> str:
		"""A case in 办结, with its card."""
		case = self.decided(**changes)
		self.signed("deliverer", case, "送达")
		self.printed(case)
		return case

	def printed(self, case: str, seconds: int = 60) -> list[dict]:
		"""The case's documents once the worker has rendered them all."""
		until = time.monotonic() + seconds
		while time.monotonic() < until:
			documents = self.Administrator.portal("case", case=case)["documents"]
			if documents and all(row["ready"] for row in documents):
				return documents
			time.sleep(0.2)
		raise TimeoutError(f"no PDF of {case} within {seconds} s; see logs/")


def own_materials(case: str) -> dict[str, tuple[str, bytes]]:
	"""The four materials of a case, unlike any other's: the framework keeps one file for the same bytes."""
	return {
		"id_copy": ("身份证.png", samples.scan(f"ID copy {case}")),
		"filing_form": ("备案表.pdf", samples.pdf(f"filing form {case}")),
		"health_certificate": ("健康证明.png", samples.scan(f"health certificate {case}")),
		"photo": ("照片.jpg", samples.photo(f"#{int(case, 36) % 0xFFFFFF:06x}")),
	}


def refusal(call, *arguments, **more) -> Refused:
	"""The refusal of a call that must be refused."""
	try:
		answer = call(*arguments, **more)
	except Refused as refused:
		return refused
	raise AssertionError(f"not refused: {str(answer)[:300]}")


def is_chinese(text: str) -> bool:
	return any("一" <= sign <= "鿿" for sign in text)
